"""Densities sum to one and have the variance that they state; quarters add up to years."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.special import digamma, gammaln
from scipy.stats import betabinom
from scipy.stats import dirichlet_multinomial as reference

from departures.inference.densities import (
    beta_binomial,
    compound_poisson,
    dirichlet_multinomial,
    log_gamma,
    log_normal,
    log_ways,
    possible_hits,
    wordings,
)

jax.config.update("jax_enable_x64", True)

COUNTS = np.arange(0.0, 1500.0)


def chances(mean, dispersion):
    every = jnp.full_like(COUNTS, mean), jnp.full_like(COUNTS, dispersion)
    log = compound_poisson(COUNTS, *every, gammaln(COUNTS + 1.0))
    return np.exp(np.asarray(log))


@pytest.mark.parametrize(("mean", "dispersion"), [(3.0, 1.2), (80.0, 3.0), (0.2, 8.0)])
def test_counts_sum_to_one_with_variance_dispersion_times_mean(mean, dispersion):
    found = chances(mean, dispersion)
    assert found.sum() == pytest.approx(1.0, rel=1e-9)
    average = (found * COUNTS).sum()
    assert average == pytest.approx(mean, rel=1e-7)
    assert (found * (COUNTS - average) ** 2).sum() == pytest.approx(dispersion * mean, rel=1e-6)


@pytest.mark.parametrize("concentration", [3.0, 600.0])
def test_a_dirichlet_multinomial_is_that_of_the_library(concentration):
    counts, shares = np.array([1567, 82, 156, 251, 19]), np.array([0.7, 0.05, 0.09, 0.14, 0.02])
    ways = gammaln(counts.sum() + 1.0) - gammaln(counts + 1.0).sum()
    found = dirichlet_multinomial(counts, ways, jnp.asarray(shares), jnp.asarray(concentration))
    assert float(found) == pytest.approx(
        reference.logpmf(counts, shares * concentration, counts.sum()), rel=1e-9
    )


def test_quarters_of_one_dispersion_add_up_to_a_year_of_the_same():
    year = np.convolve(chances(20.0, 2.5), chances(50.0, 2.5))[: len(COUNTS)]
    np.testing.assert_allclose(year[:300], chances(70.0, 2.5)[:300], rtol=1e-8)


def women(trials, share, concentration):
    hits = np.arange(trials + 1.0)
    every = np.full_like(hits, trials)
    log = beta_binomial(hits, every, log_ways(every, hits), np.full_like(hits, share), concentration)
    return hits, np.exp(np.asarray(log))


@pytest.mark.parametrize(("share", "concentration"), [(0.7, 50.0), (0.2, 3.0)])
def test_the_beta_binomial_sums_to_one_around_its_share(share, concentration):
    hits, found = women(40, share, concentration)
    assert found.sum() == pytest.approx(1.0, rel=1e-9)
    assert (found * hits).sum() == pytest.approx(40 * share, rel=1e-9)
    spread = 40 * share * (1 - share) * (1 + 39 / (1 + concentration))
    assert (found * (hits - 40 * share) ** 2).sum() == pytest.approx(spread, rel=1e-8)


def test_one_owner_has_the_chances_of_all_its_hits():
    hits, found = women(40, 0.7, 50.0)
    owner = np.zeros(len(hits), dtype=int)
    ways = log_ways(40.0, hits)
    log = beta_binomial(hits, np.array([40.0]), ways, jnp.array([0.7]), jnp.asarray(50.0), owner)
    np.testing.assert_allclose(np.exp(log), found, rtol=1e-12)


def test_the_logarithm_of_gamma_and_its_slope_are_those_of_the_reference():
    x = np.concatenate([np.logspace(-7, 7, 2_001), np.linspace(0.5, 3.0, 501)])
    np.testing.assert_allclose(log_gamma(jnp.asarray(x)), gammaln(x), rtol=1e-13, atol=1e-13)
    slope = jax.vmap(jax.grad(log_gamma))(jnp.asarray(x))
    np.testing.assert_allclose(slope, digamma(x), rtol=1e-12, atol=1e-12)


def test_a_log_normal_figure_is_a_density_on_the_log_scale():
    logs = np.linspace(-8.0, 12.0, 20_001)
    heights = np.exp(np.asarray(log_normal(np.exp(logs), jnp.asarray(5.0), jnp.asarray(0.7))))
    assert heights.sum() * (logs[1] - logs[0]) == pytest.approx(1.0, rel=1e-6)
    assert np.exp(logs[heights.argmax()]) == pytest.approx(5.0, rel=1e-3)


def test_a_wording_lies_between_a_tenth_and_one():
    with np.errstate(divide="ignore"):
        log = np.log(np.array([0.0, 0.0, 0.25, 0.75]))
    found = np.exp(np.asarray(wordings(log.reshape(2, 2), np.ones((2, 2)), np.full(2, 0.1))))
    np.testing.assert_allclose(found, [0.1, 1.0])


def test_a_wording_of_half_belief_is_in_between():
    assert np.exp(wordings(np.log([[0.5]]), np.ones((1, 1)), np.full(1, 0.1)))[0] == pytest.approx(0.55)


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(0.0, 0.1, [0, 1, 2]), (0.5, 1.0, range(10, 21)), (0.31, 0.34, [])]
)
def test_the_hits_that_a_wording_allows(low, high, expected):
    hits, stands_for = possible_hits(20, low, high)
    assert list(hits[stands_for > 0.0]) == list(expected)
    assert stands_for.sum() == len(expected)


@pytest.mark.parametrize("people", [100, 1_400, 30_000])
@pytest.mark.parametrize("limits", [(0.0, 0.1), (0.5, 1.0), (0.35, 0.8)])
@pytest.mark.parametrize("share", [1e-3, 0.04, 0.3, 0.55, 0.97])
@pytest.mark.parametrize("concentration", [5.0, 60.0, 1_000.0])
def test_a_few_points_tell_the_chance_of_a_wording_about_many_people(people, limits, share, concentration):
    hits, stands_for = possible_hits(people, *limits)
    given = jnp.array([share]), jnp.asarray(concentration)
    trials = np.array([float(people)])
    owner = np.zeros(len(hits), dtype=int)
    log = beta_binomial(hits, trials, log_ways(trials[owner], hits), *given, owner)
    every = np.arange(np.ceil(limits[0] * people - 1e-9), np.floor(limits[1] * people + 1e-9) + 1.0)
    exact = betabinom.pmf(every, people, share * concentration, (1.0 - share) * concentration).sum()
    assert (stands_for * np.exp(np.asarray(log))).sum() == pytest.approx(exact, abs=2e-4)
