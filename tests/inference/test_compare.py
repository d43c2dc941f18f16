"""Explanations are weighed by what they foretell: right ones win, equal ones share, and refutations are named."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from departures.inference.compare import compare, left_out_weights, stacking_weights
from departures.inference.fit import Fit


def windows_with(log_densities):
    """Yearly windows of about a hundred people each, with these log densities."""
    count = len(log_densities)
    return pd.DataFrame({
        "name": [f"w{i}" for i in range(count)], "log_density": log_densities,
        "start": [date(1960 + i, 1, 1) for i in range(count)], "end": [date(1960 + i, 12, 31) for i in range(count)],
        "observed": [100 + i % 7 for i in range(count)],
    })  # fmt: skip


def fit_with(counts, sexes=()):
    return Fit(
        explanation="", quantities=None, parameters=None, gates=(), contraction={},
        windows=windows_with(counts),
        splits=pd.DataFrame({"name": [f"w{i}" for i in range(len(sexes))], "log_density": sexes}),
    )  # fmt: skip


def test_who_foretells_everything_better_takes_all_the_weight():
    good, bad = np.full(20, -3.0), np.full(20, -4.0)
    weights = stacking_weights(np.stack([good, bad], axis=1))
    np.testing.assert_allclose(weights, [1.0, 0.0], atol=1e-6)


def test_a_figure_that_only_a_hopeless_explanation_foretells_overflows_nothing():
    good, hopeless = np.full(20, -3.0), np.full(20, -40.0)
    good[7], hopeless[7] = -800.0, -3.0
    weights = left_out_weights(np.stack([good, hopeless], axis=1))
    np.testing.assert_array_equal(weights[7], [1.0, 0.0])
    gap, error = compare({"good": fit_with(good), "hopeless": fit_with(hopeless)}).over_plain
    assert np.isfinite([gap, error]).all()


def test_each_right_on_its_part_of_the_figures_share_the_weight():
    made = np.random.default_rng(3)
    first = np.where(np.arange(40) < 30, -2.0, -6.0) + 0.1 * made.standard_normal(40)
    second = np.where(np.arange(40) < 30, -6.0, -2.0) + 0.1 * made.standard_normal(40)
    weights = stacking_weights(np.stack([first, second], axis=1))
    np.testing.assert_allclose(weights, [0.75, 0.25], atol=0.02)


def test_the_weights_are_the_best_of_all():
    densities = np.random.default_rng(4).normal(-4.0, 1.0, (50, 3))

    def loss(free):
        weights = np.exp([*free, 0.0]) / np.exp([*free, 0.0]).sum()
        return -np.log(np.exp(densities) @ weights).sum()

    best = minimize(loss, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10}).x
    expected = np.exp([*best, 0.0]) / np.exp([*best, 0.0]).sum()
    np.testing.assert_allclose(stacking_weights(densities), expected, atol=1e-4)


def test_the_table_tells_how_far_each_is_behind_and_what_it_tells_worst():
    made = np.random.default_rng(5)
    right = -3.0 + 0.2 * made.standard_normal(30)
    wrong = right.copy()
    wrong[7] -= 9.0
    compared = compare({"wrong": fit_with(wrong[:20], wrong[20:]), "right": fit_with(right[:20], right[20:])})
    assert list(compared.table.index) == ["right", "wrong"]
    assert compared.table.loc["wrong", "behind"] == pytest.approx(9.0)
    assert compared.table.loc["wrong", "error"] == pytest.approx(np.sqrt(30 * np.var(right - wrong, ddof=1)))
    assert compared.table.loc["right", "behind"] == 0.0
    assert compared.table["weight"].sum() == pytest.approx(1.0)
    assert compared.told_worst("wrong", 3).to_dict() == {"count:w7": pytest.approx(9.0)}
    assert compared.told_worst("right", 3).empty


def test_fits_of_other_figures_are_not_compared():
    with pytest.raises(ValueError, match="same figures"):
        compare({"one": fit_with([-1.0, -2.0]), "other": fit_with([-1.0])})


def test_all_explanations_together_are_compared_with_a_plain_model():
    compared = compare({"one": fit_with(np.full(30, -3.0)), "other": fit_with(np.full(30, -9.0))})
    assert list(compared.plain.index) == [f"count:w{i}" for i in range(30)]
    assert compared.plain["inside"].mean() > 0.8
    gap, error = compared.over_plain
    assert gap == pytest.approx(-3.0 * 30 - compared.plain["log_density"].sum(), abs=0.01)
    assert error == pytest.approx(np.sqrt(30 * compared.plain["log_density"].var(ddof=0)), abs=0.01)


def test_weights_without_a_figure_are_those_of_the_other_figures():
    densities = np.random.default_rng(8).normal(-4.0, 1.0, (25, 3))
    found = left_out_weights(densities)
    for place in range(25):
        np.testing.assert_allclose(found[place], stacking_weights(np.delete(densities, place, 0)), atol=2e-3)


def test_the_count_that_gave_an_explanation_its_weight_does_not_praise_it():
    """One explanation is right about a single count only: without that count nothing speaks for it."""
    right = np.full(30, -3.0)
    lucky = np.full(30, -9.0)
    right[4], lucky[4] = -9.0, -3.0
    compared = compare({"right": fit_with(right), "lucky": fit_with(lucky)})
    assert compared.table.loc["lucky", "weight"] == pytest.approx(1 / 30, abs=0.01)
    plain = compared.plain["log_density"].sum()
    assert compared.over_plain[0] == pytest.approx(29 * -3.0 - 9.0 - plain, abs=1.2)
    seen = np.log(
        np.exp(np.stack([right, lucky], 1)) @ compared.table.loc[["right", "lucky"], "weight"]
    ).sum()
    assert compared.over_plain[0] < seen - plain - 1.5


def test_refuted_is_who_weighs_little_and_lies_far_behind():
    close, far = np.full(30, -3.1), np.full(30, -5.0) + 0.1 * np.random.default_rng(1).standard_normal(30)
    compared = compare({"best": fit_with(np.full(30, -3.0)), "close": fit_with(close), "far": fit_with(far)})
    assert compared.standing[0] == "best"
    assert "far" not in compared.standing
