"""Registration: not everybody in transit ends where arrivals are counted."""

from __future__ import annotations

from typing import ClassVar

from departures.mechanisms.constant_rate import passage
from departures.mechanisms.form import Form, PriorSetting
from departures.model.room import Parts
from departures.quantities import Months


class Registration(Form):
    """transit → elsewhere at `<name>_rate`, competing with the last leg: the people whom the count never sees."""

    kind: ClassVar[str] = "registration"
    summary: ClassVar[str] = "people in transit who settle elsewhere and are not counted as arrivals"

    name: str
    transit: str
    elsewhere: str
    rate: PriorSetting

    def parts(self, months: Months) -> Parts:
        """One transition with its rate."""
        return passage(self.name, self.transit, self.elsewhere, self.rate)
