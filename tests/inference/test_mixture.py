"""A mixture of posteriors foretells a figure that weighs much, left out, far better than the posterior alone can."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats
from scipy.special import logsumexp

from departures.inference.importance import log_weights_without
from departures.inference.mixture import UNEVEN, balanced, weights_without
from inference.test_tasks import tasks_of

jax.config.update("jax_enable_x64", True)

WIDE = 2.0
"""Spread of the priors below: seen once, with an error of 1, so far out, a mean is known by little else."""
SEEN = np.array([6.0, -5.0, 0.4])
TIGHT = 2
"""Place of the figure that is known well without being seen: its mean has a prior of spread 0.5."""
SPREADS = np.array([WIDE, WIDE, 0.5])
NAMES = ("count:2004", "sex:2004", "count:2005")
TRUE = stats.norm.logpdf(SEEN, 0.0, np.sqrt(SPREADS**2 + 1.0))


def posterior_draws(random, count):
    known = SPREADS**2 / (1.0 + SPREADS**2)
    return known * SEEN + np.sqrt(known) * random.standard_normal((count, 3))


def terms_of(means):
    return stats.norm.logpdf(SEEN, means)


def mixture_draws(random, count, without):
    """Of the posterior and of those without each figure: as many as these weights are, against what is true."""
    means = posterior_draws(random, count)
    shares = np.append(np.exp(without - TRUE), 1.0)  # the last is the posterior
    part = random.choice(len(shares), size=count, p=shares / shares.sum())
    for place in range(len(without)):
        means[part == place, place] = SPREADS[place] * random.standard_normal((part == place).sum())
    return means


def told_without(terms, weights=None):
    """Log density given to each figure without it, and the Pareto k."""
    found = [log_weights_without(term, weights) for term in terms.T]
    return np.array([logsumexp(logs + term) for (logs, _), term in zip(found, terms.T, strict=True)]), [
        k for _, k in found
    ]


def both(seed):
    """Errors in what is told of each figure without it: by the posterior alone, and with a mixture."""
    random = np.random.default_rng(seed)
    own = terms_of(posterior_draws(random, 1_600))
    without = weights_without(own, NAMES, np.ones(3))
    mixed = terms_of(mixture_draws(random, 600, without))
    alone, _ = told_without(own)
    together, _ = told_without(np.concatenate([own, mixed]), balanced(own, mixed, without))
    return alone - TRUE, together - TRUE


def test_what_is_told_of_a_figure_that_is_left_out_is_right_where_the_posterior_alone_errs():
    alone, together = np.sqrt(np.mean(np.square([both(seed) for seed in range(30)]), axis=0))
    assert alone[:TIGHT].min() > 1.0
    assert together[:TIGHT].max() < 0.15
    assert together[TIGHT] < 0.02


def test_only_what_the_posterior_alone_tells_too_roughly_is_in_the_mixture():
    own = terms_of(posterior_draws(np.random.default_rng(1), 1_600))
    without = weights_without(own, NAMES, np.ones(3))
    assert np.isfinite(without).tolist() == [True, True, False]
    np.testing.assert_allclose(without[:TIGHT], TRUE[:TIGHT], atol=3.0)
    assert not np.isfinite(weights_without(own, NAMES, np.array([0.0, 0.0, 1.0]))).any()
    assert not np.isfinite(weights_without(own, ("stock:a", "flow:b", "stay:c"), np.ones(3))).any()


def test_put_together_both_are_draws_of_the_posterior_and_weights_can_be_trusted():
    random = np.random.default_rng(5)
    without = np.array([*(TRUE[:TIGHT] - [0.5, 0.0]), -np.inf])
    first, second = posterior_draws(random, 1_600), mixture_draws(random, 600, without)
    logs = balanced(terms_of(first), terms_of(second), without)
    weights, means = np.exp(logs), np.concatenate([first, second])
    assert weights.sum() == pytest.approx(1.0)
    known = SPREADS**2 / (1.0 + SPREADS**2)
    np.testing.assert_allclose(weights @ means, known * SEEN, atol=0.08)
    np.testing.assert_allclose(weights @ (means - known * SEEN) ** 2, known, atol=0.12)
    assert max(told_without(terms_of(means), logs)[1]) < UNEVEN


def test_the_density_that_is_sampled_is_that_of_the_mixture():
    tasks = tasks_of("veldran")
    likelihood = tasks._likelihood
    z = 0.3 * np.random.default_rng(3).standard_normal(likelihood.layout.size)
    plain, slope = (np.asarray(part) for part in tasks._gradient(z))
    terms = np.asarray(likelihood.terms(jnp.asarray(z)))
    without = np.full(len(terms), -np.inf)
    without[[1, 4]] = [-3.0, -7.0]
    tasks._sampler = type("Sampler", (), {"turned_to": lambda self, known: None})()
    tasks._mix(without)
    mixed = float(tasks._gradient(z)[0])
    parts = [0.0, -3.0 - terms[1], -7.0 - terms[4]]
    assert mixed == pytest.approx(float(plain - logsumexp(parts)), rel=1e-9)
    tasks._mix(np.full(len(terms), -np.inf))
    back, slope_back = (np.asarray(part) for part in tasks._gradient(z))
    assert back == pytest.approx(float(plain), rel=1e-12)
    np.testing.assert_allclose(slope_back, slope, rtol=1e-9, atol=1e-9)
