"""Households that somebody has left, and the people who left them, as arrays; compiled by Numba.

A household is made when the first of its members leaves: it is as large as that of a member drawn from all people, so
large households are found more often. Households that nobody has left are counted only.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from departures.engines.individual_keys import JIT, exponential, keyed, uniform
from departures.engines.individual_state import NONE
from departures.quantities import Array

(
    SIZE, KIN, WATCHED, CLOSELY, REFUSED, PUNISHED, SPAN, LEARNT, CONTACT, MONEY, WHICH, FOLLOWS, KIN_OR_MEMBER, WITH,
    DIES,
) = range(100, 115)  # fmt: skip
"""What a number is for, apart from what the engine draws: size and kin of a household, what is done to it and for how
long, whether a departure is learnt of, contact, money, which household a leaver is of, whether one follows kin, as a
member or from elsewhere, or goes with family, who dies."""
HOME, AWAY, HELD, FREE, DEAD = range(5)
"""What has become of somebody who left: home again, away, held, in freedom, dead."""
TRIES = 100
"""Households that are looked at by chance for one of which somebody leaves, before all of them are."""

HOUSEHOLD = np.dtype(
    [("id", "u8"), ("until", "f8"), ("members", "i4"), ("home", "i4"), ("kin", "i4"), ("gone", "i4"), ("free", "i4"),
     ("known", "i1"), ("watched", "i1"), ("closely", "i1"), ("refused", "i1"), ("punished", "i1")], align=True
)  # fmt: skip
"""Identity; the month until which what is done to it lasts; members at first and at home now; close kin elsewhere at
home; members gone, and of them in freedom; whether a departure is known, and what follows for it."""
PERSON = np.dtype([("household", "i4"), ("status", "i1"), ("kin", "i1")])
"""Household; what has become of them; whether kin were in freedom when they arrived."""


class Given(NamedTuple):
    """What a run is given besides its moves.

    of_people [size − 1]: share of people in households of each size; home [month]: people at home; drawn [month]: of
    departures to which kin can draw others, the share that they do; contact [month]: share of households in contact;
    ends [year]: the month after each calendar year, as an index; deaths: per person and month; and one draw of each
    unknown (see `settings.FamiliesSetting`), in months for a span.
    """

    of_people: Array
    home: Array
    drawn: Array
    contact: Array
    ends: Array
    deaths: float
    together: float
    kin_outside: float
    known: float
    watched: float
    closely: float
    refused: float
    punished: float
    watch_months: float
    withdrawal: float
    money: float


@numba.njit(**JIT)
def poisson(key, mean):  # type: ignore[no-untyped-def]
    """A Poisson number of this mean."""
    passed, number = exponential(keyed(key, 0)), 0
    while passed < mean:
        number += 1
        passed += exponential(keyed(key, number))
    return number


@numba.njit(**JIT)
def _size(given, taken, month, number):  # type: ignore[no-untyped-def]
    """Members of the household of somebody drawn from all in households that nobody has left; `taken` [size − 1] are
    the people of the others. Where none is left, everybody counts.
    """
    total = 0.0
    for size in range(len(taken)):
        total += max(given.of_people[size] * given.home[month] - taken[size], 0.0)
    left = number * total
    for size in range(len(taken)):
        left -= max(given.of_people[size] * given.home[month] - taken[size], 0.0)
        if left < 0.0:
            return size + 1
    left = number
    for size in range(len(taken)):
        left -= given.of_people[size]
        if left < 0.0:
            return size + 1
    return len(taken)


@numba.njit(**JIT)
def new_household(households, count, given, taken, month, identity):  # type: ignore[no-untyped-def]
    """A household of which nobody had left; gives its number."""
    size = _size(given, taken, month, uniform(keyed(identity, SIZE)))
    taken[size - 1] += size
    households.id[count], households.until[count] = identity, -1.0
    households.members[count] = households.home[count] = size
    households.kin[count] = poisson(keyed(identity, KIN), given.kin_outside)
    return count


@numba.njit(**JIT)
def in_contact(households, h, given, month, share_watched):  # type: ignore[no-untyped-def]
    """Whether a household is in contact: fewer of the watched are, and about as many in all as `contact` says."""
    contact = given.contact[month]
    if share_watched < 1.0:
        lost = given.withdrawal
        others = min(contact * (1.0 - share_watched * (1.0 - lost)) / (1.0 - share_watched), 1.0)
        contact = contact * (1.0 - lost) if is_watched(households, h, month) else others
    return uniform(keyed(households.id[h], CONTACT)) < contact


@numba.njit(**JIT)
def is_watched(households, h, month):  # type: ignore[no-untyped-def]
    """Whether a household is watched in this month."""
    return households.watched[h] == 1 and month < households.until[h]


@numba.njit(**JIT)
def becomes_known(households, h, given, month, word):  # type: ignore[no-untyped-def]
    """The authorities learn of a departure: what a household is subject to begins, or begins anew."""
    identity = households.id[h]
    households.known[h] = 1
    households.watched[h] = uniform(keyed(identity, WATCHED)) < given.watched
    households.closely[h] = households.watched[h] and uniform(keyed(identity, CLOSELY)) < given.closely
    households.refused[h] = uniform(keyed(identity, REFUSED)) < given.refused
    households.punished[h] = uniform(keyed(identity, PUNISHED)) < given.punished
    span = given.watch_months * exponential(keyed(keyed(identity, SPAN), word))
    households.until[h] = max(households.until[h], month + span)


@numba.njit(**JIT)
def _weight(households, h, given, month, following, share_watched):  # type: ignore[no-untyped-def]
    """Those of whom somebody may leave: members at home, and with `following` close kin elsewhere, if kin in freedom
    and in contact can draw them.
    """
    if not following:
        return households.home[h]
    if households.free[h] == 0 or not in_contact(households, h, given, month, share_watched):
        return 0
    return households.home[h] + households.kin[h]


@numba.njit(**JIT)
def _of_all(households, count, given, number, month, following, share_watched):  # type: ignore[no-untyped-def]
    """The household at this share, `number`, of the people of all of them; `NONE` where there are no such people."""
    total = 0
    for h in range(count):
        total += _weight(households, h, given, month, following, share_watched)
    left = np.int64(number * total)
    for h in range(count if total > 0 else 0):
        left -= _weight(households, h, given, month, following, share_watched)
        if left < 0:
            return h
    return NONE


@numba.njit(**JIT)
def some_household(households, count, given, key, month, following, share_watched):  # type: ignore[no-untyped-def]
    """A household of which somebody more leaves, each in proportion to those who may; `NONE` where nobody may. With
    `following` these are only those whom kin in freedom and in contact can draw, close kin elsewhere among them.
    """
    most = 4.0 * len(given.of_people)
    for attempt in range(TRIES if count > 0 else 0):
        here = keyed(key, attempt)
        h = np.int64(uniform(keyed(here, 0)) * count)
        if uniform(keyed(here, 1)) * most < _weight(households, h, given, month, following, share_watched):
            return h
    return _of_all(households, count, given, uniform(keyed(key, -1)), month, following, share_watched)


@numba.njit(**JIT)
def _survivors(key, people, survive):  # type: ignore[no-untyped-def]
    """How many of so many people survive, each with the same chance: a binomial number by inversion, from all down."""
    chance, number, alive = survive**people, uniform(key), people
    while number >= chance and alive > 0:
        number -= chance
        chance *= alive / (people - alive + 1.0) * (1.0 - survive) / survive
        alive -= 1
    return alive


@numba.njit(**JIT)
def a_year_passes(households, count, given, year, months):  # type: ignore[no-untyped-def]
    """Some of those at home, and of their kin, have died in so many months; gives how many of the first."""
    survive, died = np.exp(-given.deaths * months), 0
    for h in range(count):
        key = keyed(keyed(households.id[h], DIES), year)
        alive = _survivors(keyed(key, 0), households.home[h], survive)
        died += households.home[h] - alive
        households.home[h] = alive
        households.kin[h] = _survivors(keyed(key, 1), households.kin[h], survive)
    return died
