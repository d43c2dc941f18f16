"""Who is due in a sub-step, compiled by Numba.

Somebody without a row is due by rank (see `individual_ranks`); somebody with one by clocks of their own, which hazard
uses up as it passes, or with the party in which they wait: as it was looked ahead, or as it comes.
"""

from __future__ import annotations

from typing import NamedTuple

import numba

from departures.engines.individual_ahead import Ahead
from departures.engines.individual_heaps import take
from departures.engines.individual_keys import CLOCK, ENTERED, JIT, LEFT, keyed
from departures.engines.individual_ranks import alone, in_parties, noted
from departures.engines.individual_state import FREE, NONE
from departures.model.party import PartyKind
from departures.quantities import Array

ALONE = int(PartyKind.ALONE)
OF_PARTIES = -2
"""In heaps party p is known as `OF_PARTIES` − p."""


class Words(NamedTuple):
    """The words by which keys name things: compartments [compartment], transitions [exit], consequences
    [consequence]; and whether an exit is a departure [exit].
    """

    places: Array
    exits: Array
    consequences: Array
    departs: Array


class Now(NamedTuple):
    """A sub-step of one cell: key of the run, number of the sub-step, cell, its length in months, hazards of its month
    [exit] in events per person per month, chance to leave within half of it [compartment], and what is known ahead.
    """

    run: int
    number: int
    cell: int
    step: float
    hazards: Array
    leaves: Array
    ahead: Ahead


@numba.njit(**JIT)
def key_of(now, what, word):  # type: ignore[no-untyped-def]
    """The key of something in this sub-step of this cell."""
    return keyed(keyed(keyed(keyed(now.run, what), now.number), now.cell), word)


@numba.njit(**JIT)
def clocks(state, row):  # type: ignore[no-untyped-def]
    """The key of the clocks of a row in its present episode: with the word of a transition that of its clock."""
    return keyed(keyed(state.rows.ids[row], CLOCK), state.rows.episodes[row])


@numba.njit(**JIT)
def due_without_row(state, due, now, exits, laws, words):  # type: ignore[no-untyped-def]
    """The list with those without a row who are due in this sub-step."""
    for s in range(len(exits.starts) - 1):
        people = state.pool[now.cell, s]
        for e in range(exits.starts[s], exits.starts[s + 1]):
            hazard = now.hazards[e] * now.step
            if people == 0 or hazard <= 0.0:
                continue
            key, edge = keyed(key_of(now, LEFT, words.places[s]), words.exits[e]), exits.edges[e]
            if laws.kinds[edge] == ALONE:
                due = alone(due, key, people, hazard, e)
            else:
                due = in_parties(due, key, people, hazard, e, laws, edge)
    return due


@numba.njit(**JIT)
def _who_waited(state, due, now, node, e, when):  # type: ignore[no-untyped-def]
    """The list with whoever waited in a node: somebody, or a party."""
    who = state.nodes.who[node]
    if who >= 0:
        return noted(due, when, who, state.nodes.episodes[node], e, 0, state.rows.ids[who])
    party = OF_PARTIES - who
    if state.open_party[now.cell, e] == party:
        state.open_party[now.cell, e] = NONE
    member = state.parties.first[party]
    while member != NONE:
        who = state.members.who[member]
        due = noted(due, when, who, state.members.episodes[member], e, 0, state.rows.ids[who])
        member = state.members.after[member]
    return due


@numba.njit(**JIT)
def due_with_row(state, due, now):  # type: ignore[no-untyped-def]
    """The list with those with a row who are due; hazard passes."""
    cell, step = now.cell, now.number - now.ahead.first
    node = now.ahead.heads[cell, step]
    while node != NONE:
        e, after = state.nodes.child[node], state.nodes.sibling[node]
        when = (state.nodes.due[node] - state.passed[cell, e]) / (now.hazards[e] * now.step)
        due = _who_waited(state, due, now, node, e, when)
        state.nodes.sibling[node] = state.counts[FREE]
        state.counts[FREE] = node
        node = after
    for e in range(len(now.hazards)):
        hazard, before = now.hazards[e] * now.step, state.passed[cell, e]
        state.passed[cell, e] = before + hazard
        while state.heads[cell, e] != NONE and state.nodes.due[state.heads[cell, e]] <= before + hazard:
            node = take(state, cell, e)
            due = _who_waited(state, due, now, node, e, (state.nodes.due[node] - before) / hazard)
    return due


@numba.njit(**JIT)
def due_at_once(state, due, now, entering, exits, words):  # type: ignore[no-untyped-def]
    """The list with those of the newcomers without a row [compartment] who move once more, each alone, with half the
    time; all of them are in the pool from now on.
    """
    for s in range(len(entering)):
        state.pool[now.cell, s] += entering[s]
        for e in range(exits.starts[s], exits.starts[s + 1]):
            hazard = 0.5 * now.step * now.hazards[e]
            if entering[s] > 0 and hazard > 0.0:
                key = keyed(key_of(now, ENTERED, words.places[s]), words.exits[e])
                due = alone(due, key, entering[s], hazard, e)
    return due
