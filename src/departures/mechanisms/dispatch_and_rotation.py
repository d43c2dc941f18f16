"""Dispatch and rotation: the state sends workers abroad under watch, calls them back, and a few flee."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import jax.numpy as jnp

from departures.mechanisms.constant_rate import PER_MONTH
from departures.mechanisms.form import Form, PriorSetting
from departures.model.room import Parts
from departures.model.transition import GroupSize, Transition
from departures.quantities import Array, Months, Parameters


class DispatchAndRotation(Form):
    """home → at work abroad at the sent driver · scale, split by sex; at work → home at the rotation driver;
    at work → fled at flight · exp(stranded effect · stranded driver).

    The sent driver counts persons sent per month and person at home; the rotation driver, those who go home per month
    and person at work; the stranded driver goes from 0 (rotated as usual) to 1 (held at their site).
    """

    kind: ClassVar[str] = "dispatch_and_rotation"
    summary: ClassVar[str] = "workers sent abroad by the state, rotated home, of whom a few flee their site"

    name: str
    home: str
    at_work: str
    fled: str
    sent_driver: str
    rotation_driver: str
    stranded_driver: str
    scale: PriorSetting
    women_share: PriorSetting
    flight: PriorSetting
    stranded_effect: PriorSetting
    party_mean: float = 1.0
    party_variance: float = 0.0

    def parts(self, months: Months) -> Parts:
        """Three transitions and four parameters."""
        size = GroupSize(self.party_mean, self.party_variance)
        return Parts(
            parameters=(
                self.scale.parameter(f"{self.name}_scale", "ratio to the published stock"),
                self.women_share.parameter(f"{self.name}_women_share", "share of workers sent"),
                self.flight.parameter(f"{self.name}_flight_rate", PER_MONTH),
                self.stranded_effect.parameter(f"{self.name}_stranded_effect", "log rise while stranded"),
            ),
            transitions=(
                Transition(f"{self.name}_sent", self.home, self.at_work, self._sent),
                Transition(f"{self.name}_rotated", self.at_work, self.home, self._rotated),
                Transition(f"{self.name}_flight", self.at_work, self.fled, self._flight, size),
            ),
        )

    def _sent(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        women = parameters[f"{self.name}_women_share"]
        share = cell["female"] * women + (1.0 - cell["female"]) * (1.0 - women)
        # half of the people at home are women, so a sex that makes up all workers is sent at twice the rate
        return 2.0 * share * parameters[f"{self.name}_scale"] * drivers_now[self.sent_driver]

    def _rotated(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        return drivers_now[self.rotation_driver]

    def _flight(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        rise = jnp.abs(parameters[f"{self.name}_stranded_effect"]) * drivers_now[self.stranded_driver]
        return parameters[f"{self.name}_flight_rate"] * jnp.exp(rise)
