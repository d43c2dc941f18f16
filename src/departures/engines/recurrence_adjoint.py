"""The recurrence backwards: the adjoint of `recurrence_kernel`, function by function, compiled with it.

`after`, `of_arrived` and the like are adjoints of what the kernel calls x, arrived and so on, [row, compartment, lane].
"""

from __future__ import annotations

import numba

from departures.engines.lanes import JIT, ONE, THREE, TWO, add, gathered, load, scattered, spread, store
from departures.engines.recurrence_kernel import FOUR, chances, clear, nothing


@numba.njit(**JIT)
def _unmove(  # type: ignore[no-untyped-def]
    path, people, of_into, of_left, of_moved, to_people, mine, to_odds, odds, of_odds, fixed, size, r
):  # fmt: skip
    """`_move` and `_tell` backwards: adds to the adjoints of people and of the chances."""
    for s in range(size.places):
        if fixed.starts[s] == fixed.starts[s + ONE]:
            continue
        here, leaving, back = load(path, people + s), load(of_left, mine + s), spread(0.0)
        for e in range(fixed.starts[s], fixed.starts[s + ONE]):
            gain = load(of_into, mine + fixed.targets[e]) - leaving + load(of_moved, r * size.edges + e)
            add(to_odds, of_odds + e, here * gain)
            back = back + load(odds, of_odds + e) * gain
        add(to_people, mine + s, back)


@numba.njit(**JIT)
def _unenter(  # type: ignore[no-untyped-def]
    path, everybody, of_into, of_moved, to_everybody, mine, to_odds, odds, of_odds, masks, to_masks, fixed, size, t, r
):  # fmt: skip
    """`_enter` backwards: adds to the adjoints of everybody, of the chances and of the masks."""
    month = t * size.columns * size.cells
    mask, of_mask = gathered(masks, month, fixed.lanes, r), spread(0.0)
    for i in range(size.departures):
        e = fixed.departures[i]
        s = fixed.sources[e]
        gain = load(of_into, mine + fixed.targets[e]) + load(of_moved, r * size.edges + e)
        people, chance = gathered(path, (everybody + s) * FOUR, fixed.everybody, r), load(odds, of_odds + e)
        of_mask = of_mask + people * chance * gain
        gain = mask * gain
        add(to_odds, of_odds + e, people * gain)
        scattered(to_everybody, s * FOUR, fixed.everybody, r, gain * chance)
    scattered(to_masks, month, fixed.lanes, r, of_mask)


@numba.njit(**JIT)
def _unfollow(of_arrived, after, to_before, mine, fixed, size, step, r):  # type: ignore[no-untyped-def]
    """Who is followed, and the clock, backwards."""
    for s in range(size.places):
        store(of_arrived, mine + s, load(of_arrived, mine + s) * load(fixed.keep, mine + s))
        if fixed.ticking[r]:
            gained = load(after, mine + s) * load(fixed.clock, mine + s) * spread(step)
            scattered(to_before, s * FOUR, fixed.everybody, r, gained)


@numba.njit(**JIT)
def _unstep(t, r, at, path, work, masks, to_masks, fixed, size, step):  # type: ignore[no-untyped-def]
    """`_substep` backwards, in place: `work.after` becomes the adjoint of the stocks before it.

    `to_before` and `to_arrived` [row of everybody, compartment, lane] hold what tracers and the clock owe to
    everybody, whose rows therefore come last.
    """
    mine, odds, here = r * size.places, (r % size.patterns) * size.edges, at + r * size.places
    rows, entered = size.rows * size.places, fixed.live[t * size.rows + r] > ONE
    after, of_arrived, of_moved = work.after, work.of_arrived, work.moved
    for s in range(size.places):
        store(after, mine + s, load(after, mine + s) * load(fixed.keep, mine + s))
    if entered:
        _unenter(
            path, at + rows, after, of_moved, work.to_arrived, mine, work.to_second, work.second, odds, masks, to_masks,
            fixed, size, t, r,
        )  # fmt: skip
    for s in range(size.places):
        owed = load(work.to_arrived, mine + s) if r < size.shared else spread(0.0)
        store(of_arrived, mine + s, load(after, mine + s) + owed)
    _unmove(
        path,
        here + rows,
        after,
        after,
        of_moved,
        of_arrived,
        mine,
        work.to_second,
        work.second,
        odds,
        fixed,
        size,
        r,
    )
    _unfollow(of_arrived, after, work.to_before, mine, fixed, size, step, r)
    if entered:
        _unenter(
            path,
            at,
            of_arrived,
            of_moved,
            work.to_before,
            mine,
            work.to_first,
            work.first,
            odds,
            masks,
            to_masks,
            fixed,
            size,
            t,
            r,
        )
    # the adjoint of the stocks before is built in place: a compartment's own entry is read before it is written
    _unmove(
        path, here, of_arrived, after, of_moved, after, mine, work.to_first, work.first, odds, fixed, size, r
    )
    if r < size.shared:
        for s in range(size.places):
            add(after, mine + s, load(work.to_before, mine + s))


@numba.njit(**JIT)
def _unnewcomers(of_arrived, t, fixed, size, step, to_entries):  # type: ignore[no-untyped-def]
    """`_newcomers` backwards, for one sub-step."""
    for r in range(size.shared):
        own = load(fixed.own, r) * spread(step)
        for s in range(size.places):
            of_entering = load(of_arrived, r * size.places + s) * own
            scattered(to_entries, (t * size.places + s) * size.cells, fixed.cells, r, of_entering)


@numba.njit(**JIT)
def _unrecord(t, r, of_moved, of_flows, fixed, size):  # type: ignore[no-untyped-def]
    """Adjoints of the moves of a row from those of the recorded flows."""
    lanes = size.columns * size.cells
    for i in range(size.recorded):
        e, record = fixed.recorded[TWO * i], fixed.recorded[TWO * i + ONE]
        for lane in range(r * FOUR, min((r + ONE) * FOUR, lanes)):
            flow = of_flows[(t * size.records + record) * lanes + lane]
            of_moved[(r * size.edges + e - r) * FOUR + lane] += flow


@numba.njit(**JIT)
def _unchance(  # type: ignore[no-untyped-def]
    rates, t, fixed, size, factors, to_first, to_second, to_rates
):  # fmt: skip
    """`_factors` and `chances` backwards: adds to the adjoints of this month's rates."""
    for p in range(size.patterns):
        for s in range(size.places):
            if fixed.starts[s] == fixed.starts[s + ONE]:
                continue
            by_first, by_second = spread(0.0), spread(0.0)
            for e in range(fixed.starts[s], fixed.starts[s + ONE]):
                hazard = gathered(rates, (t * size.edges + e) * size.cells, fixed.cells, p)
                by_first = by_first + load(to_first, p * size.edges + e) * hazard
                by_second = by_second + load(to_second, p * size.edges + e) * hazard
            at = (t * size.places + s) * FOUR * size.cells
            over_whole = gathered(factors, at, fixed.cells, p)
            over_half = gathered(factors, at + size.cells, fixed.cells, p)
            common = by_first * gathered(factors, at + TWO * size.cells, fixed.cells, p)
            common = common + by_second * gathered(factors, at + THREE * size.cells, fixed.cells, p)
            for e in range(fixed.starts[s], fixed.starts[s + ONE]):
                of_hazard = load(to_first, p * size.edges + e) * over_whole + common
                of_hazard = of_hazard + load(to_second, p * size.edges + e) * over_half
                scattered(to_rates, (t * size.edges + e) * size.cells, fixed.cells, p, of_hazard)


@numba.njit(**JIT)
def _by_edge(to_rates, fixed, size, to_hazards):  # type: ignore[no-untyped-def]
    """`_by_month` backwards."""
    for e in range(size.edges):
        start = fixed.order[e] * size.months * size.cells
        for t in range(size.months):
            for c in range(size.cells):
                to_hazards[start + t * size.cells + c] = to_rates[(t * size.edges + e) * size.cells + c]


@numba.njit(**JIT)
def _unnote(t, after, of_stocks, fixed, size):  # type: ignore[no-untyped-def]
    """`_note` backwards."""
    for s in range(size.places):
        for c in range(size.cells):
            after[fixed.everybody[c] + s * FOUR] += of_stocks[(t * size.places + s) * size.cells + c]


@numba.njit(**JIT)
def adjoint(  # type: ignore[no-untyped-def]
    rates, masks, fixed, size, path, factors, of_flows, of_stocks, to_rates, to_hazards, to_first_stocks, to_entries,
    to_masks, work
):  # fmt: skip
    """Fills the adjoints of hazards, first stocks, entries and masks from those of flows and stocks and what `run`
    kept.
    """
    step, odds, people = 1.0 / size.steps, size.patterns * size.edges * FOUR, size.shared * size.places * FOUR
    nothing(work.after, size.rows * size.places * FOUR)
    nothing(to_entries, size.months * size.places * size.cells)
    nothing(to_rates, size.edges * size.months * size.cells)
    nothing(to_masks, size.months * size.columns * size.cells)
    for i in range(size.months):
        t = size.months - ONE - i
        _unnote(t, work.after, of_stocks, fixed, size)
        clear(work.moved, t, fixed, size)
        for r in range(size.rows):
            if fixed.live[t * size.rows + r] > 0:
                _unrecord(t, r, work.moved, of_flows, fixed, size)
        chances(rates, t, fixed, size, factors, work.first, work.second)
        nothing(work.to_first, odds)
        nothing(work.to_second, odds)
        for n in range(size.steps):
            at = (t * size.steps + size.steps - ONE - n) * TWO * size.rows * size.places
            nothing(work.to_before, people)
            nothing(work.to_arrived, people)
            for j in range(size.rows):
                r = size.rows - ONE - j
                if fixed.live[t * size.rows + r] > 0:
                    _unstep(t, r, at, path, work, masks, to_masks, fixed, size, step)
            _unnewcomers(work.of_arrived, t, fixed, size, step, to_entries)
        _unchance(rates, t, fixed, size, factors, work.to_first, work.to_second, to_rates)
    _by_edge(to_rates, fixed, size, to_hazards)
    for s in range(size.places):
        for c in range(size.cells):
            to_first_stocks[s * size.cells + c] = work.after[fixed.everybody[c] + s * FOUR]
