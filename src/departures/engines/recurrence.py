"""The month-by-month recurrence as one compiled kernel with its own gradient.

Where no hazard reads a signal, the mean field is linear in its stocks. This kernel runs it, and its adjoint,
faster than a scan of small array operations does (`make bench` says by how much); the scan in `mean_field` stays
the reference that the tests hold value and gradient against. The declaration stays one: both take the same hazards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from departures.engines.recurrence_calls import BACKWARD, FORWARD
from departures.engines.tracers import Tracers
from departures.model.graph import Graph
from departures.quantities import Array


@dataclass(frozen=True)
class Shape:
    """Constant arrays of a recurrence, in the order in which the kernel takes them. Edges come sorted by source."""

    sources: Array
    starts: Array
    """First edge of each compartment, and behind them the number of edges; [compartment + 1]."""
    targets: Array
    order: Array
    """Place of each edge in the graph's own order."""
    departures: Array
    """Edges by which people leave."""
    recorded: Array
    """Pairs of an edge and the record that it adds to; [pair, 2]."""
    masks: Array
    keep: Array
    clock: Array
    live: Array
    """How many tracers are followed in each month, [month]."""
    columns: Array
    """Tracers that are followed in each month, behind them the others; [month, tracer]."""

    @property
    def constants(self) -> tuple[Array, ...]:
        """All of them, in order."""
        return (
            self.sources, self.starts, self.targets, self.order, self.departures, self.recorded, self.masks,
            self.keep, self.clock, self.live, self.columns,
        )  # fmt: skip


def shape_of(graph: Graph, records: Array, tracers: Tracers) -> Shape:
    """Gather the constant arrays of a graph; `records` [edge, record] holds 0 and 1."""
    if not np.isin(records, (0.0, 1.0)).all():
        raise ValueError("records must be 0 or 1: an edge adds up to a recorded flow, or it does not")
    order = np.argsort(graph.sources, kind="stable")
    sources = graph.sources[order]
    leaving = [graph.edges[edge].departure for edge in order]
    pairs = [(place, record) for place, edge in enumerate(order) for record in np.flatnonzero(records[edge])]
    whole = partial(np.asarray, dtype=np.uint64)
    live = tracers.live[:, 1:]
    return Shape(
        sources=whole(sources),
        starts=whole(np.searchsorted(sources, np.arange(len(graph.compartments) + 1))),
        targets=whole([graph.edges[edge].target for edge in order]),
        order=whole(order),
        departures=whole(np.flatnonzero(leaving)),
        recorded=whole(pairs).reshape(-1, 2),
        masks=np.ascontiguousarray(tracers.masks, dtype=np.float64),
        keep=np.ascontiguousarray(tracers.keep(graph).T),
        clock=np.ascontiguousarray(tracers.clock(graph).T),
        live=whole(live.sum(axis=1)),
        columns=whole(np.argsort(~live, axis=1, kind="stable") + 1),
    )


def recurrence(
    shape: Shape, records: int, substeps: int
) -> Callable[[Array, Array, Array], tuple[Array, Array]]:
    """A function, differentiable once, of the hazards [edge, month, cell], the first stocks [cell, compartment] and
    the entries [month, cell, compartment]; it returns flows [month, cell, record, column] and stocks
    [month, cell, compartment].
    """

    def call(kept: bool, hazards: Array, first: Array, entries: Array) -> list[Array]:
        _, months, cells = hazards.shape
        places, columns = first.shape[1], shape.masks.shape[1]
        results = [
            _floats(months, cells, records, columns),
            _floats(months, cells, places),
            _floats(months if kept else 1, cells, substeps, 2, columns, places),
            _floats(months, cells, 2, places),
        ]
        sizes = _sizes(shape, hazards.shape, places, records, substeps, results[2].shape[0])
        return list(_native(FORWARD, results)(sizes, hazards, first, entries, *shape.constants))

    @jax.custom_vjp
    def run(hazards: Array, first: Array, entries: Array) -> tuple[Array, Array]:
        flows, stocks, *_ = call(False, hazards, first, entries)
        return flows, stocks

    def forward(
        hazards: Array, first: Array, entries: Array
    ) -> tuple[tuple[Array, Array], tuple[Array, ...]]:
        flows, stocks, path, factors = call(True, hazards, first, entries)
        return (flows, stocks), (hazards, entries, path, factors)

    def backward(kept: tuple[Array, ...], given: tuple[Array, Array]) -> tuple[Array, ...]:
        hazards, entries, path, factors = kept
        months, cells, places = entries.shape
        results = [_floats(*hazards.shape), _floats(cells, places), _floats(months, cells, places)]
        sizes = _sizes(shape, hazards.shape, places, records, substeps, months)
        operands = (sizes, hazards, entries, path, factors, *given, *shape.constants)
        return tuple(_native(BACKWARD, results)(*operands))

    run.defvjp(forward, backward)
    return run


def _floats(*shape: int) -> jax.ShapeDtypeStruct:
    return jax.ShapeDtypeStruct(shape, jnp.float64)


def _native(name: str, results: list[jax.ShapeDtypeStruct]) -> Any:
    return jax.ffi.ffi_call(name, results, vmap_method="sequential")


def _sizes(
    shape: Shape, of_hazards: tuple[int, ...], places: int, records: int, steps: int, kept: int
) -> Array:
    """The sizes that `recurrence_calls` reads its arrays by."""
    edges, months, cells = of_hazards
    columns = shape.masks.shape[1]
    ends = (len(shape.departures), len(shape.recorded), kept)
    return np.array([months, cells, edges, places, columns, records, steps, *ends], dtype=np.int64)
