"""A signal: the only way by which stocks and flows reach an intensity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from departures.quantities import Array, Parameters


class NextSignal(Protocol):
    """The signal of next month from its last value, this month's stocks [name → cell], flows [name → cell],
    drivers and parameters. Pure; returns shape [1] or [cell], unit as the signal declares.
    """

    def __call__(
        self,
        last: Array,
        stocks: Mapping[str, Array],
        flows: Mapping[str, Array],
        drivers_now: Mapping[str, Array],
        parameters: Parameters,
    ) -> Array:
        """Next month's value."""
        ...


@dataclass(frozen=True)
class Signal:
    """A named memory of the system, for instance kin abroad per person at home, or fear."""

    name: str
    unit: str
    initial: float
    next: NextSignal
