"""Law: the gradient of the log posterior equals finite differences, to a millionth."""

import jax.numpy as jnp
import numpy as np
import pytest

from laws.problems import PACKS, likelihood, potential

STEP = 2e-4


def slope(function, z, direction):
    """Derivative along a direction from four values: the error falls with the fourth power of the step."""
    values = [float(function(jnp.asarray(z + k * STEP * direction))[0]) for k in (-2, -1, 1, 2)]
    return float(np.dot(values, [1.0, -8.0, 8.0, -1.0]) / (12.0 * STEP))


@pytest.mark.parametrize(("country", "explanation"), PACKS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_along_random_directions_and_single_parameters(country, explanation, seed):
    function, made = potential(country, explanation), np.random.default_rng(seed)
    size = likelihood(country, explanation).layout.size
    z = 0.5 * made.standard_normal(size)
    gradient = np.asarray(function(jnp.asarray(z))[1])
    assert gradient.dtype == np.float64
    directions = [made.standard_normal(size) / np.sqrt(size) for _ in range(3)]
    directions += [np.eye(size)[i] for i in made.choice(size, 4, replace=False)]
    for direction in directions:
        # a parameter that hardly matters here is held to a millionth of the whole gradient
        assert float(gradient @ direction) == pytest.approx(
            slope(function, z, direction), rel=1e-6, abs=1e-8 * np.linalg.norm(gradient)
        )
