"""Captivity: people in hiding are sold; some settle where they are held."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from departures.mechanisms.constant_rate import passage
from departures.mechanisms.form import Form, PriorSetting
from departures.model.room import Parts
from departures.quantities import Months


class Captivity(Form):
    """hiding → captive (women only) at `<name>_sold_rate`; captive → rooted at `<name>_settles_rate`."""

    kind: ClassVar[str] = "captivity"
    summary: ClassVar[str] = "women in hiding are sold into captivity; after years some settle"

    name: str
    hiding: str
    captive: str
    rooted: str
    sold: PriorSetting
    settles: PriorSetting
    rooted_assign: dict[str, str] = Field(default_factory=dict)

    def parts(self, months: Months) -> Parts:
        """Two transitions with a rate each."""
        sold = passage(f"{self.name}_sold", self.hiding, self.captive, self.sold, women_only=True)
        settles = passage(
            f"{self.name}_settles", self.captive, self.rooted, self.settles, assign=self.rooted_assign
        )
        return sold + settles
