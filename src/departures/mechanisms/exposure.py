"""Exposure: information from outside builds up at home, fades, and makes leaving more likely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import jax.numpy as jnp
from pydantic import Field

from departures.mechanisms.affine_path import affine_path
from departures.mechanisms.form import Form, PriorSetting
from departures.model.latent import Latent
from departures.model.room import Parts
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
        """One parameter, one latent path that follows the driver, one factor that reads it."""
        return Parts(
            parameters=(self.effect.parameter(f"{self.name}_effect", "log rise at full exposure"),),
            latents=(Latent(self.name, "share exposed", self._path),),
            factors=(Factor(self.name, self.on, self._value),),
        )

    def _path(
        self, parameters: Parameters, drivers: Mapping[str, Array], latents: Mapping[str, Array]
    ) -> Array:
        return affine_path(1.0 - self.fade, self.fade * jnp.asarray(drivers[self.driver]), self.start)

    def _value(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        return jnp.exp(jnp.abs(parameters[f"{self.name}_effect"]) * signals[self.name])
