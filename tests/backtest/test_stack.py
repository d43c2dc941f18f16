"""The stack's weights are earned by past targets, and by those alone."""

import numpy as np
import pytest
from scipy import stats

from departures.backtest.forecasts import Forecast
from departures.backtest.origins import SEXES, Origin
from departures.backtest.points import LEVELS
from departures.backtest.scores import MEMBERS, STACK, relative, scored, stacked
from departures.backtest.stack import weights_of

SPREAD = stats.norm.ppf(LEVELS)


def member(centre, spread=0.2):
    return np.expm1(np.maximum(centre + spread * SPREAD, 0.0))


def counts(year, later=1_000):
    """What is known after a year: 1,000 people each year, and from 2015 on `later`."""
    return {sex: {y: (1_000 if y <= 2014 else later) for y in range(1998, year + 1)} for sex in SEXES}


def forecasts(away, later=1_000):
    """Forecasts whose members are off by `away` each on the log scale; everything stays at 1,000."""
    points = np.stack([member(np.log1p(1_000.0) + each) for each in away])
    return [
        Forecast(Origin(year), np.broadcast_to(points, (len(SEXES), 3, *points.shape)), counts(year, later))
        for year in range(2009, 2019)
    ]


TRUTH = counts(2019)


def test_without_a_past_all_weigh_the_same():
    np.testing.assert_allclose(weights_of([], 5), 0.2)


def test_the_member_that_was_right_earns_weight():
    past = [(np.stack([member(5.0), member(7.0)]), float(np.expm1(5.0)))] * 30
    assert weights_of(past, 2)[0] > 0.85
    assert weights_of(past[:1], 2)[0] < 0.75  # a single target is not believed much


def test_weights_of_an_origin_rest_on_what_had_come_about():
    made = forecasts([0.0, 1.0, 1.0, 1.0, 1.0])
    _, weights = stacked(made)
    np.testing.assert_allclose(weights[2009], 0.2)
    assert weights[2018][0] > 0.8
    _, otherwise = stacked(forecasts([0.0, 1.0, 1.0, 1.0, 1.0], later=1))
    for year in range(2009, 2015):
        np.testing.assert_array_equal(weights[year], otherwise[year])
    assert not np.array_equal(weights[2018], otherwise[2018])


def test_scores_are_of_targets_that_came_about_and_the_better_one_is_told():
    table = scored(forecasts([0.0, 1.0, 1.0, 1.0, 1.0]), TRUTH)
    assert set(table["member"]) == {*MEMBERS, STACK}
    assert table["year"].max() == 2019
    ratio, limit = relative(table, MEMBERS[1])
    assert ratio < limit < 1.0
    assert relative(table, STACK) == pytest.approx((1.0, 1.0))
