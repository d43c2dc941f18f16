"""The sampler recovers a known normal, and the same seed gives the same chain."""

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np

from departures.inference.chains import Sampler, Start, common_step_size, start_of
from departures.inference.curvature import root_of_inverse
from departures.inference.metric import Bend, Metric
from departures.inference.settings import SamplingSettings
from departures.inference.straighten import sizes

CURVATURE = np.array([[40.0, 10.0], [10.0, 4.0]])
TOP = np.array([1.0, -2.0])
SETTINGS = SamplingSettings(chains=1, warm_up=100, tree_depth=5)
DRAWS = 600


def potential(z):
    away = z - jnp.asarray(TOP)
    return 0.5 * away @ jnp.asarray(CURVATURE) @ away


def metric():
    """Around a point beside the top, without a bend, in the shapes that the sampler was compiled for."""
    bent, free = sizes(2)
    bend = Bend(np.zeros(2), np.zeros((bent, 2)), np.zeros((free, 2)), np.zeros((bent, free, free)))
    return Metric(TOP + 0.1, root_of_inverse(CURVATURE), bend)


@cache
def sampler():
    return Sampler(potential, 2, SETTINGS)


def ready(seed, progress=lambda done: None):
    start = start_of(jax.value_and_grad(potential), metric(), seed)
    return common_step_size([sampler().warm_up(metric(), seed, start, progress)])


def drawn(seed, *counts):
    size = ready(seed)
    parts = [sampler().draw(metric(), seed, size, count, lambda done: None) for count in counts]
    return sum(parts[1:], parts[0])


@cache
def chain():
    return drawn(3, DRAWS, DRAWS)


def test_mean_and_spread_are_recovered():
    z = metric().to_z(chain().u)
    covariance = np.linalg.inv(CURVATURE)
    error = (z.mean(0) - TOP) / np.sqrt(np.diag(covariance) / 400)
    assert np.abs(error).max() < 3.5
    np.testing.assert_allclose(np.cov(z.T), covariance, rtol=0.25)


def test_what_a_chain_tells_of_its_draws_is_true():
    made = chain()
    value, slope = jax.vmap(jax.value_and_grad(potential))(metric().to_z(made.u))
    np.testing.assert_allclose(made.potential, value, rtol=1e-9)
    np.testing.assert_allclose(made.slope, slope @ metric().root, rtol=1e-9, atol=1e-9)
    assert made.u.shape == (2 * DRAWS, 2)
    assert not made.diverging.any()
    assert made.energy.std() > 0.5
    assert 1 <= made.steps.min() <= made.steps.max() < 2**SETTINGS.tree_depth
    assert np.unique(made.step_size).size == 1


def test_the_same_seed_gives_the_same_chain_in_however_many_batches():
    np.testing.assert_array_equal(drawn(3, 2 * DRAWS).u, chain().u)
    assert not np.array_equal(drawn(4, DRAWS).u, chain().u[:DRAWS])


def test_progress_counts_every_iteration():
    told = []
    ready(5, told.append)
    assert told == list(range(1, SETTINGS.warm_up + 1))


def test_a_common_step_size_is_a_geometric_mean():
    first, second = chain(), chain()
    doubled = type(first)(*(getattr(first, name) for name in list(vars(first))[:-1]), 4.0 * first.step_size)
    assert np.isclose(common_step_size([second, doubled]), 2.0 * second.step_size[-1])


def test_starts_of_different_seeds_differ_and_lie_around_the_center():
    starts = [start_of(jax.value_and_grad(potential), metric(), seed) for seed in range(40)]
    assert isinstance(starts[0], Start)
    u = metric().to_u(np.array([start.z for start in starts]))
    assert 0.3 < u.std() < 0.7
