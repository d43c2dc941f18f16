"""Paths that build up and fade: x(t+1) = keep(t)·x(t) + add(t), all months at once."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from departures.quantities import Array


def affine_path(keep: Array, add: Array, start: Array | float) -> Array:
    """x [month, 1] from x(0) = start; `keep` and `add` broadcast to [month, 1], and `add` has that shape.

    The products are taken in pairs, in log₂(months) rounds, which is faster than month by month. The gradient runs
    along such a path too, backwards in time: it takes no more rounds than the path itself.
    """
    shape = jnp.shape(add)
    return _path(jnp.broadcast_to(keep, shape), add, jnp.broadcast_to(jnp.asarray(start), shape[1:]))


@jax.custom_vjp
def _path(keep: Array, add: Array, start: Array) -> Array:
    def joined(first: tuple[Array, Array], then: tuple[Array, Array]) -> tuple[Array, Array]:
        return first[0] * then[0], then[0] * first[1] + then[1]

    whole, gathered = jax.lax.associative_scan(joined, (keep[:-1], add[:-1]))
    return jnp.concatenate([start[None], whole * start + gathered])


def _forward(keep: Array, add: Array, start: Array) -> tuple[Array, tuple[Array, Array]]:
    path = _path(keep, add, start)
    return path, (keep, path)


def _backward(kept: tuple[Array, Array], given: Array) -> tuple[Array, Array, Array]:
    """What each x(t) adds to the result is what was given for it, and keep(t) times what x(t+1) adds."""
    keep, path = kept
    none = jnp.zeros_like(given[:1])
    turned = jnp.concatenate([keep[:-1][::-1], none]), jnp.concatenate([given[:-1][::-1], none])
    adds = _path(*turned, given[-1])[::-1]
    by_add = jnp.concatenate([adds[1:], none])
    return by_add * path, by_add, adds[0]


_path.defvjp(_forward, _backward)
