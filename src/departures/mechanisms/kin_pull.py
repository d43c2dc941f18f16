"""Kin pull: those who arrived help others to follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import jax.numpy as jnp
from pydantic import Field

from departures.mechanisms.form import Form, PriorSetting
from departures.mechanisms.remembered import fading_memory
from departures.model.room import Parts
from departures.model.signal import Signal
from departures.model.transition import Factor
from departures.quantities import Array, Months, Parameters


class KinPull(Form):
    """Factor 1 + effect · log(1 + kin(t)); kin is a fading memory of `events` per `per` at home; effect ≥ 0."""

    kind: ClassVar[str] = "kin_pull"
    summary: ClassVar[str] = "a fading memory of people who arrived, which draws others after them"

    name: str
    on: tuple[str, ...]
    events: tuple[str, ...]
    home: str
    effect: PriorSetting
    fade: float = Field(gt=0.0, lt=1.0)
    """Share forgotten in a month: 0.03 is a memory of about three years."""
    per: float = 10_000.0

    def parts(self, months: Months) -> Parts:
        """One parameter, one signal, one factor that reads it."""
        memory = fading_memory(self.events, self.home, self.fade, self.per)
        return Parts(
            parameters=(self.effect.parameter(f"{self.name}_effect", "rise per log of remembered kin"),),
            signals=(Signal(self.name, f"remembered arrivals per {self.per:.0f} at home", 0.0, memory),),
            factors=(Factor(self.name, self.on, self._value, reads=(self.name,)),),
        )

    def _value(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        # the logarithm keeps the feedback from running away when many have arrived
        return 1.0 + jnp.abs(parameters[f"{self.name}_effect"]) * jnp.log1p(signals[self.name])
