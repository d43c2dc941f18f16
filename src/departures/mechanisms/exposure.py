"""Exposure: information from outside builds up at home, fades, and makes leaving more likely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import jax.numpy as jnp
from pydantic import Field

from departures.mechanisms.form import Form, PriorSetting
from departures.model.room import Parts
from departures.model.signal import Signal
from departures.model.transition import Factor
from departures.quantities import Array, Months, Parameters


class Exposure(Form):
    """Factor exp(effect · exposed(t)); exposed(t+1) = exposed(t)·(1 − fade) + fade·driver(t); effect ≥ 0."""

    kind: ClassVar[str] = "exposure"
    summary: ClassVar[str] = (
        "a slowly moving stock of information from outside, which makes leaving more likely"
    )

    name: str
    on: tuple[str, ...]
    driver: str
    effect: PriorSetting
    fade: float = Field(gt=0.0, lt=1.0)
    """Share forgotten in a month: 0.03 is a memory of about three years."""
    start: float = 0.0

    def parts(self, months: Months) -> Parts:
        """One parameter, one signal that follows the driver, one factor that reads it."""
        return Parts(
            parameters=(self.effect.parameter(f"{self.name}_effect", "log rise at full exposure"),),
            signals=(Signal(self.name, "share exposed", self.start, self._next),),
            factors=(Factor(self.name, self.on, self._value, reads=(self.name,)),),
        )

    def _next(
        self,
        last: Array,
        stocks: Mapping[str, Array],
        flows: Mapping[str, Array],
        drivers_now: Mapping[str, Array],
        parameters: Parameters,
    ) -> Array:
        return last * (1.0 - self.fade) + self.fade * drivers_now[self.driver]

    def _value(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        return jnp.exp(jnp.abs(parameters[f"{self.name}_effect"]) * signals[self.name])
