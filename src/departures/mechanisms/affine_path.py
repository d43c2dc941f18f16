"""Paths that build up and fade: x(t+1) = keep(t)·x(t) + add(t), all months at once."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from departures.quantities import Array


def affine_path(keep: Array, add: Array, start: Array | float) -> Array:
    """x [month, 1] from x(0) = start; `keep` and `add` broadcast to [month, 1], and `add` has that shape.

    The products are taken in pairs, in log₂(months) rounds, which is faster forwards and backwards than month by month.
    """
    keep = jnp.broadcast_to(keep, add.shape)

    def joined(first: tuple[Array, Array], then: tuple[Array, Array]) -> tuple[Array, Array]:
        return first[0] * then[0], then[0] * first[1] + then[1]

    whole, gathered = jax.lax.associative_scan(joined, (keep, add))
    following = whole * start + gathered
    begin = jnp.full((1, *add.shape[1:]), 1.0) * start
    return jnp.concatenate([begin, following[:-1]])
