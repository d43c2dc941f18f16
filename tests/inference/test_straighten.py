"""Straightening makes the most tightly held combination linear along the free directions."""

from itertools import combinations

import jax
import jax.numpy as jnp
import numpy as np

from departures.inference.curvature import jacobian
from departures.inference.straighten import bend_around, held_most, sizes

jax.config.update("jax_enable_x64", True)

SIZE = 6
SEED = 1
POINTS = 400
WEIGHTS = np.array([400.0, 36.0, 4.0])


def figures(z):
    """A level that many entries move in curved ways, held tightly, a straight figure, and one that shortens z[2]."""
    level = z[0] + 0.3 * z[1] + 0.4 * z[1] ** 2 + 0.2 * z[2] * z[3]
    return jnp.stack([level, z[4], z[2] + 0.1 * z[5]])


STRAIGHT = np.random.default_rng(2).standard_normal((3, SIZE))


def straight_figures(z):
    return jnp.asarray(STRAIGHT) @ z


def held_by(made):
    """What is held most of made figures at 0."""
    at = jacobian(lambda z: (made(jnp.asarray(z)), jnp.asarray(WEIGHTS)), np.zeros(SIZE))
    return held_most(*at, np.zeros(SIZE))


def bent_by(made):
    """The bend of made figures around 0."""

    def slopes(weights, points):
        by_z = jax.vmap(jax.jacrev(made))(jnp.asarray(points))
        return np.einsum("bd,pdk->pbk", weights, by_z)

    return bend_around(*held_by(made), slopes, POINTS, SEED)


def test_the_level_becomes_linear_in_the_directions_that_are_measured():
    bend = bent_by(figures)
    directions = np.linalg.pinv(bend.wide).T  # one standard deviation along each free axis
    assert np.linalg.norm(directions, axis=1).min() < 0.6

    def level(z):
        return float(figures(jnp.asarray(z))[0])

    def bows(function):
        middle = function(np.zeros(SIZE))
        alone = [function(step) + function(-step) - 2.0 * middle for step in directions]
        pairs = list(combinations(directions, 2))
        both = [function(a + b) - function(a) - function(b) + middle for a, b in pairs]
        return np.abs(alone).sum(), np.abs(both).sum()

    for before, after in zip(bows(level), bows(lambda x: level(bend.straightened(x))), strict=True):
        assert before > 0.1
        assert after < 0.06 * before


def test_what_the_figures_hold_less_than_the_prior_is_left_as_it_is():
    none, weights = held_by(figures)
    loose = 0.25 * np.ones(3)
    none_at_all, no_weights = held_most(np.eye(3, SIZE), loose, np.zeros(SIZE))
    assert none.tight.any(axis=1).tolist() == weights.any(axis=1).tolist() == [True, True]
    assert not none_at_all.tight.any()
    assert not no_weights.any()


def test_the_fewer_the_points_the_nearer_the_bend_is_to_none():
    def slopes(weights, points):
        by_z = jax.vmap(jax.jacrev(figures))(jnp.asarray(points))
        return np.einsum("bd,pdk->pbk", weights, by_z)

    points_of = {}

    def seen(weights, points):
        points_of[len(points)] = points
        return slopes(weights, points)

    few, many = (bend_around(*held_by(figures), seen, points, SEED) for points in (5, POINTS))
    np.testing.assert_allclose((points_of[POINTS] @ many.wide.T).std(0), 1.0, atol=0.12)
    assert np.abs(few.second).sum() < 0.7 * np.abs(many.second).sum()


def test_its_parts_stand_at_right_angles_and_have_the_promised_sizes():
    bend = bent_by(figures)
    assert (len(bend.tight), len(bend.wide)) == sizes(SIZE)
    np.testing.assert_allclose(bend.wide @ bend.tight.T, 0.0, atol=1e-10)
    np.testing.assert_allclose(bend.second, bend.second.transpose(0, 2, 1), atol=1e-12)


def test_of_a_linear_problem_there_is_no_bend():
    np.testing.assert_allclose(bent_by(straight_figures).second, 0.0, atol=1e-9)
