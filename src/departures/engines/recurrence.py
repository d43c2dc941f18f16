"""The month-by-month recurrence as one compiled kernel with its own gradient.

Where no hazard reads a signal, the mean field is linear in its stocks. This kernel runs it, and its adjoint,
faster than a scan of small array operations does (`make bench` says by how much); the scan in `mean_field` stays
the reference that the tests hold value and gradient against. The declaration stays one: both take the same hazards.

To the kernel a cell is a cell: under `jax.vmap` it runs all copies in one call (see `copies`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import jax
import jax.numpy as jnp

from departures.engines.copies import Call, over_copies
from departures.engines.recurrence_calls import BACKWARD, FORWARD
from departures.engines.recurrence_shape import Constants, Sizes, whole
from departures.quantities import Array

Shape = Callable[[int], tuple[Constants, Sizes]]
"""Constants and sizes of a recurrence with so many copies of every cell."""
BY_CELL, FLAT = False, True


def recurrence(shape: Shape) -> Callable[[Array, Array, Array, Array], tuple[Array, Array]]:
    """A function, differentiable once, of the hazards [edge, month, cell], the first stocks [compartment, cell], the
    entries [month, compartment, cell] and the weights [month, column, cell] with which departures enter the columns,
    which may be other than 0 only where the masks of the shape are; it returns flows [month, record, column, cell] and
    stocks [month, compartment, cell].
    """
    shape = cache(shape)
    shape(1)  # a fault of the graph or of the records shows at once
    of_forwards = 4 * [BY_CELL], 2 * [BY_CELL] + 3 * [FLAT]
    value = over_copies(partial(_forwards, shape, False), *of_forwards)
    value_and_kept = over_copies(partial(_forwards, shape, True), *of_forwards)
    backwards = over_copies(partial(_backwards, shape), 3 * [FLAT] + 3 * [BY_CELL], 4 * [BY_CELL])

    @jax.custom_vjp
    def run(hazards: Array, first: Array, entries: Array, masks: Array) -> tuple[Array, Array]:
        flows, stocks, *_ = value(hazards, first, entries, masks)
        return flows, stocks

    def forward(
        hazards: Array, first: Array, entries: Array, masks: Array
    ) -> tuple[tuple[Array, Array], tuple[Array, ...]]:
        flows, stocks, *kept = value_and_kept(hazards, first, entries, masks)
        return (flows, stocks), (*kept, masks)

    def backward(kept: tuple[Array, ...], given: tuple[Array, Array]) -> tuple[Array, ...]:
        return backwards(*kept, *given)

    run.defvjp(forward, backward)
    return run


def _forwards(shape: Shape, kept: bool, copies: int) -> Call:
    """Flows and stocks, and flat what the adjoint reads: rates, path and factors."""
    constants, size = shape(copies)
    size = size._replace(kept=size.months if kept else 1)
    of_one = shape(1)[1]._replace(
        kept=size.kept
    )  # never less than a share of the copies': lanes are filled up
    results = [
        _floats(size.months, size.records, size.columns, size.cells),
        _floats(size.months, size.places, size.cells),
        *(_floats(copies * part) for part in (of_one.rates, of_one.path, of_one.factors)),
        _floats(size.work),
    ]
    native = _native(FORWARD, results)
    return lambda *given: tuple(native(whole(size), *given, *constants)[:-1])


def _backwards(shape: Shape, copies: int) -> Call:
    """Adjoints of hazards, first stocks, entries and masks."""
    constants, size = shape(copies)
    size = size._replace(kept=size.months)
    results = [
        _floats(size.rates),
        _floats(size.edges, size.months, size.cells),
        _floats(size.places, size.cells),
        _floats(size.months, size.places, size.cells),
        _floats(size.months, size.columns, size.cells),
        _floats(size.work),
    ]
    native = _native(BACKWARD, results)
    return lambda *given: tuple(native(whole(size), *given, *constants)[1:5])


def _floats(*shape: int) -> jax.ShapeDtypeStruct:
    return jax.ShapeDtypeStruct(shape, jnp.float64)


def _native(name: str, results: list[jax.ShapeDtypeStruct]) -> Any:
    return jax.ffi.ffi_call(name, results)
