"""The month-by-month recurrence as one compiled kernel with its own gradient.

Where no hazard reads a signal, the mean field is linear in its stocks. This kernel runs it, and its adjoint,
faster than a scan of small array operations does (`make bench` says by how much); the scan in `mean_field` stays
the reference that the tests hold value and gradient against. The declaration stays one: both take the same hazards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from departures.engines.recurrence_calls import BACKWARD, FORWARD
from departures.engines.recurrence_shape import Constants, Sizes, whole
from departures.quantities import Array


def recurrence(constants: Constants, size: Sizes) -> Callable[[Array, Array, Array], tuple[Array, Array]]:
    """A function, differentiable once, of the hazards [edge, month, cell], the first stocks [compartment, cell] and
    the entries [month, compartment, cell]; it returns flows [month, record, column, cell] and stocks
    [month, compartment, cell].
    """
    inputs = [
        _floats(size.edges, size.months, size.cells),
        _floats(size.places, size.cells),
        _floats(size.months, size.places, size.cells),
    ]
    rates = _floats(size.months, size.edges, size.cells)
    outputs = [_floats(size.months, size.records, size.columns, size.cells), inputs[2]]

    def call(of: Sizes, *given: Array) -> list[Array]:
        results = [*outputs, rates, _floats(of.path), _floats(of.factors), _floats(of.work)]
        return list(_native(FORWARD, results)(whole(of), *given, *constants))

    @jax.custom_vjp
    def run(hazards: Array, first: Array, entries: Array) -> tuple[Array, Array]:
        flows, stocks, *_ = call(size, hazards, first, entries)
        return flows, stocks

    all_kept = size._replace(kept=size.months)

    def forward(
        hazards: Array, first: Array, entries: Array
    ) -> tuple[tuple[Array, Array], tuple[Array, ...]]:
        flows, stocks, *kept, _ = call(all_kept, hazards, first, entries)
        return (flows, stocks), tuple(kept)

    def backward(kept: tuple[Array, ...], given: tuple[Array, Array]) -> tuple[Array, ...]:
        results = [rates, *inputs, _floats(size.work)]
        return tuple(_native(BACKWARD, results)(whole(all_kept), *kept, *given, *constants)[1:4])

    run.defvjp(forward, backward)
    return run


def _floats(*shape: int) -> jax.ShapeDtypeStruct:
    return jax.ShapeDtypeStruct(shape, jnp.float64)


def _native(name: str, results: list[jax.ShapeDtypeStruct]) -> Any:
    return jax.ffi.ffi_call(name, results, vmap_method="sequential")
