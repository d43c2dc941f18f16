"""Moves of people one by one, compiled by Numba: what becomes of those who are due.

Of several exits the one that is due first is taken. Somebody has a row from the first departure on.
"""

from __future__ import annotations

import numba
import numpy as np

from departures.engines.individual_ahead import wait_ahead
from departures.engines.individual_due import ALONE, OF_PARTIES, clocks
from departures.engines.individual_keys import JIT, PARTY, SIZE, exponential, keyed, uniform
from departures.engines.individual_parties import chance_full
from departures.engines.individual_ranks import is_new, table
from departures.engines.individual_state import LOGGED, MEMBERS, NONE, NOTING, PARTIES, ROWS, link, unlink


@numba.njit(**JIT)
def _in_order(due):  # type: ignore[no-untyped-def]
    """Places of those who are due, the first first; of two at once the one of the smaller identity, so that the order
    in which exits stand does not matter.
    """
    count = due.tally[0]
    order = np.argsort(due.when[:count], kind="mergesort")
    for place in range(1, count):
        here = place
        while (
            here > 0
            and due.when[order[here]] == due.when[order[here - 1]]
            and (due.ids[order[here]] < due.ids[order[here - 1]])
        ):
            order[here], order[here - 1] = order[here - 1], order[here]
            here -= 1
    return order


@numba.njit(**JIT)
def _new_row(state, identity):  # type: ignore[no-untyped-def]
    row = state.counts[ROWS]
    state.counts[ROWS] += 1
    state.rows.ids[row], state.rows.episodes[row] = identity, 0
    return row


@numba.njit(**JIT)
def _counted(state, now, s, e, exits, moved):  # type: ignore[no-untyped-def]
    """Somebody goes from s by exit e."""
    state.people[now.cell, s] -= 1
    state.people[now.cell, exits.targets[e]] += 1
    moved[now.cell, exits.edges[e]] += 1


@numba.njit(**JIT)
def _gone(state, now, row, s, e, when, exits, moved):  # type: ignore[no-untyped-def]
    """A row goes from s by exit e, at this share of the sub-step: it stands nowhere until it is settled."""
    if state.counts[NOTING]:
        at = state.counts[LOGGED]
        state.moves.steps[at], state.moves.ids[at] = now.number, state.rows.ids[row]
        state.moves.episodes[at], state.moves.edges[at] = state.rows.episodes[row], exits.edges[e]
        state.moves.cells[at], state.moves.whens[at] = now.cell, when
        state.counts[LOGGED] += 1
    _counted(state, now, s, e, exits, moved)
    state.rows.places[row] = exits.targets[e]
    state.rows.episodes[row] += 1


@numba.njit(**JIT)
def _join(state, now, row, e, due, laws, exits, word):  # type: ignore[no-untyped-def]
    """Somebody joins the party that is filling up, or finds it full and begins one; a party waits as one.

    Whether it is full is for whoever comes to find, with the chance that the law of sizes gives: one person more or
    less so changes the parties of few others.
    """
    parties, counts, cell = state.parties, state.counts, now.cell
    party = state.open_party[cell, e]
    identity, episode = state.rows.ids[row], state.rows.episodes[row]
    found = uniform(keyed(keyed(keyed(identity, SIZE), episode), word))
    if party == NONE or found < chance_full(laws, exits.edges[e], parties.members[party]):
        party = counts[PARTIES]
        counts[PARTIES] += 1
        begun = keyed(keyed(keyed(identity, PARTY), episode), word)
        parties.first[party], parties.members[party] = NONE, 0
        first = due + exponential(keyed(begun, PARTY))
        wait_ahead(state, now, e, first, OF_PARTIES - party, 0, now.ahead.heads.shape[1])
    member = counts[MEMBERS]
    counts[MEMBERS] += 1
    state.members.who[member], state.members.episodes[member] = row, episode
    state.members.after[member] = parties.first[party]
    parties.first[party] = member
    parties.members[party] += 1
    state.open_party[cell, e] = party


@numba.njit(**JIT)
def settled(state, now, row, share, exits, laws, words):  # type: ignore[no-untyped-def]
    """A row has its place from now on, and waits for its exits; `share` of the sub-step of each clock is used up."""
    s, best, key = state.rows.places[row], now.ahead.heads.shape[1], clocks(state, row)
    link(state, row, now.cell, s)
    for e in range(exits.starts[s], exits.starts[s + 1]):
        passed = state.passed[now.cell, e]
        if laws.kinds[exits.edges[e]] == ALONE:
            due = passed + exponential(keyed(key, words.exits[e])) - share * now.step * now.hazards[e]
            best = wait_ahead(state, now, e, due, row, state.rows.episodes[row], best)
        else:
            _join(state, now, row, e, passed, laws, exits, words.exits[e])


@numba.njit(**JIT)
def move_newcomer(state, now, row, exits, laws, words, moved):  # type: ignore[no-untyped-def]
    """A newcomer moves once more, alone, with half the time, or stays; then it is settled."""
    s, best, soonest, key = state.rows.places[row], NONE, 1.0, clocks(state, row)
    for e in range(exits.starts[s], exits.starts[s + 1]):
        hazard = 0.5 * now.step * now.hazards[e]
        if hazard > 0.0:
            when = exponential(keyed(key, words.exits[e])) / hazard
            if when <= soonest:
                best, soonest = e, when
    if best != NONE:
        _gone(state, now, row, s, best, soonest, exits, moved)
        settled(state, now, row, 0.0, exits, laws, words)
    else:
        settled(state, now, row, 0.5, exits, laws, words)


@numba.njit(**JIT)
def move(state, due, now, exits, words, moved, newcomers, entering):  # type: ignore[no-untyped-def]
    """Those who are due move, the first first: fills `newcomers` with their rows and gives the number of these; those
    who stay without one are added to `entering` [compartment].
    """
    seen, count = table(due.tally[0]), 0
    for at in _in_order(due):
        e, row = due.exits[at], due.who[at]
        s = _source(exits, e)
        if row == NONE:
            if not is_new(seen, due.members[at] * (len(exits.starts) - 1) + s):
                continue
            state.pool[now.cell, s] -= 1
            if not words.departs[e]:
                _counted(state, now, s, e, exits, moved)
                entering[exits.targets[e]] += 1
                continue
            row = _new_row(state, due.ids[at])
        elif state.rows.episodes[row] != due.episodes[at]:  # they have moved since
            continue
        else:
            unlink(state, row, now.cell)
        _gone(state, now, row, s, e, due.when[at], exits, moved)
        newcomers[count] = row
        count += 1
    return count


@numba.njit(**JIT)
def _source(exits, e):  # type: ignore[no-untyped-def]
    return np.searchsorted(exits.starts, e, side="right") - 1
