"""Windows that the model expects lie inside their intervals; a planted misfit lies outside."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from departures.inference.predictive import split_table, window_table
from departures.observation.declared import Observation, SexSplit, Window

DRAWS, YEARS, MEAN, SHARE, EXCESS = 1_000, 30, 400.0, 0.7, 1.5


def made_up(misfit=None):
    """Counts and women drawn from what is expected, but for one planted window."""
    from datetime import date

    made = np.random.default_rng(6)
    means = MEAN * np.exp(0.03 * made.standard_normal((DRAWS, YEARS)))
    shares = np.clip(SHARE + 0.01 * made.standard_normal((DRAWS, YEARS)), 0.01, 0.99)
    counts = made.poisson(made.gamma(MEAN / EXCESS, EXCESS, YEARS))
    women = made.binomial(counts, made.beta(SHARE * 80, (1 - SHARE) * 80, YEARS))
    if misfit is not None:
        counts[misfit], women[misfit] = 4 * counts[misfit], 0
    windows = tuple(Window(date(1990 + i, 1, 1), date(1990 + i, 12, 31), int(n), (f"row-{i}",)) for i, n in enumerate(counts))
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


def test_leaving_a_window_out_widens_what_hung_on_it():
    problem, draws, names = made_up()
    draws["expected_counts"] = MEAN * np.exp(0.08 * np.random.default_rng(2).standard_normal((DRAWS, YEARS)))
    counts = np.array([window.value for window in problem.observation.windows])
    even = 1e-9 * np.random.default_rng(3).standard_normal(draws["terms"].shape)  # every draw counts the same
    with_it = window_table(problem, draws | {"terms": even}, names, seed=1)
    draws["terms"][:, :YEARS] = stats.nbinom.logpmf(counts, draws["expected_counts"] / EXCESS, 1 / (1 + EXCESS))
    without = window_table(problem, draws, names, seed=1)
    assert (without["high"] - without["low"] > with_it["high"] - with_it["low"]).mean() > 0.8
