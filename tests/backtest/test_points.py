"""Points of equal weight stand for a distribution: scores, mixtures and ranges read off them are right."""

import numpy as np
import pytest
from scipy import stats

from departures.backtest.points import LEVELS, around, covers, crps, log_score, mixed, points_of


def normal_crps(mean, sd, truth):
    """The closed form for a normal (Gneiting and Raftery 2007)."""
    z = (truth - mean) / sd
    return sd * (z * (2.0 * stats.norm.cdf(z) - 1.0) + 2.0 * stats.norm.pdf(z) - 1.0 / np.sqrt(np.pi))


@pytest.mark.parametrize("truth", [-1.0, 0.4, 3.0])
def test_the_score_of_a_normal_is_its_closed_form(truth):
    points = 0.5 + 1.2 * stats.norm.ppf(LEVELS)
    assert crps(points, truth) == pytest.approx(normal_crps(0.5, 1.2, truth), abs=4e-3)


def test_a_certain_forecast_scores_its_distance():
    assert crps(np.full(200, 7.0), 4.0) == pytest.approx(3.0)


def test_the_truth_scores_best_when_it_is_foretold():
    random = np.random.default_rng(1)
    right, narrow = stats.norm.ppf(LEVELS), 0.4 * stats.norm.ppf(LEVELS)
    truths = random.standard_normal(2_000)
    assert np.mean([crps(right, t) for t in truths]) < np.mean([crps(narrow, t) for t in truths])
    counted = np.expm1(5.0 + 0.3 * truths)
    means = [
        np.mean([log_score(np.expm1(5.0 + 0.3 * width * stats.norm.ppf(LEVELS)), t) for t in counted])
        for width in (1.0, 0.4)
    ]
    assert means[0] > means[1]


def test_a_mixture_has_the_shares_of_its_members():
    low, high = np.full(200, 10.0), np.full(200, 1_000.0)
    points = mixed(np.stack([low, high]), np.array([0.25, 0.75]))
    assert np.mean(points < 500.0) == pytest.approx(0.25, abs=0.02)
    np.testing.assert_allclose(mixed(np.stack([low, high]), np.array([1.0, 0.0])), low)


def test_ranges_hold_as_often_as_they_say():
    random = np.random.default_rng(2)
    points = points_of(np.arange(1_000))
    truths = random.integers(1_000, size=3_000)
    for level in (0.5, 0.9):
        assert np.mean([covers(points, t, level) for t in truths]) == pytest.approx(level, abs=0.025)


def test_counts_are_never_below_none():
    assert around(0.2, 3.0).min() == 0.0
