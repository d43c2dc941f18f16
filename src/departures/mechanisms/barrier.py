"""Barrier: a control that lets fewer people past; an effect that is never negative, times a driver."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import jax.numpy as jnp
from pydantic import Field

from departures.mechanisms.form import Form, PriorSetting
from departures.model.room import Parts
from departures.model.transition import Factor
from departures.quantities import Array, Months, Parameters


class Barrier(Form):
    """Factor exp(−effect · driver(t) · reach) on every transition in `on`; effect ≥ 0.

    `scope` maps a level (`level=value`) to the parameter, from 0 to 1, by which the barrier reaches people of
    that level; all others are reached in full. That parameter is declared elsewhere.
    """

    kind: ClassVar[str] = "barrier"
    summary: ClassVar[str] = "a control that multiplies an intensity by exp(-effect x driver)"

    name: str
    on: tuple[str, ...]
    driver: str
    effect: PriorSetting
    scope: dict[str, str] = Field(default_factory=dict)

    def parts(self, months: Months) -> Parts:
        """One parameter (log reduction at driver 1) and one factor."""
        return Parts(
            parameters=(self.effect.parameter(f"{self.name}_effect", "log reduction at driver 1"),),
            factors=(Factor(self.name, self.on, self._value),),
        )

    def _value(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        effect = jnp.abs(parameters[f"{self.name}_effect"])
        return jnp.exp(-effect * drivers_now[self.driver] * reach(self.scope, parameters, cell))


def reach(scope: Mapping[str, str], parameters: Parameters, cell: Mapping[str, Array]) -> Array:
    """How far something reaches people of these levels: 1, or the named parameter; between 0 and 1."""
    result: Array = 1.0
    for level, parameter in scope.items():
        here = cell.get(level, 0.0)
        result = result * (1.0 - here + here * parameters[parameter])
    return result
