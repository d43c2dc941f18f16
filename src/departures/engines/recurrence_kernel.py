"""The recurrence and its adjoint, compiled by Numba: integer arrays in, so nothing is generated and the cache holds.

Forwards and backwards stay in one file: Numba's cache notices a change only in the file of the function itself.
Inside, the column axis comes first, so that each column is one straight run through memory.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

JIT: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"contract", "reassoc"},
}


@numba.njit(**JIT)
def _round(  # type: ignore[no-untyped-def]
    before, x, inflow, moved, chances, sources, targets, departures, masks, keep, columns
):  # fmt: skip
    """Everybody in `before` moves by `chances`: out of and into `x`, noted in `inflow` and `moved`."""
    people, after, arrived, flow = before[0], x[0], inflow[0], moved[0]
    for e in range(sources.shape[0]):
        going = people[sources[e]] * chances[e]
        flow[e] += going
        after[sources[e]] -= going
        after[targets[e]] += going
        arrived[targets[e]] += going
    for k in columns:
        if k < 0:
            break
        traced, after_k, arrived_k, flow_k, kept = before[k], x[k], inflow[k], moved[k], keep[k]
        for e in range(sources.shape[0]):
            i, j = sources[e], targets[e]
            if departures[e]:  # a tracer has nobody under control, so nothing leaves it here
                going = masks[k] * people[i] * chances[e]
            else:
                going = traced[i] * chances[e]
                after_k[i] -= going
            flow_k[e] += going
            after_k[j] += going * kept[j]
            arrived_k[j] += going * kept[j]


@numba.njit(**JIT)
def _substep(  # type: ignore[no-untyped-def]
    before, x, inflow, unused, moved, chances, halves, entries, sources, targets, departures, masks, keep, clock,
    columns, step,
):  # fmt: skip
    """One sub-step of one cell: the people there move, then those who have just moved, with half the time."""
    for s in range(x.shape[1]):
        inflow[0, s] = entries[s] * step
        x[0, s] += inflow[0, s]
    for k in columns:
        if k < 0:
            break
        for s in range(x.shape[1]):
            inflow[k, s] = 0.0
            x[k, s] += before[0, s] * clock[k, s] * step
    _round(before, x, inflow, moved, chances, sources, targets, departures, masks, keep, columns)
    _round(inflow, x, unused, moved, halves, sources, targets, departures, masks, keep, columns)


@numba.njit(**JIT)
def _record(records, moved, flows):  # type: ignore[no-untyped-def]
    """Add up moves [column, edge] to recorded flows [record, column]."""
    for e in range(records.shape[0]):
        for r in range(records.shape[1]):
            if records[e, r] != 0.0:
                for k in range(moved.shape[0]):
                    flows[r, k] += records[e, r] * moved[k, e]


@numba.njit(**JIT)
def _adjoint_record(records, of_moved, of_flows):  # type: ignore[no-untyped-def]
    """Adjoints of the moves [column, edge] from those of the recorded flows [record, column]."""
    of_moved[:] = 0.0
    for e in range(records.shape[0]):
        for r in range(records.shape[1]):
            if records[e, r] != 0.0:
                for k in range(of_moved.shape[0]):
                    of_moved[k, e] += records[e, r] * of_flows[r, k]


@numba.njit(**JIT)
def run(  # type: ignore[no-untyped-def]
    chances, first, entries, sources, targets, departures, records, masks, keep, clock, columns, substeps
):  # fmt: skip
    """Flows [month, cell, record, column], stocks [month, cell, compartment] and the stocks of all columns before
    each month [month, cell, column, compartment], which the adjoint starts from. Arguments as in `recurrence.Shape`.
    """
    _, months, cells, edges = chances.shape
    width, places = keep.shape
    flows = np.zeros((months, cells, records.shape[1], width))
    stocks = np.zeros((months, cells, places))
    path = np.empty((months, cells, width, places))
    moved, before = np.zeros((width, edges)), np.zeros((width, places))
    inflow, unused = np.zeros((width, places)), np.zeros((width, places))
    for c in range(cells):
        x = np.zeros((width, places))
        x[0] = first[c]
        for t in range(months):
            path[t, c] = x
            moved[:] = 0.0
            for _ in range(substeps):
                before[:] = x
                _substep(
                    before, x, inflow, unused, moved, chances[0, t, c], chances[1, t, c], entries[t, c], sources,
                    targets, departures, masks[t], keep, clock, columns[t], 1.0 / substeps,
                )  # fmt: skip
            _record(records, moved, flows[t, c])
            stocks[t, c] = x[0]
    return flows, stocks, path


@numba.njit(**JIT)
def _adjoint_round(  # type: ignore[no-untyped-def]
    before, after, of_inflow, of_flow, to_before, chances, to_chances, sources, targets, departures, masks, keep,
    columns, gains,
):  # fmt: skip
    """The same round backwards: adds to the adjoints of `before` and of the chances."""
    for e in range(sources.shape[0]):
        j = targets[e]
        gains[e] = after[0, j] - after[0, sources[e]] + of_inflow[0, j] + of_flow[0, e]
    for k in columns:
        if k < 0:
            break
        traced, after_k, inflow_k = before[k], after[k], of_inflow[k]
        flow_k, to_k, kept = of_flow[k], to_before[k], keep[k]
        for e in range(sources.shape[0]):
            i, j = sources[e], targets[e]
            gain = (after_k[j] + inflow_k[j]) * kept[j] + flow_k[e]
            if departures[e]:
                gains[e] += masks[k] * gain
            else:
                gain -= after_k[i]
                to_chances[e] += traced[i] * gain
                to_k[i] += chances[e] * gain
    for e in range(sources.shape[0]):
        i = sources[e]
        to_chances[e] += before[0, i] * gains[e]
        to_before[0, i] += chances[e] * gains[e]


@numba.njit(**JIT)
def adjoint(  # type: ignore[no-untyped-def]
    chances, entries, path, flows, stocks, sources, targets, departures, records, masks, keep, clock, columns,
    substeps,
):  # fmt: skip
    """Adjoints of chances, first stocks and entries from those of flows and stocks; `path` is that of `run`."""
    _, months, cells, edges = chances.shape
    width, places = keep.shape
    to_chances, to_first = np.zeros((2, months, cells, edges)), np.zeros((cells, places))
    to_entries, of_flow = np.zeros((months, cells, places)), np.zeros((width, edges))
    unused_flow, unused, gains = np.zeros((width, edges)), np.zeros((width, places)), np.zeros(edges)
    inside, inflows = np.zeros((substeps + 1, width, places)), np.zeros((substeps, width, places))
    of_inflow, nothing = np.zeros((width, places)), np.zeros((width, places))
    step = 1.0 / substeps
    for c in range(cells):
        after, here = np.zeros((width, places)), np.zeros((width, places))
        for t in range(months - 1, -1, -1):
            after[0] += stocks[t, c]
            _adjoint_record(records, of_flow, flows[t, c])
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
                    targets, departures, masks[t], keep, columns[t], gains,
                )  # fmt: skip
                _adjoint_round(
                    inside[n], after, of_inflow, of_flow, here, chances[0, t, c], to_chances[0, t, c], sources,
                    targets, departures, masks[t], keep, columns[t], gains,
                )  # fmt: skip
                for s in range(places):
                    to_entries[t, c, s] += (after[0, s] + of_inflow[0, s]) * step
                for k in columns[t]:
                    if k < 0:
                        break
                    for s in range(places):
                        here[0, s] += after[k, s] * clock[k, s] * step
                after, here = here, after
        to_first[c] = after[0]
    return to_chances, to_first, to_entries
