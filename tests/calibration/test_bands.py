"""Even ranks pass, ranks of ranges too narrow, too wide or shifted do not."""

import numpy as np
import pytest

from departures.calibration.bands import band, even_p_value, holm

SETS, DRAWS = 200, 100


def ranks(random, spread=1.0, shift=0.0):
    """Ranks of normal truths among draws that are `spread` times as wide and off by `shift`."""
    truth = random.standard_normal(SETS)
    draws = shift + spread * random.standard_normal((SETS, DRAWS))
    return (draws < truth[:, None]).sum(1)


def test_even_ranks_are_found_uneven_as_often_as_the_level_says():
    random = np.random.default_rng(4)
    p = np.array([even_p_value(ranks(random), DRAWS) for _ in range(600)])
    assert np.mean(p < 0.05) == pytest.approx(0.05, abs=0.03)
    assert np.mean(p < 0.5) == pytest.approx(0.5, abs=0.08)


@pytest.mark.parametrize(("spread", "shift"), [(0.6, 0.0), (1.7, 0.0), (1.0, 0.5)])
def test_ranges_that_are_wrong_are_found(spread, shift):
    random = np.random.default_rng(5)
    p = [even_p_value(ranks(random, spread, shift), DRAWS) for _ in range(20)]
    assert np.mean(np.array(p) < 0.01) > 0.8


def test_the_band_holds_even_ranks_together():
    random = np.random.default_rng(6)
    low, high = band(SETS, DRAWS, 0.1)
    inside = []
    for _ in range(800):
        even = random.integers(DRAWS + 1, size=SETS)
        below = (even[:, None] <= np.arange(DRAWS)).mean(0)
        inside.append(((low <= below) & (below <= high)).all())
    assert np.mean(inside) == pytest.approx(0.9, abs=0.04)


def test_holm_finds_what_stands_out_among_many():
    p = np.full(50, 0.4)
    p[[3, 7]] = 1e-5, 1e-4
    assert list(np.flatnonzero(holm(p, 0.01))) == [3, 7]
    assert not holm(np.full(50, 0.004), 0.01).any()
