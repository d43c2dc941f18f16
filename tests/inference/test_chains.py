"""The sampler recovers a known normal, and the same seed gives the same chain."""

from dataclasses import replace
from functools import cache

import jax.numpy as jnp
import numpy as np

from departures.inference.chains import Sampler
from departures.inference.curvature import root_of_inverse
from departures.inference.settings import SamplingSettings

CURVATURE = np.array([[40.0, 10.0], [10.0, 4.0]])
TOP = np.array([1.0, -2.0])
SETTINGS = SamplingSettings(chains=1, warm_up=100, draws=600, tree_depth=5)


def potential(z):
    away = z - jnp.asarray(TOP)
    return 0.5 * away @ jnp.asarray(CURVATURE) @ away


@cache
def sampler():
    return Sampler(potential, 2, SETTINGS)


def drawn(made, seed):
    return made.run(TOP + 0.1, root_of_inverse(CURVATURE), seed, lambda done: None)


@cache
def chain():
    return drawn(sampler(), 3) + drawn(sampler(), 3)


def test_mean_and_spread_are_recovered():
    z = chain().z
    covariance = np.linalg.inv(CURVATURE)
    error = (z.mean(0) - TOP) / np.sqrt(np.diag(covariance) / 400)
    assert np.abs(error).max() < 3.5
    np.testing.assert_allclose(np.cov(z.T), covariance, rtol=0.25)


def test_nothing_diverges_and_energies_vary():
    made = chain()
    assert made.z.shape == (2 * SETTINGS.draws, 2)
    assert not made.diverging.any()
    assert made.energy.std() > 0.5
    assert 1 <= made.steps.min() <= made.steps.max() < 2**SETTINGS.tree_depth


def test_the_same_seed_gives_the_same_chain_in_however_many_batches():
    whole = drawn(Sampler(potential, 2, replace(SETTINGS, draws=2 * SETTINGS.draws)), 3)
    np.testing.assert_array_equal(whole.z, chain().z)
    assert not np.array_equal(drawn(sampler(), 4).z, whole.z[: SETTINGS.draws])


def test_progress_counts_every_iteration():
    told = []
    sampler().run(TOP, root_of_inverse(CURVATURE), 5, told.append)
    assert told == list(range(1, SETTINGS.warm_up + SETTINGS.draws + 1))
