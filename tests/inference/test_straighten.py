"""Straightening makes the most tightly held combination linear along the free directions."""

import jax
import jax.numpy as jnp
import numpy as np

from departures.inference.straighten import bend_around, sizes

jax.config.update("jax_enable_x64", True)

SIZE = 6
SEED = 1
WEIGHTS = np.array([400.0, 1.0, 1.0])


def linked(z):
    """A level that many entries move in curved ways, held tightly, and two loose linear figures."""
    level = z[0] + 0.3 * z[1] + 0.4 * z[1] ** 2 + 0.2 * z[2] * z[3]
    return jnp.stack([level, z[4], 0.5 * z[5]]), jnp.asarray(WEIGHTS)


def bent(z):
    bend = bend_around(lambda x: linked(jnp.asarray(x)), np.zeros(SIZE), SEED)
    return lambda x: float(linked(jnp.asarray(bend.straightened(x)))[0][0])


def test_the_level_becomes_linear_in_the_directions_that_are_measured():
    bend = bend_around(lambda z: linked(jnp.asarray(z)), np.zeros(SIZE), SEED)
    directions = np.linalg.pinv(bend.wide).T  # one standard deviation along each free axis

    def bow(level, step):
        return abs(level(step) + level(-step) - 2.0 * level(np.zeros(SIZE)))

    before = sum(bow(lambda x: float(linked(jnp.asarray(x))[0][0]), step) for step in directions)
    after = sum(bow(bent(None), step) for step in directions)
    assert before > 0.1
    assert after < 0.02 * before


def test_its_parts_stand_at_right_angles_and_have_the_promised_sizes():
    bend = bend_around(lambda z: linked(jnp.asarray(z)), np.zeros(SIZE), SEED)
    assert (len(bend.tight), len(bend.wide)) == sizes(SIZE)
    np.testing.assert_allclose(bend.wide @ bend.tight.T, 0.0, atol=1e-10)
    np.testing.assert_allclose(bend.second, bend.second.transpose(0, 2, 1))


def test_of_a_linear_problem_there_is_no_bend():
    jacobian = np.random.default_rng(2).standard_normal((4, SIZE))
    bend = bend_around(lambda z: (jnp.asarray(jacobian) @ z, jnp.ones(4)), np.zeros(SIZE), SEED)
    np.testing.assert_allclose(bend.second, 0.0, atol=1e-9)
