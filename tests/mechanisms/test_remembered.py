"""A fading memory counts what happened per person at home, and stays a number where nobody is left there."""

import jax.numpy as jnp
import numpy as np
import pytest

from departures.mechanisms.remembered import fading_memory

FOLLOWING = fading_memory(("arrival",), "home", 0.25, 1_000.0)


@pytest.mark.parametrize(
    ("at_home", "expected"), [(5_000.0, 3.0 + 2.0), (0.0, 3.0 + 10_000.0), (-3e-15, 3.0 + 10_000.0)]
)
def test_what_is_remembered(at_home, expected):
    stocks, flows = {"home": jnp.array([at_home, 0.0])}, {"arrival": jnp.array([4.0, 6.0])}
    np.testing.assert_allclose(FOLLOWING(jnp.array(4.0), stocks, flows, {}, {}), expected)
