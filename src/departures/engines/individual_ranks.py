"""Who of many alike leaves by an exit: only the clocks that run out are made, compiled by Numba.

Of n people with clocks of mean 1 the smallest runs out after X/n, the next X/(n − 1) later, and so on, with X
exponential: the gaps between ranks. Which member a rank is follows from a shuffle of which only the first places are
made. So the cost is that of those who leave, and an oracle that makes all ranks finds the same people.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from departures.engines.individual_keys import (
    JIT,
    PARTY,
    PERSON,
    PICK,
    RANK,
    ROUNDED,
    SIZE,
    exponential,
    keyed,
    uniform,
    whole,
)
from departures.engines.individual_parties import party_size
from departures.engines.individual_state import NONE
from departures.quantities import Array


class Due(NamedTuple):
    """Who leaves in a sub-step, each [due]: when, as a share of it; the row, or `NONE` for somebody without one; its
    episode; by which exit; for somebody without a row the member and the identity. `tally` [1] tells how many.
    """

    when: Array
    who: Array
    episodes: Array
    exits: Array
    members: Array
    ids: Array
    tally: Array


@numba.njit(**JIT)
def none_due():  # type: ignore[no-untyped-def]
    """Nobody yet."""
    first = 16
    return Due(
        np.zeros(first), np.zeros(first, dtype=np.int64), np.zeros(first, dtype=np.int64),
        np.zeros(first, dtype=np.int64), np.zeros(first, dtype=np.int64), np.zeros(first, dtype=np.uint64),
        np.zeros(1, dtype=np.int64),
    )  # fmt: skip


@numba.njit(**JIT)
def _twice(values):  # type: ignore[no-untyped-def]
    wider = np.zeros(2 * len(values), dtype=values.dtype)
    wider[: len(values)] = values
    return wider


@numba.njit(**JIT)
def noted(due, when, who, episode, exit_, member, identity):  # type: ignore[no-untyped-def]
    """The list with one more, longer where that is needed."""
    place = due.tally[0]
    if place == len(due.when):
        due = Due(
            _twice(due.when), _twice(due.who), _twice(due.episodes), _twice(due.exits), _twice(due.members),
            _twice(due.ids), due.tally,
        )  # fmt: skip
    due.when[place], due.who[place], due.episodes[place] = when, who, episode
    due.exits[place], due.members[place], due.ids[place] = exit_, member, identity
    due.tally[0] += 1
    return due


@numba.njit(**JIT)
def _place(keys, wanted):  # type: ignore[no-untyped-def]
    """Where a number stands in a table of a power of two of places, or where it may be put."""
    mask = len(keys) - 1
    at = (wanted * 0x9E3779B1) & mask
    while keys[at] not in (NONE, wanted):
        at = (at + 1) & mask
    return at


@numba.njit(**JIT)
def table(count):  # type: ignore[no-untyped-def]
    """An empty table for so many numbers."""
    size = 8
    while size < 3 * count:
        size *= 2
    return np.full(size, NONE)


@numba.njit(**JIT)
def is_new(keys, number):  # type: ignore[no-untyped-def]
    """Whether a number is seen for the first time; from now on it is not."""
    at = _place(keys, number)
    new = keys[at] == NONE
    keys[at] = number
    return new


@numba.njit(**JIT)
def shuffled(key, people, count):  # type: ignore[no-untyped-def]
    """The first `count` places of a shuffle of so many people."""
    keys = table(2 * count)
    values, members = np.zeros(len(keys), dtype=np.int64), np.zeros(count, dtype=np.int64)
    for rank in range(count):
        there = rank + np.int64(uniform(keyed(key, rank)) * (people - rank))
        at = _place(keys, there)
        members[rank] = values[at] if keys[at] == there else there
        here = _place(keys, rank)
        moved = values[here] if keys[here] == rank else rank
        at = _place(keys, there)
        keys[at], values[at] = there, moved
    return members


@numba.njit(**JIT)
def alone(due, key, people, hazard, exit_):  # type: ignore[no-untyped-def]
    """Those of so many people who leave one by one while so much hazard passes; `key` is that of people, time and
    exit.
    """
    gaps, persons = keyed(key, RANK), keyed(key, PERSON)
    first, passed, rank = due.tally[0], 0.0, 0
    while rank < people:
        passed += exponential(keyed(gaps, rank)) / (people - rank)
        if passed > hazard:
            break
        due = noted(due, passed / hazard, NONE, 0, exit_, 0, keyed(persons, rank))
        rank += 1
    members = shuffled(keyed(key, PICK), people, rank)
    for place in range(rank):
        due.members[first + place] = members[place]
    return due


@numba.njit(**JIT)
def in_parties(due, key, people, hazard, exit_, laws, edge):  # type: ignore[no-untyped-def]
    """Those of so many people who leave in parties while so much hazard passes.

    Few are sorted into parties all of them, the last one cut at who is left. Of many there are as many parties as the
    mean size says, of which only those are made that leave.
    """
    gaps, clocks, sizes = keyed(key, RANK), keyed(key, PARTY), keyed(key, SIZE)
    few = people < laws.many[edge]
    count = people if few else whole(keyed(key, ROUNDED), people / laws.means[edge])
    first, passed, party, taken, leaving = due.tally[0], 0.0, 0, 0, False
    while party < count and taken < people:
        if few:
            passed = exponential(keyed(clocks, party))
        else:
            passed += exponential(keyed(gaps, party)) / (count - party)
        leaving = passed <= hazard
        if not (leaving or few):
            break
        size = min(party_size(keyed(sizes, party), laws, edge), people - taken)
        for place in range(taken, taken + size) if leaving else range(0):
            due = noted(due, passed / hazard, NONE, 0, exit_, place, keyed(keyed(key, PERSON), place))
        taken += size
        party += 1
    members = shuffled(keyed(key, PICK), people, taken)
    for place in range(first, due.tally[0]):
        due.members[place] = members[due.members[place]]
    return due
