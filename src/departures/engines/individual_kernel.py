"""People one by one, month by month, compiled by Numba: the graph comes as numbers, so nothing is generated.

The steps are those of the mean field: all who are there move, newcomers once more with half the time, consequences act.
What happens to one cell in a sub-step does not depend on another. `individual_calls` compiles and caches this file
together with the others of the engine.
"""

from __future__ import annotations

import numba
import numpy as np

from departures.engines.individual_ahead import looked_ahead
from departures.engines.individual_due import Now, due_at_once, due_with_row, due_without_row, key_of
from departures.engines.individual_keys import (
    CHOSEN,
    FOLLOWED,
    GONE,
    JIT,
    ROUNDED,
    exponential,
    keyed,
    uniform,
    whole,
)
from departures.engines.individual_moves import move, move_newcomer, settled
from departures.engines.individual_ranks import none_due
from departures.engines.individual_state import NONE, room, unlink


@numba.njit(**JIT)
def _enter(state, now, entries, steps, entering, going, words):  # type: ignore[no-untyped-def]
    """Who enters in this sub-step: fills `entering` and `going` [compartment]; as in the population engine, of those
    who go away some do so before the others move.
    """
    for s in range(len(entries)):
        entering[s], going[s] = 0, 0
        if entries[s] == 0.0:
            continue
        number = whole(key_of(now, ROUNDED, words.places[s]), entries[s] / steps)
        if number >= 0:
            entering[s] = number
            state.people[now.cell, s] += number
            continue
        before, key = 0, key_of(now, GONE, words.places[s])
        for each in range(min(-number, state.people[now.cell, s])):
            before += uniform(keyed(key, each)) < 1.0 / (2.0 - now.leaves[s])
        _take_away(state, now, s, before, keyed(key, -1))
        going[s] = -number - before


@numba.njit(**JIT)
def _take_away(state, now, s, count, key):  # type: ignore[no-untyped-def]
    """So many people of a compartment are no longer there, whoever they are."""
    for each in range(min(count, state.people[now.cell, s])):
        if uniform(keyed(key, each)) * state.people[now.cell, s] < state.pool[now.cell, s]:
            state.pool[now.cell, s] -= 1
        else:
            row = _one_of(state, now, s, keyed(keyed(key, each), CHOSEN))
            unlink(state, row, now.cell)
            state.rows.places[row] = NONE
            state.rows.episodes[row] += 1
        state.people[now.cell, s] -= 1


@numba.njit(**JIT)
def _one_of(state, now, s, key):  # type: ignore[no-untyped-def]
    """A row of a compartment by chance, whatever the order in which rows stand."""
    row = state.first_row[now.cell, s]
    found, least = row, 2.0
    while row != NONE:
        number = uniform(keyed(key, state.rows.ids[row]))
        if number < least:
            found, least = row, number
        row = state.rows.after[row]
    return found


@numba.njit(**JIT)
def _how_many(key, people, hazard):  # type: ignore[no-untyped-def]
    """How many of so many people have a clock that runs out while so much hazard passes."""
    passed, rank = 0.0, 0
    while rank < people:
        passed += exponential(keyed(key, rank)) / (people - rank)
        if passed > hazard:
            break
        rank += 1
    return rank


@numba.njit(**JIT)
def _chosen(state, now, s, key, hazard, rows, count):  # type: ignore[no-untyped-def]
    """Notes the rows of a compartment whose clock runs out, behind the first `count`; gives their number."""
    row = state.first_row[now.cell, s]
    while row != NONE:
        if exponential(keyed(key, state.rows.ids[row])) <= hazard:
            rows[count] = row
            count += 1
        row = state.rows.after[row]
    return count


@numba.njit(**JIT)
def _changed(state, now, pairs, without, rows, exits, laws, words):  # type: ignore[no-untyped-def]
    """People change from the first to the second place of each pair: so many `without` a row [pair], and these rows."""
    cell = now.cell
    for k in range(len(pairs)):
        for people in (state.pool, state.people):
            people[cell, pairs[k, 0]] -= without[k]
            people[cell, pairs[k, 1]] += without[k]
    for row in rows:
        s = state.rows.places[row]
        target = pairs[np.flatnonzero(pairs[:, 0] == s)[0], 1]
        unlink(state, row, cell)
        state.people[cell, s] -= 1
        state.people[cell, target] += 1
        state.rows.places[row] = target
        state.rows.episodes[row] += 1
        settled(state, now, row, 0.0, exits, laws, words)


@numba.njit(**JIT)
def _follow(state, now, moved, before, expected, exits, laws, words, most):  # type: ignore[no-untyped-def]
    """Consequences of this sub-step's moves, one after the other: each of n people is moved with the chance
    1 − exp(−m/n) when m are expected to. `before` [edge] are the month's moves before this sub-step.
    """
    for i in range(len(expected)):
        events, there = 0, 0
        for k in range(exits.event_starts[i], exits.event_starts[i + 1]):
            events += moved[now.cell, exits.events[k]] - before[exits.events[k]]
        pairs = exits.pairs[exits.pair_starts[i] : exits.pair_starts[i + 1]]
        for s in pairs[:, 0]:
            there += state.people[now.cell, s]
        if events == 0 or there == 0:
            continue
        hazard, key = expected[i] * events / there, key_of(now, FOLLOWED, words.consequences[i])
        without, rows, count = np.zeros(len(pairs), dtype=np.int64), np.zeros(there, dtype=np.int64), 0
        for k in range(len(pairs)):
            s = pairs[k, 0]
            without[k] = _how_many(keyed(key, words.places[s]), state.pool[now.cell, s], hazard)
            count = _chosen(state, now, s, key, hazard, rows, count)
        state = room(state, count, most)
        _changed(state, now, pairs, without, rows[:count], exits, laws, words)
    return state


@numba.njit(**JIT)
def _all_move(state, due, now, exits, laws, words, moved, most, entering, again):  # type: ignore[no-untyped-def]
    """Those who are due move; with `again` those with a row once more with half the time. Who has none now enters."""
    state = room(state, due.tally[0], most)
    newcomers = np.zeros(due.tally[0], dtype=np.int64)
    count = move(state, due, now, exits, words, moved, newcomers, entering)
    for row in newcomers[:count]:
        if again:
            move_newcomer(state, now, row, exits, laws, words, moved)
        else:
            settled(state, now, row, 0.0, exits, laws, words)
    due.tally[0] = 0
    return state


@numba.njit(**JIT)
def _substep(state, due, now, entries, steps, expected, exits, laws, words, moved, most):  # type: ignore[no-untyped-def]
    """One sub-step of one cell."""
    places = len(entries)
    entering, going = np.zeros(places, dtype=np.int64), np.zeros(places, dtype=np.int64)
    after, before = np.zeros(places, dtype=np.int64), moved[now.cell].copy()
    _enter(state, now, entries, steps, entering, going, words)
    due = due_without_row(state, due, now, exits, laws, words)
    due = due_with_row(state, due, now)
    state = _all_move(state, due, now, exits, laws, words, moved, most, entering, True)
    due = due_at_once(state, due, now, entering, exits, words)
    state = _all_move(state, due, now, exits, laws, words, moved, most, after, False)
    for s in range(places):
        state.pool[now.cell, s] += after[s]
        _take_away(state, now, s, going[s], keyed(key_of(now, GONE, words.places[s]), -2))
    return _follow(state, now, moved, before, expected, exits, laws, words, most), due


@numba.njit(**JIT)
def begin(state, run, first, words):  # type: ignore[no-untyped-def]
    """Whole people for real numbers of them [cell, compartment], nobody with a row."""
    for c in range(first.shape[0]):
        for s in range(first.shape[1]):
            key = keyed(keyed(keyed(run, ROUNDED), words.places[s]), c)
            state.people[c, s] = state.pool[c, s] = max(whole(key, first[c, s]), 0)


@numba.njit(**JIT)
def run(  # type: ignore[no-untyped-def]
    state, key, first_month, whole, hazards, leaves, entries, expected, exits, laws, words, steps, kept, moved, flows,
    told,
):  # fmt: skip
    """So many months from `first_month` on, the last of the run if they are the `whole` rest; gives the state behind
    them, see `population_kernel.run` for the rest.
    """
    months, cells, _ = entries.shape
    most = np.max(exits.starts[1:] - exits.starts[:-1])
    by_exit, due = np.zeros(len(exits.edges)), none_due()
    ahead = looked_ahead(state, hazards, steps, exits.edges, first_month * steps, whole)
    for t in range(months):
        moved[:] = 0
        for n in range(steps):
            for c in range(cells):
                for e in range(len(by_exit)):
                    by_exit[e] = hazards[t, c, exits.edges[e]]
                now = Now(key, (first_month + t) * steps + n, c, 1.0 / steps, by_exit, leaves[t, c], ahead)
                state, due = _substep(
                    state, due, now, entries[t, c], steps, expected, exits, laws, words, moved, most
                )
        for i in range(len(exits.recorded)):
            for c in range(cells):
                flows[t, c, exits.recorded[i, 1]] += moved[c, exits.recorded[i, 0]]
        if kept[t] >= 0:
            told[kept[t]] = state.people
    return state
