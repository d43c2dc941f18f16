"""The recurrence forwards, compiled by Numba: the graph comes as numbers, so nothing is generated and the cache holds.

Edges come sorted by source, so that the exits of a compartment stand side by side; people come in lanes, four to a
row (see `recurrence_shape`). Every array is flat: its axes stand in the docstrings, and a place in one that holds
lanes is counted in fours. `recurrence_calls` compiles and caches this file together with `recurrence_adjoint`.
"""

from __future__ import annotations

import numba
import numpy as np

from departures.engines.lanes import JIT, LANE_COUNT, ONE, THREE, TWO, add, gathered, load, spread, store

FOUR = LANE_COUNT
SMALL = 1e-6
"""Below this exit hazard times the step, derivatives come from their series: the closed form would cancel."""


@numba.njit(**JIT)
def nothing(values, count):  # type: ignore[no-untyped-def]
    """Set so many numbers to nothing."""
    for i in range(count):
        values[i] = 0.0


@numba.njit(**JIT)
def _by_month(hazards, fixed, size, rates):  # type: ignore[no-untyped-def]
    """Hazards by month, edges in the kernel's order, [month, edge, cell]: so each month reads what lies together."""
    for e in range(size.edges):
        start = fixed.order[e] * size.months * size.cells
        for t in range(size.months):
            for c in range(size.cells):
                rates[(t * size.edges + e) * size.cells + c] = hazards[start + t * size.cells + c]


@numba.njit(**JIT)
def _slope(factor, total, step):  # type: ignore[no-untyped-def]
    """Derivative of (1 − exp(−step·h))/h, which is `factor`, by h."""
    if total * step < SMALL:
        return step * step * (step * total / 3.0 - 0.5)
    return (step * (1.0 - factor * total) - factor) / total


@numba.njit(**JIT)
def _factors(rates, t, fixed, size, step, last, factors):  # type: ignore[no-untyped-def]
    """Competing exits, combined once: fills P/h over a sub-step and over half of one, and their derivatives by h,
    [month, compartment, 4, cell]; `last` [compartment, cell] holds the month before's exit hazards.
    """
    for s in range(size.places):
        if fixed.starts[s] == fixed.starts[s + ONE]:
            continue
        for c in range(size.cells):
            total = 0.0
            for e in range(fixed.starts[s], fixed.starts[s + ONE]):
                total += rates[(t * size.edges + e) * size.cells + c]
            at = (t * size.places + s) * FOUR * size.cells + c
            if t > 0 and total == last[s * size.cells + c]:  # many hazards stand still, and exponentials cost
                back = size.places * FOUR * size.cells
                for part in range(FOUR):
                    factors[at + part * size.cells] = factors[at + part * size.cells - back]
                continue
            last[s * size.cells + c] = total
            half = -np.expm1(-0.5 * step * total)
            each = 1.0 / total if total > 0.0 else 0.0
            over_whole = half * (2.0 - half) * each if total > 0.0 else step
            over_half = half * each if total > 0.0 else 0.5 * step
            factors[at] = over_whole
            factors[at + size.cells] = over_half
            factors[at + TWO * size.cells] = _slope(over_whole, total, step)
            factors[at + THREE * size.cells] = _slope(over_half, total, 0.5 * step)


@numba.njit(**JIT)
def chances(rates, t, fixed, size, factors, first, second):  # type: ignore[no-untyped-def]
    """The chances themselves, [pattern, edge, lane]: of everybody over a sub-step, of newcomers over half of one."""
    for p in range(size.patterns):
        for s in range(size.places):
            if fixed.starts[s] == fixed.starts[s + ONE]:
                continue
            at = (t * size.places + s) * FOUR * size.cells
            over_whole = gathered(factors, at, fixed.cells, p)
            over_half = gathered(factors, at + size.cells, fixed.cells, p)
            for e in range(fixed.starts[s], fixed.starts[s + ONE]):
                hazard = gathered(rates, (t * size.edges + e) * size.cells, fixed.cells, p)
                store(first, p * size.edges + e, hazard * over_whole)
                store(second, p * size.edges + e, hazard * over_half)


@numba.njit(**JIT)
def _move(path, people, into, of_into, left, of_left, odds, of_odds, fixed, size):  # type: ignore[no-untyped-def]
    """The row at `people` of `path` moves by `odds`: out of `left`, and into `into`."""
    for s in range(size.places):
        if fixed.starts[s] == fixed.starts[s + ONE]:
            continue
        here, leaving = load(path, people + s), spread(0.0)
        for e in range(fixed.starts[s], fixed.starts[s + ONE]):
            going = here * load(odds, of_odds + e)
            add(into, of_into + fixed.targets[e], going)
            leaving = leaving + going
        store(left, of_left + s, load(left, of_left + s) - leaving)


@numba.njit(**JIT)
def _enter(path, everybody, into, of_into, odds, of_odds, moved, masks, fixed, size, t, r):  # type: ignore[no-untyped-def]
    """Departures of everybody, who start at `everybody` of `path`, enter the tracers of row r by their masks."""
    mask = gathered(masks, t * size.columns * size.cells, fixed.lanes, r)
    for i in range(size.departures):
        e = fixed.departures[i]
        going = gathered(path, (everybody + fixed.sources[e]) * FOUR, fixed.everybody, r)
        going = mask * going * load(odds, of_odds + e)
        add(into, of_into + fixed.targets[e], going)
        add(moved, r * size.edges + e, going)


@numba.njit(**JIT)
def _tell(path, people, odds, of_odds, moved, fixed, size, r):  # type: ignore[no-untyped-def]
    """Add the moves of a row to `moved` [row, edge, lane], for the edges that a record counts."""
    for i in range(size.told):
        e = fixed.told[i]
        add(moved, r * size.edges + e, load(path, people + fixed.sources[e]) * load(odds, of_odds + e))


@numba.njit(**JIT)
def _substep(t, r, at, x, path, first, second, newcomers, moved, masks, fixed, size, step):  # type: ignore[no-untyped-def]
    """One sub-step of one row, in place: all move, then those who have just moved, with half the time.

    At `at` of `path` stand [2, row, compartment, lane]: people before, and those who arrive in the sub-step.
    """
    rows = size.rows * size.places
    mine, odds, here = r * size.places, (r % size.patterns) * size.edges, at + r * size.places
    there = here + rows
    for s in range(size.places):
        store(path, here + s, load(x, mine + s))
        store(path, there + s, load(newcomers, mine + s) if r < size.shared else spread(0.0))
    _move(path, here, path, there, x, mine, first, odds, fixed, size)
    _tell(path, here, first, odds, moved, fixed, size, r)
    if fixed.live[t * size.rows + r] > ONE:
        _enter(path, at, path, there, first, odds, moved, masks, fixed, size, t, r)
    for s in range(size.places):  # a tracer has nobody under control
        arrived = load(path, there + s) * load(fixed.keep, mine + s)
        store(path, there + s, arrived)
        add(x, mine + s, arrived)
        if fixed.ticking[r]:
            away = gathered(path, (at + s) * FOUR, fixed.everybody, r)
            add(x, mine + s, away * load(fixed.clock, mine + s) * spread(step))
    _move(path, there, x, mine, x, mine, second, odds, fixed, size)
    _tell(path, there, second, odds, moved, fixed, size, r)
    if fixed.live[t * size.rows + r] > ONE:
        _enter(path, at + rows, x, mine, second, odds, moved, masks, fixed, size, t, r)
    if (r + ONE) * FOUR > size.cells:  # a row of everybody alone keeps all
        for s in range(size.places):
            store(x, mine + s, load(x, mine + s) * load(fixed.keep, mine + s))


@numba.njit(**JIT)
def _newcomers(entries, t, fixed, size, step, newcomers):  # type: ignore[no-untyped-def]
    """Who enters in one sub-step of this month, [row of everybody, compartment, lane]; entries [month, compartment,
    cell].
    """
    for r in range(size.shared):
        for s in range(size.places):
            entering = gathered(entries, (t * size.places + s) * size.cells, fixed.cells, r)
            entering = entering * load(fixed.own, r) * spread(step)
            store(newcomers, r * size.places + s, entering)


@numba.njit(**JIT)
def clear(values, t, fixed, size):  # type: ignore[no-untyped-def]
    """Set the rows of `values` [row, edge, lane] that are followed in this month to nothing."""
    for r in range(size.rows):
        if fixed.live[t * size.rows + r] > 0:
            for e in range(size.edges):
                store(values, r * size.edges + e, spread(0.0))


@numba.njit(**JIT)
def _record(t, r, moved, flows, fixed, size):  # type: ignore[no-untyped-def]
    """Add up the moves of a row to recorded flows, [month, record, column and cell]."""
    lanes = size.columns * size.cells
    for i in range(size.recorded):
        e, record = fixed.recorded[TWO * i], fixed.recorded[TWO * i + ONE]
        for lane in range(r * FOUR, min((r + ONE) * FOUR, lanes)):
            flow = moved[(r * size.edges + e - r) * FOUR + lane]
            flows[(t * size.records + record) * lanes + lane] += flow


@numba.njit(**JIT)
def _note(t, x, stocks, fixed, size):  # type: ignore[no-untyped-def]
    """Keep how many are where at the end of the month."""
    for s in range(size.places):
        for c in range(size.cells):
            stocks[(t * size.places + s) * size.cells + c] = x[fixed.everybody[c] + s * FOUR]


@numba.njit(**JIT)
def run(  # type: ignore[no-untyped-def]
    hazards, first_stocks, entries, masks, fixed, size, flows, stocks, rates, path, factors, work
):  # fmt: skip
    """Fills flows [month, record, column, cell] and stocks [month, compartment, cell], and for the adjoint `rates` (see
    `_by_month`), `factors` (see `_factors`) and `path` [month or 1, sub-step, 2, row, compartment, lane]: where people
    were before they moved. Hazards [edge, month, cell], first stocks [compartment, cell], entries as in `_newcomers`;
    `masks` [month, column, cell] are the weights with which departures enter the columns.
    """
    step, first, second, moved, x, newcomers, last = (
        1.0 / size.steps, work.first, work.second, work.moved, work.after, work.of_arrived, work.to_before,
    )  # fmt: skip
    _by_month(hazards, fixed, size, rates)
    nothing(flows, size.months * size.records * size.columns * size.cells)
    nothing(x, size.rows * size.places * FOUR)
    for s in range(size.places):
        for c in range(size.cells):
            x[fixed.everybody[c] + s * FOUR] = first_stocks[s * size.cells + c]
    for t in range(size.months):
        _factors(rates, t, fixed, size, step, last, factors)
        chances(rates, t, fixed, size, factors, first, second)
        _newcomers(entries, t, fixed, size, step, newcomers)
        clear(moved, t, fixed, size)
        for n in range(size.steps):
            at = (t % size.kept * size.steps + n) * TWO * size.rows * size.places
            for r in range(size.rows):
                if fixed.live[t * size.rows + r] > 0:
                    _substep(t, r, at, x, path, first, second, newcomers, moved, masks, fixed, size, step)
        for r in range(size.rows):
            if fixed.live[t * size.rows + r] > 0:
                _record(t, r, moved, flows, fixed, size)
        _note(t, x, stocks, fixed, size)
