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
    """In round n each month joins what it holds of 2ⁿ months to the 2ⁿ months before those."""
    held, gained = jnp.ones_like(add).at[1:].set(keep[:-1]), jnp.concatenate([start[None], add[:-1]])
    reach = 1
    while reach < len(add):
        before = jnp.zeros_like(gained[:reach]), gained[:-reach]
        gained = gained + held * jnp.concatenate(before)
        held = held * jnp.concatenate([jnp.zeros_like(held[:reach]), held[:-reach]])
        reach *= 2
    return gained


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
