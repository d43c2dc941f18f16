"""Weights without a term: right where the answer is known, and plain where a tail cannot be smoothed."""

import numpy as np
import pytest
from scipy import stats

from departures.inference.importance import log_weights_without


def test_the_posterior_without_a_term_is_found():
    """A mean with the prior Normal(0, 1), seen once as 1 with an error of 1; without that, the prior."""
    draws = 0.5 + np.sqrt(0.5) * np.random.default_rng(1).standard_normal(40_000)
    logs, k = log_weights_without(stats.norm.logpdf(1.0, draws))
    weights = np.exp(logs)
    assert weights.sum() == pytest.approx(1.0)
    assert weights @ draws == pytest.approx(0.0, abs=0.05)
    assert k < 0.7


def test_a_term_that_tells_nothing_changes_nothing():
    logs, k = log_weights_without(np.full(100, -2.0))
    np.testing.assert_allclose(np.exp(logs), 0.01)
    assert k == -np.inf


@pytest.mark.parametrize("still", [40, 300])
def test_where_a_chain_stood_still_weights_stay_as_they_are_and_are_not_trusted(still):
    term = -np.abs(np.random.default_rng(2).standard_normal(600))
    term[:still] = np.quantile(term, 0.07)
    logs, k = log_weights_without(term)
    np.testing.assert_allclose(logs - logs[0], term[0] - term)
    assert np.exp(logs).sum() == pytest.approx(1.0)
    assert k == np.inf


@pytest.mark.parametrize("strange", [np.nan, np.inf, -np.inf])
def test_a_term_that_is_no_number_is_told_and_not_hidden(strange):
    with pytest.raises(ValueError, match="not finite in every draw"):
        log_weights_without(np.array([0.1, 0.2, strange, 0.3]))
