"""Households drawn after the moves are those that would have been there all along."""

import numpy as np
import pytest

from departures.families.calls import run
from departures.families.households import AWAY, FREE, HELD, HOUSEHOLD, PERSON, Given
from departures.families.kernel import (
    COUNTED,
    FOLLOWED,
    HOUSEHOLDS,
    IN_CONTACT,
    LEFT,
    MADE,
    PEOPLE,
    WATCHED,
    WITH_FAMILY,
    Moves,
)

SIZES = np.array([0.2, 0.2, 0.2, 0.2, 0.1, 0.1])
"""Share of households of one, two and so on."""
PEOPLE_AT_HOME, LEAVING, YEARS = 3000, 900, 6
REPEATS = 300


def given(**others):
    people = SIZES * np.arange(1, len(SIZES) + 1)
    months = 12 * YEARS
    plain = Given(
        of_people=people / people.sum(), home=np.full(months, float(PEOPLE_AT_HOME)), drawn=np.zeros(months),
        contact=np.zeros(months), ends=12 * np.arange(1, YEARS + 1), deaths=0.0, together=0.0, kin_outside=0.0,
        known=0.0, watched=0.0, closely=0.0, refused=0.0, punished=0.0, watch_months=60.0, withdrawal=0.0, money=0.0,
    )  # fmt: skip
    return plain._replace(**others)


def departures(seed, count=LEAVING, parties=1, status=AWAY, **others):
    """So many people leave at even times, in parties of so many, and `status` becomes of them."""
    random = np.random.default_rng(seed)
    numbers = np.arange(count)
    plain = Moves(
        months=numbers * 12 * YEARS // count, people=numbers,
        ids=random.integers(2**63, size=count, dtype=np.uint64),
        first=np.ones(count, dtype=bool), drawing=np.zeros(count, dtype=bool), same_party=numbers % parties != 0,
        statuses=np.full(count, status), arrives=np.zeros(count, dtype=bool),
    )  # fmt: skip
    return plain._replace(**others)


def gone_through(moves, facts):
    households = np.zeros(len(moves.months) + 1, dtype=HOUSEHOLD)
    persons, told = np.zeros(len(moves.months) + 1, dtype=PERSON), np.zeros((YEARS, COUNTED))
    count = run(moves, facts, households, persons, told)
    return told, households[:count]


def there_all_along(seed):
    """The same in a country where every household is known: who leaves is drawn from all who are still at home."""
    random = np.random.default_rng(seed)
    sizes = np.arange(1, len(SIZES) + 1)
    households = np.round(SIZES * PEOPLE_AT_HOME / (SIZES * sizes).sum()).astype(int)
    members = np.repeat(np.arange(households.sum()), np.repeat(sizes, households))
    left = np.bincount(random.permutation(members)[:LEAVING], minlength=households.sum())
    at_home = np.repeat(sizes, households) - left
    return [(left > 0).sum(), ((left > 0) & (at_home > 0)).sum(), at_home[left > 0].sum()]


def z_scores(some, others):
    some, others = np.array(some, dtype=float), np.array(others, dtype=float)
    error = np.sqrt(some.var(0) / len(some) + others.var(0) / len(others))
    return (some.mean(0) - others.mean(0)) / error


def lazily(seed, facts):
    told = gone_through(departures(seed), facts)[0][-1]
    return [told[MADE], told[HOUSEHOLDS], told[PEOPLE]]


def test_households_are_those_of_a_country_where_each_is_known():
    """A third of all people leave, so that many households are met again and the rest is no longer what it was."""
    explicit = [there_all_along(seed) for seed in range(REPEATS)]
    assert np.abs(z_scores([lazily(seed, given()) for seed in range(REPEATS)], explicit)).max() < 3.5


@pytest.mark.parametrize("wrong", ["sizes of households", "nobody is met again"])
def test_the_comparison_finds_households_that_are_drawn_wrongly(wrong):
    facts = given(of_people=SIZES) if wrong == "sizes of households" else given(home=np.full(12 * YEARS, 1e9))
    explicit = [there_all_along(seed) for seed in range(REPEATS)]
    assert np.abs(z_scores([lazily(seed, facts) for seed in range(REPEATS)], explicit)).max() > 10.0


def test_nobody_of_a_household_is_made_or_lost():
    moves = departures(3, parties=3)
    told, households = gone_through(moves, given(together=0.7))
    assert (households["home"] + households["gone"] == households["members"]).all()
    assert households["gone"].sum() == LEAVING == told[:, LEFT].sum()
    assert (households["home"] >= 0).all()


def test_families_leave_together_as_far_as_there_is_family():
    alone, whole = (gone_through(departures(4, parties=2), given(together=share)) for share in (0.0, 1.0))
    assert alone[0][:, WITH_FAMILY].sum() == 0
    companions = LEAVING // 2
    had_somebody = np.mean(whole[1]["members"] > 1)
    assert 0.6 * had_somebody * companions < whole[0][:, WITH_FAMILY].sum() <= companions
    assert len(whole[1]) < len(alone[1])


def test_kin_draw_as_many_as_the_factor_says():
    half = np.full(12 * YEARS, 0.5)
    moves = departures(5, count=600, status=FREE, drawing=np.ones(600, dtype=bool))
    told, households = gone_through(moves, given(drawn=half, contact=np.ones(12 * YEARS), kin_outside=20.0))
    followed = told[1:, FOLLOWED].sum() / told[1:, LEFT].sum()
    assert abs(followed - 0.5) < 4 * np.sqrt(0.25 / 500)
    assert households["kin"].sum() < 20 * len(households)
    none, _ = gone_through(moves, given(drawn=half, contact=np.zeros(12 * YEARS), kin_outside=20.0))
    assert none[:, FOLLOWED].sum() == 0


def test_who_leaves_in_company_of_the_drawn_is_drawn_and_so_as_many_follow_as_the_factor_says():
    half = np.full(12 * YEARS, 0.5)
    moves = departures(5, count=900, parties=2, status=FREE, drawing=np.ones(900, dtype=bool))
    told, _ = gone_through(
        moves, given(drawn=half, contact=np.ones(12 * YEARS), kin_outside=30.0, together=0.8)
    )
    followed = told[1:, FOLLOWED].sum() / told[1:, LEFT].sum()
    assert told[:, WITH_FAMILY].sum() > 200
    assert abs(followed - 0.5) < 4 * np.sqrt(2 * 0.25 / 750)


def test_an_arrest_begins_what_is_done_to_a_family_once():
    """Held in custody, then punished: one arrest, one span. Of two spans the longer would be half as long again."""
    count = LEAVING
    once = departures(7, months=np.zeros(count, dtype=int), status=HELD)
    twice = Moves(*(np.repeat(part, 2) for part in once))
    twice = twice._replace(first=np.tile([True, False], count), same_party=np.zeros(2 * count, dtype=bool))
    facts = given(
        watched=1.0,
        watch_months=24.0,
        of_people=np.array([0, 0, 0, 0, 0, 1.0]),
        home=np.full(12 * YEARS, 1e9),
    )
    one, two = (gone_through(moves, facts)[0][1] for moves in (once, twice))
    assert one[WATCHED] == two[WATCHED] > 0


@pytest.mark.parametrize("withdrawal", [0.0, 0.9])
def test_as_many_are_in_contact_as_the_latent_says_whoever_is_watched(withdrawal):
    facts = given(
        known=1.0, watched=0.5, watch_months=1e6, withdrawal=withdrawal, contact=np.full(12 * YEARS, 0.4)
    )
    told = gone_through(departures(6, status=FREE), facts)[0][-1]
    assert abs(told[IN_CONTACT] / told[HOUSEHOLDS] - 0.4) < 4 * np.sqrt(0.24 / told[HOUSEHOLDS])
    assert abs(told[WATCHED] / told[HOUSEHOLDS] - 0.5) < 4 * np.sqrt(0.25 / told[HOUSEHOLDS])


def test_nothing_is_done_to_families_of_which_no_departure_is_known_until_somebody_is_held():
    facts = given(known=0.0, watched=1.0, watch_months=1e6)
    assert gone_through(departures(7), facts)[0][-1, WATCHED] == 0
    told = gone_through(departures(7, status=HELD), facts)[0][-1]
    assert told[WATCHED] == told[HOUSEHOLDS] > 0


def test_what_is_done_to_a_family_ends():
    """Nobody's household is met twice in so large a country, so each has one span of twelve months on average."""
    facts = given(known=1.0, watched=1.0, watch_months=12.0, home=np.full(12 * YEARS, 1e9))
    told, _ = gone_through(departures(8, months=np.zeros(LEAVING, dtype=int)), facts)
    lasting = np.exp(-(12 * np.arange(1, YEARS + 1) - 1) / 12.0)
    error = np.sqrt(lasting * (1.0 - lasting) / told[:, HOUSEHOLDS])
    assert (np.abs(told[:, WATCHED] / told[:, HOUSEHOLDS] - lasting) < 4.0 * error).all()


def test_those_at_home_die():
    told, _ = gone_through(departures(9, months=np.zeros(LEAVING, dtype=int)), given(deaths=0.01))
    fewer = told[-1, PEOPLE] / told[0, PEOPLE]
    assert abs(fewer - np.exp(-0.12 * (YEARS - 1))) < 0.05
