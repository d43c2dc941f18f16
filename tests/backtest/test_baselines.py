"""Baselines forecast short series without falling over, and say how far they may stray."""

import numpy as np
import pytest

from departures.backtest.baselines import BASELINES, PERSISTENCE, baseline, persistence

COUNTS = np.array([71, 148, 312, 583, 1142, 1285, 1898, 1384, 2028, 2554, 2803, 2914], dtype=float)


def test_persistence_goes_on_with_the_last_count_and_strays_with_the_root_of_time():
    centre, spread = persistence(np.log1p(COUNTS), 3)
    np.testing.assert_allclose(np.expm1(centre), COUNTS[-1])
    np.testing.assert_allclose(spread / spread[0], np.sqrt([1.0, 2.0, 3.0]))


@pytest.mark.parametrize("name", list(BASELINES))
@pytest.mark.parametrize("counts", [COUNTS, COUNTS[-2:], np.full(9, 40.0), np.array([0.0, 3, 0, 1, 0, 2, 5])])
def test_every_baseline_tells_three_years_of_finite_counts(name, counts):
    points = baseline(name, 1998, counts, (2010, 2011, 2012) if len(counts) == 12 else (2008, 2009, 2010))
    assert points.shape == (3, 200)
    assert np.isfinite(points).all()
    assert points.min() >= 0.0
    assert (np.diff(points, axis=1) >= 0.0).all()


def test_years_that_are_not_known_yet_are_bridged():
    late = baseline(PERSISTENCE, 1998, COUNTS[:-1], (2010,))
    soon = baseline(PERSISTENCE, 1998, COUNTS, (2010,))
    assert np.ptp(np.log1p(late)) > np.ptp(np.log1p(soon))
