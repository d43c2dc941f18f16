"""Leaving: people cross out of a state at a baseline intensity with a path in time and a ratio between sexes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import jax.numpy as jnp
from pydantic import Field

from departures.mechanisms.form import Form, KnotSetting, PriorSetting
from departures.mechanisms.paths import log_path
from departures.model.room import Parts
from departures.model.transition import GroupSize, Intensity, Transition
from departures.quantities import Array, Months, Parameters


class Leaving(Form):
    """h(t, sex) = rate · exp(path(t) + female·(ratio + female path(t))).

    With `taken_target`, a share of the women who leave is taken straight into that state (name: `<name>_taken`).
    """

    kind: ClassVar[str] = "leaving"
    summary: ClassVar[str] = (
        "people leave a state, at a rate that drifts over knots and differs between sexes"
    )

    name: str
    source: str
    target: str
    rate: PriorSetting
    path: KnotSetting | None = None
    female: PriorSetting | None = None
    female_path: KnotSetting | None = None
    taken_target: str | None = None
    taken_share: PriorSetting | None = None
    party_mean: float = 1.0
    party_variance: float = 0.0
    assign: dict[str, str] = Field(default_factory=dict)

    def parts(self, months: Months) -> Parts:
        """One or two transitions, their parameters and the bases of their paths."""
        parts = Parts(parameters=(self.rate.parameter(f"{self.name}_rate", "events per person per month"),))
        if self.female is not None:
            parts += Parts(
                parameters=(self.female.parameter(f"{self.name}_female", "log ratio women to men"),)
            )
        for setting, suffix in ((self.path, "path"), (self.female_path, "female_path")):
            if setting is not None:
                parts += setting.parts(f"{self.name}_{suffix}", months)
        size = GroupSize(self.party_mean, self.party_variance)
        if self.taken_target is None or self.taken_share is None:
            return parts + Parts(transitions=(self._transition(self.name, self.target, self._all, size),))
        share = self.taken_share.parameter(f"{self.name}_taken_share", "share of women who leave")
        free = self._transition(self.name, self.target, self._free, size)
        taken = self._transition(f"{self.name}_taken", self.taken_target, self._taken, GroupSize(1.0, 0.0))
        return parts + Parts(parameters=(share,), transitions=(free, taken))

    def _transition(self, name: str, target: str, intensity: Intensity, size: GroupSize) -> Transition:
        return Transition(name, self.source, target, intensity, size, assign=self.assign)

    def _all(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        log_level = jnp.log(parameters[f"{self.name}_rate"]) + 0.0 * cell["female"]
        if self.path is not None:
            log_level = log_level + log_path(f"{self.name}_path", parameters, drivers_now)
        if self.female is not None:
            log_level = log_level + cell["female"] * parameters[f"{self.name}_female"]
        if self.female_path is not None:
            drift = log_path(f"{self.name}_female_path", parameters, drivers_now)
            log_level = log_level + cell["female"] * drift
        return jnp.exp(log_level)

    def _free(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        left = 1.0 - parameters[f"{self.name}_taken_share"] * cell["female"]
        return self._all(parameters, drivers_now, cell, signals) * left

    def _taken(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        share = parameters[f"{self.name}_taken_share"] * cell["female"]
        return self._all(parameters, drivers_now, cell, signals) * share
