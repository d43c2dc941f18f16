"""A native call under `jax.vmap`: all copies in one call, as more cells side by side.

What such a call takes and gives is of two sorts: arrays whose last axis is the cells, and what only its own adjoint
reads, flat and as long for all copies together as for each of them times their number.

What is flat for several copies lies as one call left it. So such a call may not stand in a branch of `jax.lax.cond` or
`switch` that is differentiated while its predicate differs between copies: that would hand one copy's to all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
from jax.custom_batching import custom_vmap

from departures.quantities import Array

Call = Callable[..., tuple[Array, ...]]


def over_copies(
    of: Callable[[int], Call], takes_flat: Sequence[bool], gives_flat: Sequence[bool], copies: int = 1
) -> Call:
    """The call `of(copies)`, which under `jax.vmap` becomes that of more copies. `takes_flat` and `gives_flat` say
    which arguments and results are flat, and not by cell.
    """

    @custom_vmap
    def call(*given: Array) -> tuple[Array, ...]:
        return of(copies)(*given)

    @call.def_vmap
    def all_at_once(count: int, batched: Sequence[bool], *given: Array) -> tuple[Any, Any]:
        everyone = [True] * len(gives_flat)
        if any(flat and not many for flat, many in zip(takes_flat, batched, strict=True)):
            return _one_by_one(call, count, batched, given), tuple(everyone)
        side_by_side = [
            _joined(part if many else jnp.broadcast_to(part, (count, *part.shape)), flat)
            for part, many, flat in zip(given, batched, takes_flat, strict=True)
        ]
        results = over_copies(of, takes_flat, gives_flat, copies * count)(*side_by_side)
        parted = [_parted(part, count, flat) for part, flat in zip(results, gives_flat, strict=True)]
        return tuple(parted), tuple(everyone)

    return call


def _one_by_one(call: Call, count: int, batched: Sequence[bool], given: Sequence[Array]) -> tuple[Array, ...]:
    """Where what an adjoint reads is the same for all: it lies as for one copy."""

    def once(place: Array) -> tuple[Array, ...]:
        return call(*(part[place] if many else part for part, many in zip(given, batched, strict=True)))

    return tuple(jax.lax.map(once, jnp.arange(count)))


def _joined(part: Array, flat: bool) -> Array:
    """[copy, ...] as one array."""
    if flat:
        return part.reshape(-1)
    last = jnp.moveaxis(part, 0, -2)
    return last.reshape(*last.shape[:-2], -1)


def _parted(part: Array, count: int, flat: bool) -> Array:
    """`_joined` turned round."""
    if flat:
        return part.reshape(count, -1)
    return jnp.moveaxis(part.reshape(*part.shape[:-1], count, -1), -2, 0)
