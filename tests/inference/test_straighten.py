"""Straightening makes the most tightly held combination linear along the free directions."""

import jax
import jax.numpy as jnp
import numpy as np

from departures.inference.curvature import jacobian
from departures.inference.straighten import bend_around, held_most, sizes

jax.config.update("jax_enable_x64", True)

SIZE = 6
SEED = 1
POINTS = 400
WEIGHTS = np.array([400.0, 1.0, 1.0])


def figures(z):
    """A level that many entries move in curved ways, held tightly, and two loose linear figures."""
    level = z[0] + 0.3 * z[1] + 0.4 * z[1] ** 2 + 0.2 * z[2] * z[3]
    return jnp.stack([level, z[4], 0.5 * z[5]])


STRAIGHT = np.random.default_rng(2).standard_normal((3, SIZE))


def straight_figures(z):
    return jnp.asarray(STRAIGHT) @ z


def bent_by(made):
    """The bend of made figures around 0."""

    def slopes(weights, points):
        by_z = jax.vmap(jax.jacrev(made))(jnp.asarray(points))
        return np.einsum("bd,pdk->pbk", weights, by_z)

    none, weights = held_most(
        *jacobian(lambda z: (made(jnp.asarray(z)), jnp.asarray(WEIGHTS)), np.zeros(SIZE)), np.zeros(SIZE)
    )
    return bend_around(none, weights, slopes, POINTS, SEED)


def test_the_level_becomes_linear_in_the_directions_that_are_measured():
    bend = bent_by(figures)
    directions = np.linalg.pinv(bend.wide).T  # one standard deviation along each free axis

    def level(z):
        return float(figures(jnp.asarray(z))[0])

    def bow(function):
        ways = (function(step) + function(-step) - 2.0 * function(np.zeros(SIZE)) for step in directions)
        return sum(abs(way) for way in ways)

    assert bow(level) > 0.1
    assert bow(lambda x: level(bend.straightened(x))) < 0.1 * bow(level)


def test_its_parts_stand_at_right_angles_and_have_the_promised_sizes():
    bend = bent_by(figures)
    assert (len(bend.tight), len(bend.wide)) == sizes(SIZE)
    np.testing.assert_allclose(bend.wide @ bend.tight.T, 0.0, atol=1e-10)
    np.testing.assert_allclose(bend.second, bend.second.transpose(0, 2, 1), atol=1e-12)


def test_of_a_linear_problem_there_is_no_bend():
    np.testing.assert_allclose(bent_by(straight_figures).second, 0.0, atol=1e-9)
