"""The month-by-month recurrence as one compiled kernel with its own gradient.

Where no hazard reads a signal, the mean field is linear in its stocks. This kernel runs it, and its adjoint,
many times faster than a scan of small array operations; the scan in `mean_field` stays the reference that
the tests hold value and gradient against. The declaration stays one: both take the same hazards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import jax
import jax.numpy as jnp
import numba
import numpy as np

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
        keep=np.ascontiguousarray(tracers.keep(graph)),
        clock=np.ascontiguousarray(tracers.clock(graph)),
        columns=_followed(tracers),
        substeps=substeps,
    )


def _followed(tracers: Tracers) -> Array:
    live = tracers.live[:, 1:]
    order = np.argsort(~live, axis=1, kind="stable") + 1
    return np.where(np.sort(~live, axis=1), -1, order).astype(np.int64)


def recurrence(shape: Shape) -> Callable[[Array, Array, Array], tuple[Array, Array]]:
    """(chances and half chances [2, month, cell, edge], first stocks [cell, compartment], entries [month, cell, compartment]) →
    (flows [month, cell, record, column], stocks [month, cell, compartment]); differentiable once."""

    def sizes(chances: Array, first: Array) -> tuple[jax.ShapeDtypeStruct, ...]:
        _, months, cells, _ = chances.shape
        columns, records, places = shape.masks.shape[1], shape.records.shape[1], first.shape[1]
        make = partial(jax.ShapeDtypeStruct, dtype=jnp.float64)
        return (
            make((months, cells, records, columns)),
            make((months, cells, places)),
            make((months, cells, places, columns)),
        )

    def call(chances: Array, first: Array, entries: Array) -> tuple[Array, Array, Array]:
        return tuple(  # type: ignore[return-value]
            jax.pure_callback(
                partial(_forward, shape), sizes(chances, first), chances, first, entries, vmap_method="sequential"
            )
        )

    @jax.custom_vjp
    def run(chances: Array, first: Array, entries: Array) -> tuple[Array, Array]:
        flows, stocks, _ = call(chances, first, entries)
        return flows, stocks

    def forward(chances: Array, first: Array, entries: Array) -> tuple[tuple[Array, Array], tuple[Array, Array, Array]]:
        flows, stocks, path = call(chances, first, entries)
        return (flows, stocks), (chances, entries, path)

    def backward(kept: tuple[Array, Array, Array], given: tuple[Array, Array]) -> tuple[Array, Array, Array]:
        chances, _, _ = kept
        months, cells, places = given[1].shape
        make = partial(jax.ShapeDtypeStruct, dtype=jnp.float64)
        sizes_back = (make(chances.shape), make((cells, places)), make((months, cells, places)))
        return tuple(  # type: ignore[return-value]
            jax.pure_callback(
                partial(_backward, shape), sizes_back, *kept, *given, vmap_method="sequential"
            )
        )

    run.defvjp(forward, backward)
    return run


def _forward(shape: Shape, chances: Array, first: Array, entries: Array) -> tuple[Array, Array, Array]:
    return _run(  # type: ignore[no-any-return]
        np.asarray(chances), np.asarray(first), np.asarray(entries), shape.sources, shape.targets,
        shape.departures, shape.records, shape.masks, shape.keep, shape.clock, shape.columns, shape.substeps,
    )  # fmt: skip


def _backward(
    shape: Shape, chances: Array, entries: Array, path: Array, flows: Array, stocks: Array
) -> tuple[Array, Array, Array]:
    return _adjoint(  # type: ignore[no-any-return]
        np.asarray(chances), np.asarray(entries), np.asarray(path), np.asarray(flows), np.asarray(stocks),
        shape.sources, shape.targets,
        shape.departures, shape.records, shape.masks, shape.keep, shape.clock, shape.columns, shape.substeps,
    )  # fmt: skip


JIT = {"cache": True, "nogil": True, "error_model": "numpy", "fastmath": {"contract", "reassoc"}}


@numba.njit(**JIT)
def _round(before, x, inflow, moved, chances, sources, targets, departures, masks, keep, columns):  # type: ignore[no-untyped-def]
    """Everybody in `before` moves by `chances`: out of and into `x`, noted in `inflow` and `moved`."""
    for e in range(sources.shape[0]):
        i, j, p = sources[e], targets[e], chances[e]
        everybody = before[i, 0] * p
        moved[e, 0] += everybody
        x[i, 0] -= everybody
        x[j, 0] += everybody
        inflow[j, 0] += everybody
        for k in columns:
            if k < 0:
                break
            if departures[e]:  # a tracer has nobody under control, so nothing leaves it here
                flow = masks[k] * everybody
            else:
                flow = before[i, k] * p
                x[i, k] -= flow
            moved[e, k] += flow
            x[j, k] += flow * keep[j, k]
            inflow[j, k] += flow * keep[j, k]


@numba.njit(**JIT)
def _substep(  # type: ignore[no-untyped-def]
    before, x, inflow, unused, moved, chances, halves, entries, sources, targets, departures, masks, keep, clock,
    columns, step,
):  # fmt: skip
    """One sub-step of one cell: the people there move, then those who have just moved, with half the time."""
    for s in range(x.shape[0]):
        inflow[s, :] = 0.0
        inflow[s, 0] = entries[s] * step
        x[s, 0] += inflow[s, 0]
        for k in columns:
            if k < 0:
                break
            x[s, k] += before[s, 0] * clock[s, k] * step
    _round(before, x, inflow, moved, chances, sources, targets, departures, masks, keep, columns)
    _round(inflow, x, unused, moved, halves, sources, targets, departures, masks, keep, columns)


@numba.njit(**JIT)
def _run(chances, first, entries, sources, targets, departures, records, masks, keep, clock, columns, substeps):  # type: ignore[no-untyped-def]
    _, months, cells, edges = chances.shape
    places, width = keep.shape
    flows = np.zeros((months, cells, records.shape[1], width))
    stocks = np.zeros((months, cells, places))
    path = np.empty((months, cells, places, width))
    moved, before = np.zeros((edges, width)), np.zeros((places, width))
    inflow, unused = np.zeros((places, width)), np.zeros((places, width))
    for c in range(cells):
        x = np.zeros((places, width))
        x[:, 0] = first[c]
        for t in range(months):
            path[t, c] = x
            moved[:] = 0.0
            for _ in range(substeps):
                before[:] = x
                _substep(
                    before, x, inflow, unused, moved, chances[0, t, c], chances[1, t, c], entries[t, c], sources,
                    targets, departures, masks[t], keep, clock, columns[t], 1.0 / substeps,
                )  # fmt: skip
            for e in range(edges):
                for r in range(records.shape[1]):
                    if records[e, r] != 0.0:
                        for k in range(width):
                            flows[t, c, r, k] += records[e, r] * moved[e, k]
            stocks[t, c] = x[:, 0]
    return flows, stocks, path


@numba.njit(**JIT)
def _adjoint_round(  # type: ignore[no-untyped-def]
    before, after, of_inflow, of_flow, to_before, chances, to_chances, sources, targets, departures, masks, keep,
    columns,
):  # fmt: skip
    """The same round backwards: adds to the adjoints of `before` and of the chances."""
    for e in range(sources.shape[0]):
        i, j, p = sources[e], targets[e], chances[e]
        gain = after[j, 0] - after[i, 0] + of_inflow[j, 0] + of_flow[e, 0]
        through = 0.0
        for k in columns:
            if k < 0:
                break
            of_column = (after[j, k] + of_inflow[j, k]) * keep[j, k] + of_flow[e, k]
            if departures[e]:
                gain += masks[k] * of_column
            else:
                of_column -= after[i, k]
                through += before[i, k] * of_column
                to_before[i, k] += p * of_column
        to_chances[e] += before[i, 0] * gain + through
        to_before[i, 0] += p * gain


@numba.njit(**JIT)
def _adjoint(  # type: ignore[no-untyped-def]
    chances, entries, path, flows, stocks, sources, targets, departures, records, masks, keep, clock, columns,
    substeps,
):  # fmt: skip
    _, months, cells, edges = chances.shape
    places, width = keep.shape
    to_chances, to_first = np.zeros((2, months, cells, edges)), np.zeros((cells, places))
    to_entries, of_flow = np.zeros((months, cells, places)), np.zeros((edges, width))
    unused_flow, unused = np.zeros((edges, width)), np.zeros((places, width))
    inside, inflows = np.zeros((substeps + 1, places, width)), np.zeros((substeps, places, width))
    of_inflow, nothing = np.zeros((places, width)), np.zeros((places, width))
    step = 1.0 / substeps
    for c in range(cells):
        after, here = np.zeros((places, width)), np.zeros((places, width))
        for t in range(months - 1, -1, -1):
            after[:, 0] += stocks[t, c]
            of_flow[:] = 0.0
            for e in range(edges):
                for r in range(records.shape[1]):
                    if records[e, r] != 0.0:
                        for k in range(width):
                            of_flow[e, k] += records[e, r] * flows[t, c, r, k]
            inside[0] = path[t, c]
            for n in range(substeps):  # the month again, from its start: cheaper than to keep every sub-step
                inside[n + 1] = inside[n]
                _substep(
                    inside[n], inside[n + 1], inflows[n], unused, unused_flow, chances[0, t, c], chances[1, t, c],
                    entries[t, c], sources, targets, departures, masks[t], keep, clock, columns[t], step,
                )  # fmt: skip
            for n in range(substeps - 1, -1, -1):
                here[:] = after
                of_inflow[:] = 0.0
                _adjoint_round(
                    inflows[n], after, nothing, of_flow, of_inflow, chances[1, t, c], to_chances[1, t, c], sources,
                    targets, departures, masks[t], keep, columns[t],
                )  # fmt: skip
                _adjoint_round(
                    inside[n], after, of_inflow, of_flow, here, chances[0, t, c], to_chances[0, t, c], sources,
                    targets, departures, masks[t], keep, columns[t],
                )  # fmt: skip
                for s in range(places):
                    to_entries[t, c, s] += (after[s, 0] + of_inflow[s, 0]) * step
                    for k in columns[t]:
                        if k < 0:
                            break
                        here[s, 0] += after[s, k] * clock[s, k] * step
                after, here = here, after
        to_first[c] = after[:, 0]
    return to_chances, to_first, to_entries
