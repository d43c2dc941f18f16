"""Steady passage: people move from one state to another at a constant rate."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from departures.mechanisms.constant_rate import passage
from departures.mechanisms.form import Form, PriorSetting
from departures.model.room import Parts
from departures.quantities import Months


class SteadyPassage(Form):
    """source → target at `<name>_rate`: the plain baseline where nothing is known about the path in time."""

    kind: ClassVar[str] = "steady_passage"
    summary: ClassVar[str] = "a move at a constant rate"

    name: str
    source: str
    target: str
    rate: PriorSetting
    women_only: bool = False
    assign: dict[str, str] = Field(default_factory=dict)

    def parts(self, months: Months) -> Parts:
        """One transition with its rate."""
        return passage(
            self.name, self.source, self.target, self.rate, women_only=self.women_only, assign=self.assign
        )
