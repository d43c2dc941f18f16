"""Every number that is counted of families is that of a country where each household is known from the beginning."""

from functools import cache

import numpy as np
import pytest
from scipy import stats

from departures.families.households import AWAY, FREE, HELD, HOME
from departures.families.kernel import COUNTED, Moves
from families.everybody import Country
from families.test_households import LEAVING, SIZES, YEARS, given, gone_through
from families.test_households import PEOPLE_AT_HOME as PEOPLE

MONTHS, LEVEL = 12 * YEARS, 0.001
REPEATS, MANY = 300, 3_000
FACTS = given(
    drawn=np.full(MONTHS, 0.3), contact=np.linspace(0.3, 0.7, MONTHS), together=0.6, kin_outside=2.0, known=0.5,
    watched=0.5, closely=0.3, refused=0.4, punished=0.2, watch_months=18.0, withdrawal=0.5, money=0.4,
)  # fmt: skip


@cache
def moves(seed):
    """People leave in twos; later some are in freedom, some held, and of these some at home again."""
    random = np.random.default_rng(seed)
    people = np.arange(LEAVING)
    leaves = people * MONTHS // LEAVING
    leaves[1::2] = leaves[::2]
    ids = random.integers(2**63, size=LEAVING, dtype=np.uint64)
    becomes = random.choice([FREE, HELD, AWAY], size=LEAVING, p=[0.5, 0.3, 0.2])
    then = leaves + np.where(becomes == FREE, random.integers(6, 30, LEAVING), 3)
    back = (becomes == HELD) & (random.random(LEAVING) < 0.5)
    later = becomes != AWAY
    parts = [
        (then[later], people[later], becomes[later], becomes[later] == FREE),
        (then[back] + 9, people[back], np.full(back.sum(), HOME), np.zeros(back.sum(), dtype=bool)),
        (leaves, people, np.full(LEAVING, AWAY), np.zeros(LEAVING, dtype=bool)),
    ]
    months, who, statuses, arrives = (np.concatenate(part) for part in zip(*parts, strict=True))
    first = np.arange(len(months)) >= len(months) - LEAVING
    order = np.argsort(months, kind="stable")
    every = Moves(
        months, who, ids[who], first, first & (who % 2 == 0), first & (who % 2 == 1), statuses, arrives
    )
    return Moves(*(part[order] for part in every))


def drawn_afterwards(facts, repeats):
    return np.array([gone_through(moves(seed), facts)[0] for seed in range(repeats)])


@cache
def known_all_along(repeats):
    sizes = np.arange(1, len(SIZES) + 1)
    households = np.round(SIZES * PEOPLE / (SIZES * sizes).sum()).astype(int)
    return np.array([Country(households, FACTS, seed).run(moves(seed)) for seed in range(repeats)])


def least_p_value(facts, repeats=REPEATS):
    """Of all numbers of all years, by Holm's rule: the least p value times how many there are; and which it is."""
    one, other = drawn_afterwards(facts, repeats), known_all_along(repeats)
    error = (one - other).std(0) / np.sqrt(repeats)  # the same moves: what they differ in, both share
    p_values = 2.0 * stats.norm.sf(np.abs((one - other).mean(0)) / np.maximum(error, 1e-12))
    _, number = np.unravel_index(p_values.argmin(), p_values.shape)
    return p_values.min() * p_values.size, int(number)


def test_all_that_is_counted_is_counted_in_a_country_where_every_household_is_known():
    every = known_all_along(REPEATS)[:, -1].mean(0)
    assert len(every) == COUNTED
    assert every.min() > 5.0  # nothing is compared that does not happen
    least, number = least_p_value(FACTS)
    assert least > LEVEL, number


def biased(name, factor):
    return FACTS._replace(**{name: factor * getattr(FACTS, name)})


@pytest.mark.parametrize(
    ("name", "factor"), [("watched", 1.06), ("refused", 1.06), ("together", 1.02), ("drawn", 1.06)]
)
def test_a_small_bias_is_found(name, factor):
    assert least_p_value(biased(name, factor))[0] < LEVEL


@pytest.mark.slow
def test_the_same_with_so_many_repeats_that_two_in_a_hundred_are_found():
    assert least_p_value(FACTS, MANY)[0] > LEVEL
    for name in ("watched", "together"):
        assert least_p_value(biased(name, 1.02), MANY)[0] < LEVEL, name
