"""Weights under powers of the prior, also where a chain stood still."""

import numpy as np

from departures.inference.power_scaling import POWERS, scaled_weights

CHAINS, DRAWS, ENTRIES = 2, 24, 5


def test_a_chain_that_stood_still_leaves_weights_as_they_are():
    z = np.random.default_rng(2).standard_normal((CHAINS, DRAWS, ENTRIES))
    z[0, 5:20] = 3.0  # farther out than all others: it is the tail, and its edge
    weights = scaled_weights(z, 1).values
    log_prior = -0.5 * (z**2).sum(-1)
    weaker = np.exp((POWERS[0] - 1.0) * log_prior)
    np.testing.assert_allclose(weights.sum((1, 2)), 1.0)
    np.testing.assert_allclose(weights[0], weaker / weaker.sum())
    assert weights[1, 0, 5] < 1.0 / z[..., 0].size
