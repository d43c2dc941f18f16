"""Memory shared by the forms that read a signal: something that builds up from flows and fades."""

from __future__ import annotations

from collections.abc import Mapping

import jax.numpy as jnp

from departures.model.signal import NextSignal
from departures.quantities import Array, Parameters


def fading_memory(events: tuple[str, ...], home: str, fade: float, per: float) -> NextSignal:
    """Signal: flows of `events` per `per` persons in `home`, of which a share `fade` is forgotten each month."""

    def following(
        last: Array,
        stocks: Mapping[str, Array],
        flows: Mapping[str, Array],
        drivers_now: Mapping[str, Array],
        parameters: Parameters,
    ) -> Array:
        happened = sum((flows[name].sum() for name in events), start=0.0)
        at_home = jnp.maximum(
            stocks[home].sum(), 1.0
        )  # where all have left, rounding may leave less than nobody
        return last * (1.0 - fade) + per * happened / at_home

    return following
