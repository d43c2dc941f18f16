"""Which household somebody who leaves is of, and what that does to it: a run's moves gone through once, by Numba.

The engine knows that one of many alike has left, not whose member. Given that, it was each of them in proportion to
their own hazard; so households can be drawn after the moves, and no flow changes by it. `calls` compiles and caches
this file together with the others.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from departures.engines.individual_keys import JIT, keyed, uniform
from departures.engines.individual_state import NONE
from departures.families.households import (
    FOLLOWS,
    FREE,
    HELD,
    HOME,
    KIN_OR_MEMBER,
    LEARNT,
    MONEY,
    WHICH,
    WITH,
    a_year_passes,
    becomes_known,
    in_contact,
    is_watched,
    new_household,
    some_household,
)
from departures.quantities import Array

(
    HOUSEHOLDS, PEOPLE, WATCHED, WATCHED_CLOSELY, REFUSED, PUNISHED, IN_CONTACT, SENT_MONEY, FREE_WITH_FAMILY, AT_RISK,
    LEFT, FOLLOWED, WITH_FAMILY, ARRIVED, ARRIVED_TO_KIN, MADE, COUNTED,
) = range(17)  # fmt: skip
"""What is counted of each year, and of how many kinds. At its end: households that somebody has left and where somebody
still is, the people in them, and those watched, watched day and night, refused permits, of which somebody was ever
punished, in contact, sent money in the year; people in freedom who have family at home, and of them those whose family
is watched or refused permits. In the year: people who left for the first time, drawn by kin, together with family; who
arrived, and of them those to whom kin had come before. And all households that anybody has left so far."""


class Moves(NamedTuple):
    """Moves in order, each [move]: its month; the person, numbered from 0; identity; whether it is their first
    departure; whether kin can draw people to it; whether they leave home in one party with the one before; what becomes
    of them; whether they arrive where counts are published.
    """

    months: Array
    people: Array
    ids: Array
    first: Array
    drawing: Array
    same_party: Array
    statuses: Array
    arrives: Array


@numba.njit(**JIT)
def _household_of(households, count, members, left, given, taken, moves, i, month, before, drew, year):  # type: ignore[no-untyped-def]
    """The household of somebody who leaves for the first time, the number of households then, and whether kin drew
    them; `left` have left before, `before` is the household of the last of them, and kin `drew` that one or did not.
    """
    identity = moves.ids[i]
    has_company = moves.same_party[i] and before != NONE and households.home[before] > 0
    if has_company and uniform(keyed(identity, WITH)) < given.together:
        year[WITH_FAMILY] += 1
        year[FOLLOWED] += drew
        return before, count, drew
    watched = year[WATCHED] / max(year[HOUSEHOLDS], 1)
    if moves.drawing[i] and uniform(keyed(identity, FOLLOWS)) < given.drawn[month]:
        h = some_household(households, count, given, keyed(identity, FOLLOWS), month, True, watched)
        if h != NONE:
            year[FOLLOWED] += 1
            at_home, kin = households.home[h], households.kin[h]
            if uniform(keyed(identity, KIN_OR_MEMBER)) * (at_home + kin) < at_home:
                return h, count, True
            households.kin[h] -= 1
            return new_household(households, count, given, taken, month, identity), count + 1, True
    if uniform(keyed(identity, WHICH)) * (given.home[month] - left) < members:
        h = some_household(households, count, given, keyed(identity, WHICH), month, False, watched)
        if h != NONE:
            return h, count, False
    return new_household(households, count, given, taken, month, identity), count + 1, False


@numba.njit(**JIT)
def _becomes(households, people, p, status, year, arrives):  # type: ignore[no-untyped-def]
    """Something has become of somebody who left."""
    h, was = people.household[p], people.status[p]
    if was == status:
        return
    households.gone[h] += (was == HOME) - (status == HOME)
    households.free[h] += (status == FREE) - (was == FREE)
    people.status[p] = status
    if arrives:
        year[ARRIVED] += 1
        if people.kin[p] or households.free[h] > 1:
            people.kin[p] = 1
            year[ARRIVED_TO_KIN] += 1


@numba.njit(**JIT)
def _counted(households, count, given, month, share_watched, year):  # type: ignore[no-untyped-def]
    """What is true of households at the end of a year."""
    year[MADE] = count
    for h in range(count):
        home, gone, free = households.home[h], households.gone[h], households.free[h]
        if gone == 0 or home == 0:
            continue
        watched, lasts = is_watched(households, h, month), month < households.until[h]
        contact = free > 0 and in_contact(households, h, given, month, share_watched)
        year[HOUSEHOLDS] += 1
        year[PEOPLE] += home
        year[WATCHED] += watched
        year[WATCHED_CLOSELY] += watched and households.closely[h]
        year[REFUSED] += lasts and households.refused[h]
        year[PUNISHED] += households.known[h] and households.punished[h]
        year[IN_CONTACT] += contact
        year[SENT_MONEY] += contact and uniform(keyed(keyed(households.id[h], MONEY), month)) < given.money
        year[FREE_WITH_FAMILY] += free
        year[AT_RISK] += free * (watched or (lasts and households.refused[h]))


@numba.njit(**JIT)
def _one_move(households, count, members, left, people, given, taken, moves, i, before, drew, year):  # type: ignore[no-untyped-def]
    """One move; gives the numbers of households, of members at home and of people who have left, the household, and
    whether kin drew the one who moves.
    """
    month, p, status = moves.months[i], moves.people[i], moves.statuses[i]
    if moves.first[i]:
        year[LEFT] += 1
        h, made, drawn = _household_of(
            households, count, members, left, given, taken, moves, i, month, before, drew, year
        )
        left += 1
        if made > count:
            members += households.home[h]
        count = made
        households.home[h] -= 1
        members -= 1
        people.household[p], people.status[p], people.kin[p] = h, HOME, drawn
    h = people.household[p]
    was = people.status[p]
    _becomes(households, people, p, status, year, moves.arrives[i])
    leaves = (
        was == HOME and status != HOME and uniform(keyed(keyed(moves.ids[i], LEARNT), month)) < given.known
    )
    if leaves or (status == HELD and was != HELD):
        becomes_known(households, h, given, month, keyed(moves.ids[i], month))
    return count, members, left, h, people.kin[p] == 1


@numba.njit(**JIT)
def run(moves, given, households, people, told):  # type: ignore[no-untyped-def]
    """Goes through all moves; fills `told` [year, counted]. Gives the number of households."""
    count, members, left, before, drew, i, begin = 0, 0, 0, NONE, False, 0, 0
    taken = np.zeros(len(given.of_people))
    last = told[0].copy()
    for y in range(len(told)):
        year = last.copy()  # what was true of households at the end of the year before, while this one runs
        year[LEFT:] = 0.0
        while i < len(moves.months) and moves.months[i] < given.ends[y]:
            count, members, left, before, drew = _one_move(
                households, count, members, left, people, given, taken, moves, i, before, drew, year
            )
            i += 1
        members -= a_year_passes(households, count, given, y, given.ends[y] - begin)
        begin = given.ends[y]
        watched = year[WATCHED] / max(year[HOUSEHOLDS], 1)
        year[:LEFT] = 0.0
        _counted(households, count, given, begin - 1, watched, year)
        told[y] = last = year
    return count
