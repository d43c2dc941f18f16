"""Deterrence: people who see others caught leave less."""

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


class Deterrence(Form):
    """Factor exp(−effect · fear(t)); fear is a fading memory of `events` per `per` people at home; effect ≥ 0."""

    kind: ClassVar[str] = "deterrence"
    summary: ClassVar[str] = "a fading memory of people caught or punished, which holds others back"

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
            parameters=(self.effect.parameter(f"{self.name}_effect", "log reduction at signal 1"),),
            signals=(Signal(self.name, f"remembered events per {self.per:.0f} at home", 0.0, memory),),
            factors=(Factor(self.name, self.on, self._value, reads=(self.name,)),),
        )

    def _value(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        return jnp.exp(-jnp.abs(parameters[f"{self.name}_effect"]) * signals[self.name])
