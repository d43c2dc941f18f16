"""The sampler recovers a known normal, and the same seed gives the same chain."""

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.inference.chains import Chain, Start, fitting_step_size, start_of
from departures.inference.curvature import root_of_inverse
from departures.inference.hmc import Sampler
from departures.inference.metric import Bend, Metric
from departures.inference.settings import SamplingSettings
from departures.inference.straighten import sizes

jax.config.update("jax_enable_x64", True)

CURVATURE = np.array([[40.0, 10.0], [10.0, 4.0]])
TOP = np.array([1.0, -2.0])
SETTINGS = SamplingSettings(chains=1, warm_up=100)
DRAWS = 600


def potential(z):
    away = z - jnp.asarray(TOP)
    return 0.5 * away @ jnp.asarray(CURVATURE) @ away


def metric_of(center, root):
    """Without a bend, in the shapes that the sampler was compiled for."""
    size = len(center)
    bent, free = sizes(size)
    bend = Bend(np.zeros(size), np.zeros((bent, size)), np.zeros((free, size)), np.zeros((bent, free, free)))
    return Metric(center, root, bend)


def metric():
    """Around a point beside the top."""
    return metric_of(TOP + 0.1, root_of_inverse(CURVATURE))


@cache
def sampler():
    return Sampler(potential, 2, SETTINGS)


def silent(seed, done):
    pass


def ready(*seeds, progress=silent):
    starts = {seed: start_of(jax.value_and_grad(potential), metric(), seed) for seed in seeds}
    settled = SETTINGS.warm_up // 3
    round_made = sampler().warm_up(metric(), starts, progress)
    return fitting_step_size(round_made, settled, SETTINGS.target_acceptance)


def drawn(seed, *counts):
    size = ready(seed)
    parts = [sampler().draw(metric(), [seed], size, count, silent)[0] for count in counts]
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
    assert 1 <= made.steps.min() <= made.steps.max() <= SETTINGS.most_steps


def test_every_so_manieth_draw_takes_shorter_steps_and_as_many():
    sizes = chain().step_size
    short = np.arange(len(sizes)) % SETTINGS.short_every == 0
    assert np.unique(sizes[~short]).size == 1
    np.testing.assert_allclose(sizes[short], SETTINGS.short_share * sizes[1])
    assert chain().steps[short].mean() == pytest.approx(chain().steps[~short].mean(), rel=0.1)


def test_the_same_seed_gives_the_same_chain_in_however_many_batches():
    np.testing.assert_array_equal(drawn(3, 2 * DRAWS).u, chain().u)
    assert not np.array_equal(drawn(4, DRAWS).u, chain().u[:DRAWS])


def test_progress_counts_every_iteration():
    told = []
    ready(5, 6, progress=lambda seed, done: told.append((seed, done)))
    assert told == [(seed, done) for done in range(1, SETTINGS.warm_up + 1) for seed in (5, 6)]


def test_chains_side_by_side_are_those_that_run_alone():
    ready(3)
    alone = sampler().draw(metric(), [3], 0.4, 40, silent)[0]
    ready(4, 3, 7)
    beside = sampler().draw(metric(), [4, 3, 7], 0.4, 40, silent)[1]
    np.testing.assert_array_equal(beside.steps, alone.steps)
    np.testing.assert_allclose(beside.u, alone.u, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(beside.acceptance, alone.acceptance, rtol=1e-6)


def test_a_sampler_goes_on_with_what_else_is_known():
    """The potential's second argument may change between rounds; draws are then those of the new potential."""

    def moved(z, known):
        return potential(z - known)

    made = Sampler(moved, 2, SETTINGS, jnp.zeros(2))
    for known in (jnp.zeros(2), jnp.array([5.0, 3.0])):
        made.turned_to(known)
        starts = {3: start_of(lambda z, k=known: jax.value_and_grad(moved)(z, k), metric(), 3)}
        chain = made.warm_up(metric(), starts, silent)[0]
        values = [moved(z, known) for z in metric().to_z(chain.u)]
        np.testing.assert_allclose(chain.potential, values, rtol=1e-9)


def test_in_many_dimensions_the_step_size_meets_the_target_acceptance():
    size = 40
    scales = jnp.exp(jnp.asarray(np.random.default_rng(2).standard_normal(size)) * 0.3)

    def wide(z):
        return 0.5 * jnp.sum((z / scales) ** 2)

    plain = metric_of(np.zeros(size), np.eye(size))
    made = Sampler(wide, size, SETTINGS)
    starts = {seed: start_of(jax.value_and_grad(wide), plain, seed) for seed in (1, 2, 3, 4)}
    rounds = made.warm_up(plain, starts, silent)
    fitting = fitting_step_size(rounds, SETTINGS.warm_up // 3, SETTINGS.target_acceptance)
    accepted = [chain.acceptance.mean() for chain in made.draw(plain, list(starts), fitting, 100, silent)]
    assert abs(np.mean(accepted) - SETTINGS.target_acceptance) < 0.04


def with_steps(step_size, acceptance):
    """A made-up chain of so many trajectories."""
    count = len(step_size)
    whole = np.zeros(count)
    u = np.zeros((count, 2))
    return Chain(u, u, whole, whole, whole.astype(bool), whole, np.array(step_size), np.array(acceptance))


def test_the_step_size_pools_all_chains_and_forgets_how_they_walked_in():
    made = np.random.default_rng(4)
    chains = []
    for level in (0.25, 0.4):
        size = level * np.exp(0.2 * made.standard_normal(200))
        accepted = 1.0 / (1.0 + np.exp(-2.0 + 4.0 * np.log(size / 0.3)))
        chains.append(with_steps([9.0, *size], [0.0, *accepted]))
    at_target = 0.3 * np.exp((2.0 - np.log(0.87 / 0.13)) / 4.0)
    assert np.isclose(fitting_step_size(chains, 1, 0.87), at_target, rtol=0.02)


def test_where_nothing_or_all_was_refused_steps_change_but_not_beyond_bounds():
    assert np.isclose(fitting_step_size([with_steps([0.1] * 30, [1.0] * 30)], 10, 0.87), 0.2)
    assert np.isclose(fitting_step_size([with_steps([0.1] * 30, [0.0] * 30)], 10, 0.87), 0.05)


def test_starts_of_different_seeds_differ_and_lie_around_the_center():
    starts = [start_of(jax.value_and_grad(potential), metric(), seed) for seed in range(40)]
    assert isinstance(starts[0], Start)
    u = metric().to_u(np.array([start.z for start in starts]))
    assert 0.3 < u.std() < 0.7
