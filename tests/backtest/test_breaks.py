"""Breaks are learned from those before, and stay."""

import numpy as np
import pytest

from departures.backtest.breaks import breaks_in

QUIET = np.array([1_000, 1_100, 950, 1_050, 1_000, 980, 1_020, 1_000, 990, 1_010])
BROKEN = np.array([1_000, 1_100, 200, 210, 60, 65, 200, 210, 205, 200])


def drawn(counts, years=3):
    return breaks_in(counts).drawn(40_000, years, np.random.default_rng(3))


def test_a_quiet_series_has_none_and_the_next_ones_are_rare():
    assert breaks_in(QUIET).beyond == ()
    assert np.mean(drawn(QUIET)[:, 0] != 0.0) == pytest.approx(0.5 / 19, abs=0.005)


def test_breaks_seen_make_more_of_them_and_in_their_direction():
    found = breaks_in(BROKEN)
    assert (len(found.beyond), found.downward) == (3, 2)
    ahead = drawn(BROKEN)[:, 0]
    assert np.mean(ahead != 0.0) == pytest.approx(3.5 / 19, abs=0.01)
    assert np.mean(ahead < 0.0) > np.mean(ahead > 0.0) > 0.0


def test_how_far_breaks_go_is_drawn_from_the_half_that_is_thought_first_to_what_was_seen():
    """The mean of the inverse gamma: (0.5 + what was seen) / (1 + breaks)."""
    for counts in (QUIET, BROKEN):
        seen = breaks_in(counts).beyond
        ahead = np.abs(drawn(counts)[:, 0])
        beyond = ahead[ahead > 0.0] - np.log(2.0)
        expected = (0.5 + sum(seen)) / (1 + len(seen))
        assert beyond.mean() == pytest.approx(expected, rel=0.15 if seen else 0.35)


def test_every_break_goes_beyond_a_factor_of_two_and_stays():
    ahead = drawn(BROKEN)
    first = ahead[:, 0][ahead[:, 0] != 0.0]
    assert np.abs(first).min() >= np.log(2.0)
    once = (ahead[:, 0] != 0.0) & (ahead[:, 1] == ahead[:, 0])
    assert once.sum() > 0.5 * (ahead[:, 0] != 0.0).sum()
