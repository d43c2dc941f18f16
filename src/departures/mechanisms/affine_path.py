"""Paths that build up and fade: x(t+1) = keep(t)·x(t) + add(t)."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from departures.native import affine
from departures.quantities import Array


def affine_path(keep: Array, add: Array, start: Array | float) -> Array:
    """x [month, 1] from x(0) = start; `keep` and `add` broadcast to [month, 1], and `add` has that shape.

    Compiled, with a gradient of its own, since array operations either go month by month or take log₂(months) rounds
    of many small steps. Differentiable once, backwards.
    """
    shape = jnp.shape(add)
    if len(shape) < 2:
        raise ValueError(f"a path is [month, 1] or [month, cell], and what is added has the shape {shape}")
    first = jnp.broadcast_to(jnp.asarray(start, dtype=float), (1, *shape[1:]))
    kept = jnp.broadcast_to(jnp.asarray(keep, dtype=float), shape)
    return _path(kept, jnp.asarray(add, dtype=float), first)


@jax.custom_vjp
def _path(keep: Array, add: Array, start: Array) -> Array:
    return affine.path(keep, add, start)


def _forward(keep: Array, add: Array, start: Array) -> tuple[Array, tuple[Array, Array]]:
    path = affine.path(keep, add, start)
    return path, (keep, path)


def _backward(kept: tuple[Array, Array], given: Array) -> tuple[Array, Array, Array]:
    keep, path = kept
    by_keep, by_add, adds = affine.adjoint(keep, path, given)
    return by_keep, by_add, adds[:1]


_path.defvjp(_forward, _backward)
