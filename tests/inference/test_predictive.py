"""Windows that the model expects lie inside their intervals; a planted misfit lies outside."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from departures.inference.predictive import FINE, kept, split_table, window_table
from departures.observation.declared import Observation, SexSplit, Window

DRAWS, YEARS, MEAN, SHARE, EXCESS = 1_000, 30, 400.0, 0.7, 1.5


def made_up(misfit=None):
    """Counts and women drawn from what is expected, but for one planted window."""
    made = np.random.default_rng(6)
    means = MEAN * np.exp(0.03 * made.standard_normal((DRAWS, YEARS)))
    shares = np.clip(SHARE + 0.01 * made.standard_normal((DRAWS, YEARS)), 0.01, 0.99)
    counts = made.poisson(made.gamma(MEAN / EXCESS, EXCESS, YEARS))
    women = made.binomial(counts, made.beta(SHARE * 80, (1 - SHARE) * 80, YEARS))
    if misfit is not None:
        counts[misfit], women[misfit] = 4 * counts[misfit], 0
    windows = tuple(
        Window(date(1990 + i, 1, 1), date(1990 + i, 12, 31), int(n), (f"row-{i}",))
        for i, n in enumerate(counts)
    )
    splits = tuple(SexSplit(window, int(n)) for window, n in zip(windows, women, strict=True))[5:]
    observation = Observation(("last_leg",), ("own",), windows, splits, concentration="concentration")
    terms = np.concatenate([
        stats.nbinom.logpmf(counts, means / EXCESS, 1 / (1 + EXCESS)),
        stats.betabinom.logpmf(women, counts, shares * 80, (1 - shares) * 80)[:, 5:],
    ], axis=1)  # fmt: skip
    names = (*(f"count:{w.name}" for w in windows), *(f"sex:{s.window.name}" for s in splits))
    draws = {
        "terms": terms, "expected_counts": means, "expected_dispersion": np.full_like(means, 1 + EXCESS),
        "expected_women": shares[:, 5:], "concentration": np.full(DRAWS, 80.0),
    }  # fmt: skip
    return SimpleNamespace(observation=observation), draws, names


def test_what_was_expected_lies_inside_about_nine_times_in_ten():
    arguments = made_up()
    assert window_table(*arguments, seed=1)["inside"].mean() == pytest.approx(0.9, abs=0.1)
    assert split_table(*arguments, seed=1)["inside"].mean() == pytest.approx(0.9, abs=0.12)


def test_a_planted_misfit_lies_outside():
    arguments = made_up(misfit=12)
    windows, splits = window_table(*arguments, seed=1), split_table(*arguments, seed=1)
    assert not windows.set_index("name").loc["2002", "inside"]
    assert not splits.set_index("name").loc["2002", "inside"]


def test_every_window_has_its_row_and_those_with_known_sex_their_women():
    problem, draws, names = made_up()
    table = window_table(problem, draws, names, seed=1)
    assert list(table["observed"]) == [window.value for window in problem.observation.windows]
    assert list(table["rows"]) == [window.rows for window in problem.observation.windows]
    assert table["women"].isna().sum() == 5
    assert ((table["low"] <= table["median"]) & (table["median"] <= table["high"])).all()


def test_a_window_left_out_is_told_by_the_others_alone():
    """Where all is known: others say Gamma(400, 4), the window counts 140; without it, a negative binomial."""
    shape, rate, count, draws_made = 400.0, 4.0, 140, 20_000
    means = np.random.default_rng(4).gamma(shape + count, 1 / (rate + 1), (draws_made, 1))
    window = Window(date(2000, 1, 1), date(2000, 12, 31), count, ("row",))
    problem = SimpleNamespace(
        observation=Observation(("last_leg",), ("own",), (window,), (), concentration="c")
    )
    draws = {
        "terms": stats.poisson.logpmf(count, means), "expected_counts": means,
        "expected_dispersion": np.full_like(means, 1.0 + 1e-4), "expected_women": np.zeros((draws_made, 0)),
        "c": np.ones(draws_made),
    }  # fmt: skip
    row = window_table(problem, draws, ("count:2000",), seed=1).iloc[0]
    expected = stats.nbinom.ppf([0.05, 0.5, 0.95], shape, rate / (1 + rate))
    np.testing.assert_allclose([row["low"], row["median"], row["high"]], expected, rtol=0.03)
    inner = slice(5, -5)  # the outermost are told by few draws
    by_rule = stats.nbinom.ppf(FINE[inner], shape, rate / (1 + rate))
    np.testing.assert_allclose(row["quantiles"][inner], by_rule, rtol=0.03)
    assert FINE[0] == pytest.approx(0.5 / 99)
    assert FINE[-1] == pytest.approx(98.5 / 99)


def test_a_draw_that_expects_more_people_than_a_number_holds_ends_in_no_error():
    """So that a fit that has run away can say that it failed its gates."""
    problem, draws, names = made_up()
    draws["expected_counts"][0] = 1e30
    draws["expected_counts"][1] = np.nan
    assert len(window_table(problem, draws, names, seed=1)) == len(problem.observation.windows)


def test_the_whole_range_is_kept_beside_its_ends():
    arguments = made_up()
    for table in (window_table(*arguments, seed=1), split_table(*arguments, seed=1)):
        points = np.stack(list(table["quantiles"]))
        assert points.shape == (len(table), 99)
        assert (np.diff(points, axis=1) >= 0).all()
        np.testing.assert_allclose(points[:, 49], table["median"], rtol=5e-4)
        assert ((points[:, 4] <= table["low"] + 0.5) & (table["low"] <= points[:, 5] + 0.5)).all()
        assert ((points[:, 93] <= table["high"] + 0.5) & (table["high"] <= points[:, 94] + 0.5)).all()


def test_quantiles_are_kept_with_four_digits():
    assert kept(np.array([0.0, 12.0, 1234.0, 12345.6, 0.123456])) == (0.0, 12.0, 1234.0, 12350.0, 0.1235)


def test_a_datum_that_tells_nothing_keeps_the_range_that_it_had():
    problem, draws, names = made_up()
    draws["terms"][:, 3] = 1e-13 * np.arange(DRAWS) / DRAWS
    row = window_table(problem, draws, names, seed=1).iloc[3]
    assert row["pareto_k"] == -np.inf
    assert row["low"] < MEAN < row["high"]
