"""The recurrence backwards: the adjoint of `recurrence_kernel`, function by function, compiled with it."""

from __future__ import annotations

import numba
import numpy as np

from departures.engines.recurrence_kernel import JIT, ONE, clear, shares

SMALL = 1e-6
"""Below this exit hazard times the step, derivatives come from their series: the closed form would cancel."""


@numba.njit(**JIT)
def _unmove(  # type: ignore[no-untyped-def]
    k, people, of_into, of_left, of_moved, to_people, to_chances, chances, starts, targets
):  # fmt: skip
    """`_move` backwards: adds to the adjoints of `people` [column, compartment] and of the chances [edge]."""
    for s in range(np.uint64(starts.size) - ONE):
        here, back, leaving = people[k, s], 0.0, of_left[k, s]
        for e in range(starts[s], starts[s + ONE]):
            gain = of_into[k, targets[e]] - leaving + of_moved[k, e]
            to_chances[e] += here * gain
            back += chances[e] * gain
        to_people[k, s] += back


@numba.njit(**JIT)
def _unenter(  # type: ignore[no-untyped-def]
    k, people, of_into, of_moved, to_people, to_chances, chances, sources, targets, departures, mask
):  # fmt: skip
    """`_enter` backwards."""
    if mask != 0.0:
        for i in range(departures.shape[0]):
            e = departures[i]
            gain = mask * (of_into[k, targets[e]] + of_moved[k, e])
            to_chances[e] += people[0, sources[e]] * gain
            to_people[0, sources[e]] += chances[e] * gain


@numba.njit(**JIT)
def _unstep(  # type: ignore[no-untyped-def]
    t, c, after, of_arrived, before, arrived, of_moved, to_first, to_second, to_entries, first, second, sources,
    starts, targets, departures, masks, keep, clock, live, columns, step,
):  # fmt: skip
    """`_substep` backwards, in place: `after` [column, compartment] becomes the adjoint of the stocks before it."""
    places = after.shape[1]
    for s in range(places):
        of_arrived[0, s] = after[0, s]
    for i in range(live[t]):
        k = columns[t, i]
        for s in range(places):
            after[k, s] *= keep[k, s]
            of_arrived[k, s] = after[k, s]
        _unenter(
            k, arrived, after, of_moved, of_arrived, to_second, second, sources, targets, departures, masks[t, k]
        )  # fmt: skip
        _unmove(k, arrived, after, after, of_moved, of_arrived, to_second, second, starts, targets)
        for s in range(places):
            of_arrived[k, s] *= keep[k, s]
    _unmove(np.uint64(0), arrived, after, after, of_moved, of_arrived, to_second, second, starts, targets)
    # the adjoint of the stocks before is built in place: a compartment's own entry is read before it is written
    _unmove(np.uint64(0), before, of_arrived, after, of_moved, after, to_first, first, starts, targets)
    for i in range(live[t]):
        k = columns[t, i]
        for s in range(places):
            after[0, s] += after[k, s] * clock[k, s] * step
        _unenter(
            k, before, of_arrived, of_moved, after, to_first, first, sources, targets, departures, masks[t, k]
        )  # fmt: skip
        _unmove(k, before, of_arrived, after, of_moved, after, to_first, first, starts, targets)
    for s in range(places):
        to_entries[t, c, s] += of_arrived[0, s] * step


@numba.njit(**JIT)
def _recall(t, c, n, before, arrived, live, columns, path):  # type: ignore[no-untyped-def]
    """`_note` backwards: fetch where people were before they moved."""
    for i in range(live[t] + ONE):
        k = columns[t, i - ONE] if i > 0 else np.uint64(0)
        for s in range(before.shape[1]):
            before[k, s] = path[t, c, n, 0, k, s]
            arrived[k, s] = path[t, c, n, 1, k, s]


@numba.njit(**JIT)
def _unrecord(t, c, recorded, live, columns, of_moved, of_flows):  # type: ignore[no-untyped-def]
    """Adjoints of the moves [column, edge] from those of the recorded flows."""
    for i in range(live[t] + ONE):
        k = columns[t, i - ONE] if i > 0 else np.uint64(0)
        for pair in range(recorded.shape[0]):
            of_moved[k, recorded[pair, 0]] += of_flows[t, c, recorded[pair, 1], k]


@numba.njit(**JIT)
def _unchance(hazards, starts, order, step, t, c, factors, to_first, to_second, to_hazards):  # type: ignore[no-untyped-def]
    """`_factors` and `shares` backwards: fills the adjoints of this month's hazards."""
    for s in range(np.uint64(starts.size) - ONE):
        if starts[s] == starts[s + ONE]:
            continue
        total, by_first, by_second = 0.0, 0.0, 0.0
        for e in range(starts[s], starts[s + ONE]):
            hazard = hazards[order[e], t, c]
            total += hazard
            by_first += to_first[e] * hazard
            by_second += to_second[e] * hazard
        one, two = factors[t, c, 0, s], factors[t, c, 1, s]
        of_first, of_second = _slope(one, total, step), _slope(two, total, 0.5 * step)
        common = by_first * of_first + by_second * of_second
        for e in range(starts[s], starts[s + ONE]):
            to_hazards[order[e], t, c] = to_first[e] * one + to_second[e] * two + common


@numba.njit(**JIT)
def _slope(factor, total, step):  # type: ignore[no-untyped-def]
    """Derivative of (1 − exp(−step·h))/h, which is `factor`, by h."""
    if total * step < SMALL:
        return step * step * (step * total / 3.0 - 0.5)
    return (step * (1.0 - factor * total) - factor) / total


@numba.njit(**JIT)
def adjoint(  # type: ignore[no-untyped-def]
    hazards, entries, sources, starts, targets, order, departures, recorded, masks, keep, clock, live, columns,
    substeps, path, factors, of_flows, of_stocks, to_hazards, to_first_stocks, to_entries,
):  # fmt: skip
    """Fills the adjoints of hazards, first stocks and entries from those of flows and stocks and what `run` kept."""
    edges, months, cells = hazards.shape
    width, places = keep.shape
    first, second = np.zeros(edges), np.zeros(edges)
    to_first, to_second, of_moved = np.zeros(edges), np.zeros(edges), np.zeros((width, edges))
    of_arrived, before, arrived = (
        np.zeros((width, places)),
        np.zeros((width, places)),
        np.zeros((width, places)),
    )
    to_entries[:] = 0.0
    for c in range(cells):
        after = np.zeros((width, places))
        for t in range(months - 1, -1, -1):
            for s in range(places):
                after[0, s] += of_stocks[t, c, s]
            clear(t, live, columns, of_moved)
            _unrecord(t, c, recorded, live, columns, of_moved, of_flows)
            shares(hazards, starts, order, t, c, factors, first, second)
            to_first[:] = 0.0
            to_second[:] = 0.0
            for n in range(substeps - 1, -1, -1):
                _recall(t, c, n, before, arrived, live, columns, path)
                _unstep(
                    t, c, after, of_arrived, before, arrived, of_moved, to_first, to_second, to_entries, first,
                    second, sources, starts, targets, departures, masks, keep, clock, live, columns, 1.0 / substeps,
                )  # fmt: skip
            _unchance(hazards, starts, order, 1.0 / substeps, t, c, factors, to_first, to_second, to_hazards)
        to_first_stocks[c] = after[0]
