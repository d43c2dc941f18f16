"""The recurrence forwards, compiled by Numba: integer arrays in, so nothing is generated and the cache holds.

Edges come sorted by source, so that the exits of a compartment stand side by side. `recurrence_calls` compiles and
caches this file together with `recurrence_adjoint`.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

JIT: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": {"contract", "reassoc"}}
ONE = np.uint64(1)
"""Places are unsigned throughout: a signed index costs a test for a negative one at every use."""


@numba.njit(**JIT)
def _factors(hazards, starts, order, step, t, c, factors):  # type: ignore[no-untyped-def]
    """Competing exits, combined once: fills P/h over a sub-step and over half of one in `factors`."""
    for s in range(np.uint64(starts.size) - ONE):
        if starts[s] == starts[s + ONE]:
            continue
        total = 0.0
        for e in range(starts[s], starts[s + ONE]):
            total += hazards[order[e], t, c]
        half = -np.expm1(-0.5 * step * total)
        each = 1.0 / total if total > 0.0 else 0.0
        factors[t, c, 0, s] = half * (2.0 - half) * each if total > 0.0 else step
        factors[t, c, 1, s] = half * each if total > 0.0 else 0.5 * step


@numba.njit(**JIT)
def shares(hazards, starts, order, t, c, factors, first, second):  # type: ignore[no-untyped-def]
    """The chances themselves, [edge]: of everybody over a sub-step, and of newcomers over half of one."""
    for s in range(np.uint64(starts.size) - ONE):
        over_whole, over_half = factors[t, c, 0, s], factors[t, c, 1, s]
        for e in range(starts[s], starts[s + ONE]):
            hazard = hazards[order[e], t, c]
            first[e] = hazard * over_whole
            second[e] = hazard * over_half


@numba.njit(**JIT)
def clear(t, live, columns, values):  # type: ignore[no-untyped-def]
    """Set the rows of the columns that are followed in this month to nothing."""
    for i in range(live[t] + ONE):
        k = columns[t, i - ONE] if i > 0 else np.uint64(0)
        for e in range(values.shape[1]):
            values[k, e] = 0.0


@numba.njit(**JIT)
def _record(t, c, recorded, live, columns, moved, flows):  # type: ignore[no-untyped-def]
    """Add up moves [column, edge] to recorded flows."""
    for i in range(live[t] + ONE):
        k = columns[t, i - ONE] if i > 0 else np.uint64(0)
        for pair in range(recorded.shape[0]):
            flows[t, c, recorded[pair, 1], k] += moved[k, recorded[pair, 0]]


@numba.njit(**JIT)
def _move(k, people, into, remaining, moved, chances, starts, targets):  # type: ignore[no-untyped-def]
    """Everybody in row k of `people` moves by `chances`: out of `remaining`, into `into`, noted in `moved`."""
    for s in range(np.uint64(starts.size) - ONE):
        here = people[k, s]
        if here == 0.0:
            continue
        left = 0.0
        for e in range(starts[s], starts[s + ONE]):
            going = here * chances[e]
            moved[k, e] += going
            into[k, targets[e]] += going
            left += going
        remaining[k, s] -= left


@numba.njit(**JIT)
def _enter(k, people, into, moved, chances, sources, targets, departures, mask):  # type: ignore[no-untyped-def]
    """Departures of everybody, who are row 0 of `people`, enter tracer k with the weight `mask`."""
    if mask != 0.0:
        for i in range(departures.shape[0]):
            e = departures[i]
            going = mask * people[0, sources[e]] * chances[e]
            moved[k, e] += going
            into[k, targets[e]] += going


@numba.njit(**JIT)
def _substep(  # type: ignore[no-untyped-def]
    t, c, x, before, arrived, moved, first, second, entries, sources, starts, targets, departures, masks, keep, clock,
    live, columns, step,
):  # fmt: skip
    """One sub-step of one cell, in place: all move, then those who have just moved, with half the time.

    `before` and `arrived` [column, compartment] are left as they were when people moved from there.
    """
    places = x.shape[1]
    for s in range(places):
        before[0, s] = x[0, s]
        arrived[0, s] = entries[t, c, s] * step
    _move(np.uint64(0), before, arrived, x, moved, first, starts, targets)
    for s in range(places):
        x[0, s] += arrived[0, s]
    _move(np.uint64(0), arrived, x, x, moved, second, starts, targets)
    for i in range(live[t]):
        k = columns[t, i]
        for s in range(places):
            before[k, s] = x[k, s]
            arrived[k, s] = 0.0
        _move(k, before, arrived, x, moved, first, starts, targets)
        _enter(k, before, arrived, moved, first, sources, targets, departures, masks[t, k])
        for s in range(places):  # a tracer has nobody under control
            arrived[k, s] *= keep[k, s]
            x[k, s] += arrived[k, s] + before[0, s] * clock[k, s] * step
        _move(k, arrived, x, x, moved, second, starts, targets)
        _enter(k, arrived, x, moved, second, sources, targets, departures, masks[t, k])
        for s in range(places):
            x[k, s] *= keep[k, s]


@numba.njit(**JIT)
def _note(t, c, n, before, arrived, live, columns, path):  # type: ignore[no-untyped-def]
    """Keep where people were before they moved, for the adjoint."""
    for i in range(live[t] + ONE):
        k = columns[t, i - ONE] if i > 0 else np.uint64(0)
        for s in range(before.shape[1]):
            path[t, c, n, 0, k, s] = before[k, s]
            path[t, c, n, 1, k, s] = arrived[k, s]


@numba.njit(**JIT)
def run(  # type: ignore[no-untyped-def]
    hazards, first_stocks, entries, sources, starts, targets, order, departures, recorded, masks, keep, clock,
    live, columns, substeps, flows, stocks, path, factors,
):  # fmt: skip
    """Fills flows [month, cell, record, column] and stocks [month, cell, compartment], and for the adjoint
    `factors` [month, cell, 2, compartment] and `path` [month or 1, cell, sub-step, 2, column, compartment]: where
    people were before they moved. Other arguments as in `recurrence.Shape`; hazards [edge, month, cell].
    """
    edges, months, cells = hazards.shape
    width, places = keep.shape
    first, second, moved = np.zeros(edges), np.zeros(edges), np.zeros((width, edges))
    before, arrived = np.zeros((width, places)), np.zeros((width, places))
    flows[:] = 0.0
    for c in range(cells):
        x = np.zeros((width, places))
        x[0] = first_stocks[c]
        for t in range(months):
            _factors(hazards, starts, order, 1.0 / substeps, t, c, factors)
            shares(hazards, starts, order, t, c, factors, first, second)
            clear(t, live, columns, moved)
            for n in range(substeps):
                _substep(
                    t, c, x, before, arrived, moved, first, second, entries, sources, starts, targets, departures,
                    masks, keep, clock, live, columns, 1.0 / substeps,
                )  # fmt: skip
                if path.shape[0] == months:
                    _note(t, c, n, before, arrived, live, columns, path)
            _record(t, c, recorded, live, columns, moved, flows)
            for s in range(places):
                stocks[t, c, s] = x[0, s]
