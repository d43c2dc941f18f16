"""The month-by-month recurrence as one compiled kernel with its own gradient.

Where no hazard reads a signal, the mean field is linear in its stocks. This kernel runs it, and its adjoint,
faster than a scan of small array operations does (`make bench` says by how much); the scan in `mean_field` stays
the reference that the tests hold value and gradient against. The declaration stays one: both take the same hazards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from departures.engines import recurrence_kernel
from departures.engines.tracers import Tracers
from departures.model.graph import Graph
from departures.quantities import Array


@dataclass(frozen=True)
class Shape:
    """Constant arrays of a recurrence: edges' ends, departures, records, masks of tracers and of the clock."""

    sources: Array
    targets: Array
    departures: Array
    records: Array
    masks: Array
    keep: Array
    clock: Array
    columns: Array
    """Tracer columns that are followed in each month, filled up with -1; [month, column]."""
    substeps: int


def shape_of(graph: Graph, records: Array, tracers: Tracers, substeps: int) -> Shape:
    """Gather the constant arrays of a graph."""
    return Shape(
        sources=np.array([edge.source for edge in graph.edges], dtype=np.int64),
        targets=np.array([edge.target for edge in graph.edges], dtype=np.int64),
        departures=np.array([edge.departure for edge in graph.edges], dtype=np.bool_),
        records=np.ascontiguousarray(records, dtype=np.float64),
        masks=np.ascontiguousarray(tracers.masks, dtype=np.float64),
        keep=np.ascontiguousarray(tracers.keep(graph).T),
        clock=np.ascontiguousarray(tracers.clock(graph).T),
        columns=_followed(tracers),
        substeps=substeps,
    )


def _followed(tracers: Tracers) -> Array:
    live = tracers.live[:, 1:]
    order = np.argsort(~live, axis=1, kind="stable") + 1
    return np.where(np.sort(~live, axis=1), -1, order).astype(np.int64)


def recurrence(shape: Shape) -> Callable[[Array, Array, Array], tuple[Array, Array]]:
    """A function, differentiable once, of the chances over a sub-step and over half of one [2, month, cell, edge],
    the first stocks [cell, compartment] and the entries [month, cell, compartment]; it returns flows
    [month, cell, record, column] and stocks [month, cell, compartment].
    """

    def sizes(chances: Array, first: Array) -> tuple[jax.ShapeDtypeStruct, ...]:
        _, months, cells, _ = chances.shape
        columns, records, places = shape.masks.shape[1], shape.records.shape[1], first.shape[1]
        make = partial(jax.ShapeDtypeStruct, dtype=jnp.float64)
        return (
            make((months, cells, records, columns)),
            make((months, cells, places)),
            make((months, cells, columns, places)),
        )

    def call(chances: Array, first: Array, entries: Array) -> tuple[Array, Array, Array]:
        return tuple(
            jax.pure_callback(
                partial(_forward, shape),
                sizes(chances, first),
                chances,
                first,
                entries,
                vmap_method="sequential",
            )
        )

    @jax.custom_vjp
    def run(chances: Array, first: Array, entries: Array) -> tuple[Array, Array]:
        flows, stocks, _ = call(chances, first, entries)
        return flows, stocks

    def forward(
        chances: Array, first: Array, entries: Array
    ) -> tuple[tuple[Array, Array], tuple[Array, Array, Array]]:
        flows, stocks, path = call(chances, first, entries)
        return (flows, stocks), (chances, entries, path)

    def backward(kept: tuple[Array, Array, Array], given: tuple[Array, Array]) -> tuple[Array, Array, Array]:
        chances, _, _ = kept
        months, cells, places = given[1].shape
        make = partial(jax.ShapeDtypeStruct, dtype=jnp.float64)
        sizes_back = (make(chances.shape), make((cells, places)), make((months, cells, places)))
        return tuple(
            jax.pure_callback(partial(_backward, shape), sizes_back, *kept, *given, vmap_method="sequential")
        )

    run.defvjp(forward, backward)
    return run


def _forward(shape: Shape, chances: Array, first: Array, entries: Array) -> tuple[Array, Array, Array]:
    return recurrence_kernel.run(  # type: ignore[no-any-return]
        np.asarray(chances), np.asarray(first), np.asarray(entries), shape.sources, shape.targets,
        shape.departures, shape.records, shape.masks, shape.keep, shape.clock, shape.columns, shape.substeps,
    )  # fmt: skip


def _backward(
    shape: Shape, chances: Array, entries: Array, path: Array, flows: Array, stocks: Array
) -> tuple[Array, Array, Array]:
    return recurrence_kernel.adjoint(  # type: ignore[no-any-return]
        np.asarray(chances), np.asarray(entries), np.asarray(path), np.asarray(flows), np.asarray(stocks),
        shape.sources, shape.targets,
        shape.departures, shape.records, shape.masks, shape.keep, shape.clock, shape.columns, shape.substeps,
    )  # fmt: skip
