"""Whole parties leave: exactly the mean, the variance of their law, and never more people than there are."""

from functools import cache

import numba
import numpy as np
import pytest
from scipy import stats

from departures.engines.population_calls import stream
from departures.engines.population_parties import _in_parties, leaving
from departures.engines.population_shape import Laws, laws_of
from departures.model.party import ALONE, PartyKind, logarithmic_parties, party_law
from departures.model.transition import GroupSize
from engines.chance import holm, of_means, of_variances

LAWS = {
    "alone": ALONE,
    "of one and sometimes two": party_law(GroupSize(1.25, 0.1875)),
    "of two or three": party_law(GroupSize(2.6, 0.5)),
    "Poisson": party_law(GroupSize(2.5, 1.5)),
    "of workers": party_law(GroupSize(2.5, 6.0)),
    "long-tailed": party_law(GroupSize(1.1, 2.0)),
    "logarithmic": logarithmic_parties(4.0),
}
SIZES = 4000
"""Sizes that are added up in theory; the chance of a larger party is below 1e-12 for each law."""
REPEATS = 4000


@numba.njit
def _drawn(random, people, chance, laws, edge, repeats):
    return np.array([leaving(random, people, chance, laws, edge) for _ in range(repeats)])


@numba.njit
def _sizes(random, parties, laws, edge, repeats):
    return np.array([_in_parties(random, parties, laws, edge) for _ in range(repeats)])


def laws(*several):
    return laws_of(dict(enumerate(several)))


def generating(law, x):
    """The generating function of a party's size at x."""
    if law.kind is PartyKind.ALONE:
        return x
    if law.kind is PartyKind.LOGARITHMIC:
        share = law.first / (1.0 + law.first)
        return np.log1p(-share * x) / np.log1p(-share)
    if law.kind is PartyKind.GAMMA_POISSON:
        return x * (1.0 + law.second * (1.0 - x)) ** -law.first
    down = np.floor(law.second)
    plain = x**down * (1.0 + (law.second - down) * (x - 1.0))
    return x * (law.first * np.exp(law.second * (x - 1.0)) + (1.0 - law.first) * plain)


def chances(law):
    """P(size = 0, 1, …), from the generating function around the unit circle."""
    circle = np.exp(-2j * np.pi * np.arange(SIZES) / SIZES)
    return np.maximum(np.fft.ifft(generating(law, circle).astype(complex)).real, 0.0)


@cache
def squares(name, people):
    """Expected sum of squared sizes when so many people are sorted into parties, the last one cut.

    Logarithmic parties need no cut: they are those of Ewens's partition.
    """
    if LAWS[name].kind is PartyKind.LOGARITHMIC:
        return people * (1.0 + (people - 1.0) / (people / LAWS[name].first + 1.0))
    chance = chances(LAWS[name])[: people + 1]
    larger = 1.0 - np.cumsum(chance)
    found = np.zeros(people + 1)
    for n in range(1, people + 1):
        sizes = np.arange(1, n + 1)
        found[n] = chance[1 : n + 1] @ (sizes**2 + found[n - sizes]) + larger[n] * n**2
    return found[people]


CASES = [
    (name, people, chance)
    for name in LAWS
    for people in (1, 2, 7, 60, 100_000)
    for chance in (0.003, 0.3, 0.5, 0.97)
]


@cache
def samples():
    """People who leave, [repeat, case]."""
    drawn = []
    for number, (name, people, chance) in enumerate(CASES):
        drawn.append(_drawn(stream(3, number), people, chance, laws(LAWS[name]), 0, REPEATS))
    return np.stack(drawn, axis=1)


def test_the_mean_is_people_times_chance():
    expected = [people * chance for _, people, chance in CASES]
    seen = [
        i for i, mean in enumerate(expected) if mean * REPEATS >= 1000
    ]  # the rarest are too skewed for z tests
    p_values = of_means(samples()[:, seen], np.array(expected)[seen])
    assert not holm(p_values).any()
    biased = of_means(samples()[:, seen], 1.05 * np.array(expected)[seen])
    assert holm(biased).sum() > len(seen) / 2


def test_the_variance_is_that_of_whole_parties():
    """q(1 − q)·Σs² over parties; for many people Σs² is people·dispersion."""
    many = 1000
    seen = [i for i, (_, people, chance) in enumerate(CASES) if people * chance * REPEATS >= 1000]
    expected = []
    for i in seen:
        name, people, chance = CASES[i]
        of_squares = people * LAWS[name].dispersion if people > many else squares(name, people)
        expected.append(chance * (1.0 - chance) * of_squares)
    assert not holm(of_variances(samples()[:, seen], expected)).any()
    alone = [chance * (1.0 - chance) * people for _, people, chance in (CASES[i] for i in seen)]
    assert holm(of_variances(samples()[:, seen], alone)).sum() > len(seen) / 3


def test_never_more_leave_than_there_are():
    people = np.array([people for _, people, _ in CASES])
    assert np.all(samples() >= 0)
    assert np.all(samples() <= people)
    assert np.all(samples()[:, people == 1] <= 1)


@pytest.mark.parametrize("name", LAWS)
def test_sizes_have_the_declared_moments(name):
    law = LAWS[name]
    for parties in (1, 50) if law.kind in {PartyKind.GAMMA_POISSON, PartyKind.MIXED} else ():
        drawn = _sizes(stream(4, parties), parties, laws(law), 0, 40_000)[:, None]
        assert drawn.min() >= parties
        assert of_means(drawn, [parties * law.mean])[0] > 1e-4
        assert of_variances(drawn, [parties * law.variance])[0] > 1e-4
    chance, sizes = chances(law), np.arange(SIZES)
    assert chance @ sizes == pytest.approx(law.mean, rel=1e-6)
    assert chance @ sizes**2 - law.mean**2 == pytest.approx(law.variance, rel=1e-6, abs=1e-7)


def test_counts_from_an_inexhaustible_source_are_negative_binomial():
    """The law of counts in `inference.densities.compound_poisson`, number by number."""
    mean, dispersion, people = 5.0, 4.0, 10**9
    drawn = _drawn(stream(6, 0), people, mean / people, laws(logarithmic_parties(dispersion)), 0, 20_000)
    excess = dispersion - 1.0
    rare = 25
    numbers = np.arange(rare)
    law = stats.nbinom(mean / excess, 1.0 / dispersion)
    seen = (np.minimum(drawn, rare)[:, None] == np.arange(rare + 1)).astype(float)
    assert not holm(of_means(seen, [*law.pmf(numbers), law.sf(rare - 1)])).any()
    poisson = stats.poisson(mean)
    assert holm(of_means(seen, [*poisson.pmf(numbers), poisson.sf(rare - 1)])).any()


def test_a_way_that_nobody_or_everybody_takes_needs_no_luck():
    assert np.all(_drawn(stream(1, 1), 50, 0.0, laws(LAWS["of workers"]), 0, 50) == 0)
    assert np.all(_drawn(stream(1, 1), 50, 1.0, laws(LAWS["of workers"]), 0, 50) == 50)


def test_laws_become_arrays_edge_by_edge():
    made = laws(ALONE, LAWS["of workers"])
    assert isinstance(made, Laws)
    assert made.kinds.tolist() == [0, 1]
    assert made.means.tolist() == [1.0, 2.5]
