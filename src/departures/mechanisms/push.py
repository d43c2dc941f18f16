"""Push: hardship or hope that makes more people leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import jax.numpy as jnp

from departures.mechanisms.form import Form, PriorSetting
from departures.model.room import Parts
from departures.model.transition import Factor
from departures.quantities import Array, Months, Parameters


class Push(Form):
    """Factor exp(effect · driver(t)) on every transition in `on`; effect ≥ 0."""

    kind: ClassVar[str] = "push"
    summary: ClassVar[str] = "a driver that multiplies an intensity by exp(effect x driver)"

    name: str
    on: tuple[str, ...]
    driver: str
    effect: PriorSetting

    def parts(self, months: Months) -> Parts:
        """One parameter (log rise at driver 1) and one factor."""
        return Parts(
            parameters=(self.effect.parameter(f"{self.name}_effect", "log rise at driver 1"),),
            factors=(Factor(self.name, self.on, self._value),),
        )

    def _value(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        return jnp.exp(jnp.abs(parameters[f"{self.name}_effect"]) * drivers_now[self.driver])
