"""Return and reattempt: people abroad are arrested, returned and punished, and may leave again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

from departures.mechanisms.constant_rate import PER_MONTH, passage
from departures.mechanisms.form import Form, PriorSetting
from departures.model.room import Parts
from departures.model.transition import Intensity, Transition
from departures.quantities import Array, Months, Parameters


class ArrestSetting(BaseModel):
    """From which state people are arrested, and how often compared with the first one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    relative: float


class ReturnAndReattempt(Form):
    """source → custody at arrest·relative; custody → punished at handed over; punished → returned at released, or
    → dead at dies; returned → away at again.

    Whoever has been released keeps a hazard of leaving again (transition `<name>_again`), on which barriers may act.
    """

    kind: ClassVar[str] = "return_and_reattempt"
    summary: ClassVar[str] = "arrest abroad, return, punishment, and leaving again"

    name: str
    arrests: tuple[ArrestSetting, ...]
    arrest: PriorSetting
    custody: str
    punished: str
    returned: str
    away: str
    handed_over: PriorSetting
    released: PriorSetting
    again: PriorSetting
    dead: str | None = None
    dies: PriorSetting | None = None

    @model_validator(mode="after")
    def _both(self) -> ReturnAndReattempt:
        if (self.dead is None) != (self.dies is None):
            raise ValueError("`dead` (a state) and `dies` (a prior) belong together; give both or neither")
        return self

    def parts(self, months: Months) -> Parts:
        """Arrests share one rate; every further step has its own."""
        rate = f"{self.name}_arrest_rate"
        arrests = tuple(
            Transition(
                f"{self.name}_arrest_{item.source}", item.source, self.custody, scaled(rate, item.relative)
            )
            for item in self.arrests
        )
        parts = Parts(parameters=(self.arrest.parameter(rate, PER_MONTH),), transitions=arrests)
        parts += passage(f"{self.name}_handed_over", self.custody, self.punished, self.handed_over)
        parts += passage(f"{self.name}_released", self.punished, self.returned, self.released)
        parts += passage(f"{self.name}_again", self.returned, self.away, self.again)
        if self.dead is not None and self.dies is not None:
            parts += passage(f"{self.name}_dies", self.punished, self.dead, self.dies)
        return parts


def scaled(parameter: str, factor: float) -> Intensity:
    """The intensity that is a parameter times a number."""

    def intensity(
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        return parameters[parameter] * factor

    return intensity
