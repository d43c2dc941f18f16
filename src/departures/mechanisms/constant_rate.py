"""An intensity that is one parameter, and the transition that uses it: the brick of the larger forms."""

from __future__ import annotations

from collections.abc import Mapping

from departures.mechanisms.form import PriorSetting
from departures.model.room import Parts
from departures.model.transition import Intensity, Transition
from departures.quantities import Array, Parameters

PER_MONTH = "events per person per month"


def constant(parameter: str, women_only: bool = False) -> Intensity:
    """The intensity that equals a parameter; with `women_only` it is 0 for men."""

    def intensity(
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        return parameters[parameter] * (cell["female"] if women_only else 1.0)

    return intensity


def passage(
    name: str, source: str, target: str, rate: PriorSetting, *, women_only: bool = False,
    stages: int = 1, assign: dict[str, str] | None = None,
) -> Parts:  # fmt: skip
    """A transition at a constant rate, and the parameter `<name>_rate`."""
    transition = Transition(
        name, source, target, constant(f"{name}_rate", women_only), stages=stages, assign=assign or {}
    )
    return Parts(parameters=(rate.parameter(f"{name}_rate", PER_MONTH),), transitions=(transition,))
