"""Draws moved to where the posterior without a figure lies tell what it gives to that figure; known answers."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import logsumexp

from departures.inference import moved
from departures.inference.importance import log_weights_without, smoothed
from departures.inference.moved import line_of, moved_draws, needy

SHAPES = np.array([[5.0, 1.0, 0.0], [0.5, 0.5, 0.1], [-4.0, 2.0, 3.0]])
"""What each figure expects of a vector z: that times z. The first and the last are known by little but themselves."""
SEEN = np.array([9.0, 0.3, -12.0])
NAMES = ("count:2004", "count:2005", "sex:2004")
COUNTED = np.ones(3)


def terms_of(z):
    return stats.norm.logpdf(SEEN, z @ SHAPES.T)


def foretell(z):
    return {"terms": terms_of(z), "z": z}


def posterior(counted):
    """Mean and covariance given the figures that count."""
    used, seen = SHAPES[counted], SEEN[counted]
    spread = np.linalg.inv(np.eye(3) + used.T @ used)
    return spread @ used.T @ seen, spread


def true_density(place):
    mean, spread = posterior(np.arange(3) != place)
    return stats.norm.logpdf(
        SEEN[place], SHAPES[place] @ mean, np.sqrt(1.0 + SHAPES[place] @ spread @ SHAPES[place])
    )


def draws(seed, count=1_600):
    mean, spread = posterior(np.ones(3, dtype=bool))
    return np.random.default_rng(seed).multivariate_normal(mean, spread, size=count)


def of_one(place, seed):
    z = draws(seed)
    return moved_draws(z, foretell(z), {place: z @ SHAPES[place]}, COUNTED, foretell)[place]


def told(terms, logs):
    return float(logsumexp(logs + terms))


@pytest.mark.parametrize("place", [0, 2])
def test_a_figure_that_weighs_much_is_told_rightly_without_it(place):
    alone, together = [], []
    for seed in range(20):
        term = terms_of(draws(seed))[:, place]
        alone.append(told(term, log_weights_without(term)[0]) - true_density(place))
        found = of_one(place, seed)
        logs, k = smoothed(found.log_weights)
        together.append(told(found.draws["terms"][:, place], logs) - true_density(place))
        assert k < 0.7
    assert np.sqrt(np.mean(np.square(together))) < 0.1
    assert np.sqrt(np.mean(np.square(alone))) > 5 * np.sqrt(np.mean(np.square(together)))


def test_weighted_draws_are_those_of_the_posterior_without_it():
    mean, spread = posterior(np.arange(3) != 0)
    found = of_one(0, 3)
    weights = np.exp(found.log_weights - logsumexp(found.log_weights))
    here = weights @ found.draws["z"]
    np.testing.assert_allclose(here, mean, atol=0.1)
    away = found.draws["z"] - here
    np.testing.assert_allclose((weights[:, None] * away).T @ away, spread, atol=0.12)


def test_a_figure_that_is_left_out_already_counts_nothing():
    """Its term is no part of the density by which draws are weighed."""
    z, counted = draws(4), np.array([1.0, 0.0, 1.0])
    mean, spread = posterior(np.array([True, False, True]))
    z = np.random.default_rng(4).multivariate_normal(mean, spread, size=1_600)
    found = moved_draws(z, foretell(z), {0: z @ SHAPES[0]}, counted, foretell)[0]
    logs, _ = smoothed(found.log_weights)
    rest, wide = posterior(np.array([False, False, True]))
    expected = stats.norm.logpdf(SEEN[0], SHAPES[0] @ rest, np.sqrt(1.0 + SHAPES[0] @ wide @ SHAPES[0]))
    assert told(found.draws["terms"][:, 0], logs) == pytest.approx(expected, abs=0.3)


def test_draws_for_which_a_term_is_no_number_stand_for_nothing():
    def sometimes(z):
        terms = terms_of(z)
        terms[z[:, 0] < np.quantile(z[:, 0], 0.02)] = -np.inf
        return {"terms": terms, "z": z}

    z = draws(5)
    found = moved_draws(z, foretell(z), {0: z @ SHAPES[0]}, COUNTED, sometimes)[0]
    assert np.isfinite(found.log_weights).all()
    assert np.isfinite(found.draws["terms"]).all()
    assert len(found.log_weights) == len(found.draws["z"]) < 1_600


def test_a_line_leads_there_and_back_and_never_makes_draws_narrower():
    z = draws(6)
    line = line_of(z, z @ SHAPES[0], terms_of(z)[:, 0])
    np.testing.assert_allclose(line.back(line.there(z)), z, atol=1e-9)
    assert 1.0 < line.width <= moved.WIDEST
    stretch = np.linalg.slogdet(np.cov(line.there(z).T))[1] - np.linalg.slogdet(np.cov(z.T))[1]
    assert stretch == pytest.approx(2.0 * np.log(line.width))


def test_draws_are_moved_only_for_counts_and_sexes_that_are_told_too_roughly():
    terms = terms_of(draws(7))
    assert needy(terms, NAMES, COUNTED) == [0, 2]
    assert needy(terms, NAMES, np.array([0.0, 1.0, 1.0])) == [2]
    assert needy(terms, ("stock:a", "flow:b", "stay:c"), COUNTED) == []
