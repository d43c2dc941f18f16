"""Households in runs of the engine: what orders and logs may not change, and what departures and sizes say by hand."""

from dataclasses import replace
from functools import cache

import jax
import numpy as np
import pytest

from departures.families.history import in_order
from departures.families.kernel import ARRIVED, FOLLOWED, LEFT, MADE, PEOPLE
from departures.families.one_run import nation
from departures.families.settings import UNKNOWNS, drawn, read_families
from laws.problems import drawn as parameters_of
from laws.problems import problem

jax.config.update("jax_enable_x64", True)

SEED = 11
ALONE = {**dict.fromkeys(UNKNOWNS, 0.0), "watch_years": 1.0}
"""Unknowns under which everybody leaves alone and nothing is done to anybody."""


@cache
def made(country, explanation, people):
    """A nation of so many people, and parameters."""
    posed = problem(country, explanation)
    whole = nation(posed, read_families(posed))
    given = parameters_of(country, explanation, 3, 0.3)
    facts = whole.engine.facts(given)
    share = people / facts.first.sum()
    smaller = replace(facts, first=share * facts.first, entries=share * facts.entries)
    return replace(whole, engine=replace(whole.engine, facts=lambda _: smaller)), given


def test_the_order_of_the_log_changes_nothing():
    whole, given = made("north_korea", "reference", 200_000)
    moves = whole.engine.run(given, SEED).moves
    shuffled = np.random.default_rng(1).permutation(moves)
    for one, other in zip(in_order(moves, whole.edges, 4), in_order(shuffled, whole.edges, 4), strict=True):
        np.testing.assert_array_equal(one, other)


def test_parties_of_the_log_are_those_of_the_engine():
    """With crossings in parties of more than one, some leave together, of one cell, by one way, at one time."""
    whole, given = made("north_korea", "reference", 2_000_000)
    moves = in_order(whole.engine.run(given, SEED).moves, whole.edges, whole.engine.substeps)
    assert 0.2 < moves.same_party[moves.first].mean() < 0.6
    assert not moves.same_party[~moves.first].any()


def test_the_same_seed_gives_the_same_families_and_other_judgements_no_other_moves():
    whole, given = made("north_korea", "reference", 200_000)
    unknowns = drawn(whole.setting, np.random.default_rng(2))
    once, again = (whole.run(given, unknowns, SEED) for _ in range(2))
    np.testing.assert_array_equal(once.counted, again.counted)
    other = whole.run(given, {**unknowns, "watched": 0.01, "together": 0.0}, SEED)
    np.testing.assert_array_equal(once.arrivals, other.arrivals)
    np.testing.assert_array_equal(once.counted[:, LEFT], other.counted[:, LEFT])
    assert (once.counted != other.counted).any()


@pytest.mark.parametrize(("country", "explanation"), [("north_korea", "reference"), ("veldran", "no_kin")])
def test_families_agree_with_departures_and_household_size_alone(country, explanation):
    """By hand, without any run of households: of H_n households of n, each person left with the same chance; those whom
    kin drew are of households that somebody had left.
    """
    whole, given = made(country, explanation, 100_000)
    setting = whole.setting.households
    whole = replace(
        whole,
        setting=whole.setting.model_copy(update={"households": setting.model_copy(update={"deaths": 0.0})}),
    )
    found, expected = [], []
    sizes = np.arange(1, len(setting.sizes) + 1)
    for seed in range(12):
        told = whole.run(given, ALONE, seed)
        people = float(whole._at_home(given).mean())
        chance = (told.counted[:, LEFT] - told.counted[:, FOLLOWED]).sum() / people
        households = np.array(setting.sizes) * people / setting.mean
        stay_whole = (1.0 - chance) ** sizes
        found.append(told.counted[-1, MADE])
        expected.append((households * (1.0 - stay_whole)).sum())
    error = np.std(np.array(found) - expected) / np.sqrt(len(found))
    assert abs(np.mean(found) - np.mean(expected)) < 4 * error + 0.01 * np.mean(expected)


def test_arrivals_of_those_who_left_are_part_of_all_arrivals():
    whole, given = made("north_korea", "reference", 2_000_000)
    told = whole.run(given, drawn(whole.setting, np.random.default_rng(3)), SEED)
    assert (told.counted[:, ARRIVED] <= told.arrivals).all()
    assert told.counted[:, ARRIVED].sum() > 0.8 * told.arrivals.sum() > 0
    assert (told.counted[:, LEFT] <= told.departures).all()
    assert told.counted[-1, PEOPLE] > told.counted[-1, MADE] * 0.5
