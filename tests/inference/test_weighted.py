"""All explanations as one fit: draws and ranges in proportion to the weights."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.optimize import brentq

from departures.inference.fit import Gate
from departures.inference.predictive import FINE
from departures.inference.weighted import WEIGHTED, weighted_fit
from departures.inference.weighted_windows import weighted_windows
from laws.problems import problem
from report.fake_fit import fake_fit

VELDRAN = problem("veldran")


def two_fits():
    one, other = fake_fit(VELDRAN, seed=1), fake_fit(VELDRAN, seed=2)
    other.quantities["crossings"][:] = -1.0
    return {"one": one, "other": replace(other, gates=(Gate("bulk ESS", 410.0, 400.0, True, ""),))}


def test_draws_are_shared_out_by_weight():
    mixed = weighted_fit(two_fits(), {"one": 0.7, "other": 0.3}, ("one", "other"))
    assert mixed.explanation == WEIGHTED
    assert mixed.quantities.sizes["draw"] == 200
    crossings = mixed.draws("crossings", year=2010)
    assert np.mean(crossings == -1.0) == pytest.approx(0.3)
    assert mixed.standing == ("one", "other")
    assert set(mixed.rivals) == {"one", "other"}


def test_gates_are_those_that_came_nearest_to_failing():
    gates = {gate.name: gate.value for gate in weighted_fit(two_fits(), {"one": 0.5, "other": 0.5}, ()).gates}
    assert gates == {"R-hat": 1.004, "bulk ESS": 410.0}


def test_a_single_explanation_is_itself():
    fit = fake_fit(VELDRAN)
    assert weighted_fit({"reference": fit}, {"reference": 1.0}, ("reference",)) is fit


def test_ranges_of_the_mixture_lie_between_those_of_its_parts():
    tables = {name: fit.windows for name, fit in two_fits().items()}
    mixed = weighted_windows(tables, {"one": 0.5, "other": 0.5}, "observed")
    lows = np.stack([table["low"] for table in tables.values()])
    assert (mixed["low"] >= lows.min(0) - 1e-9).all()
    assert (
        mixed["inside"] == ((mixed["low"] <= mixed["observed"]) & (mixed["observed"] <= mixed["high"]))
    ).all()
    densities = np.stack([table["log_density"] for table in tables.values()])
    np.testing.assert_allclose(mixed["log_density"], np.log(np.exp(densities).mean(0)))


def test_all_weight_on_one_gives_its_own_ranges():
    tables = {name: fit.windows for name, fit in two_fits().items()}
    mixed = weighted_windows(tables, {"one": 1.0, "other": 0.0}, "observed")
    points = np.stack(list(tables["one"]["quantiles"]))
    np.testing.assert_allclose(mixed["median"], points[:, 49], rtol=1e-12)


def test_other_windows_are_no_rivals():
    tables = {name: fit.windows for name, fit in two_fits().items()}
    tables["other"] = tables["other"].iloc[1:]
    with pytest.raises(ValueError, match="not fitted to the same windows"):
        weighted_windows(tables, {"one": 0.5, "other": 0.5}, "observed")


def table_of(spread, middle, pareto=0.2, observed=0.0):
    """One window whose range is a bell curve."""
    quantiles = tuple(stats.norm.ppf(FINE, middle, spread))
    row = {
        "name": "2001",
        "observed": observed,
        "pareto_k": pareto,
        "log_density": -3.0,
        "quantiles": quantiles,
    }
    return pd.DataFrame([row])


def test_a_mixture_has_the_quantiles_of_a_mixture():
    shares, middles, spreads = (0.25, 0.75), (-4.0, 3.0), (1.0, 2.0)
    tables = {str(i): table_of(spreads[i], middles[i]) for i in range(2)}
    row = weighted_windows(tables, {"0": shares[0], "1": shares[1]}, "observed").iloc[0]

    def exact(level):
        return brentq(lambda x: np.dot(shares, stats.norm.cdf(x, middles, spreads)) - level, -20, 20)

    found = [row["low"], row["median"], row["high"]]
    np.testing.assert_allclose(found, [exact(level) for level in (0.05, 0.5, 0.95)], atol=0.15)
    inner = slice(3, -3)
    np.testing.assert_allclose(row["quantiles"][inner], [exact(level) for level in FINE[inner]], atol=0.35)


def test_the_levels_of_the_quantiles_stay_what_they_were():
    """Forty explanations whose points lie between each other's: together an even spread from 0 to 1."""
    tables = {}
    for place in range(40):
        points = (np.arange(99) + (place + 0.5) / 40) / 99
        tables[str(place)] = table_of(1.0, 0.0).assign(quantiles=[tuple(points)])
    row = weighted_windows(tables, dict.fromkeys(tables, 1 / 40), "observed").iloc[0]
    np.testing.assert_allclose(row["quantiles"], FINE, atol=6e-4)
    assert row["low"] == pytest.approx(0.05, abs=6e-4)


def test_ranges_of_the_mixture_hold_what_was_drawn_from_it():
    """Each explanation is right about its part of the windows: alone neither holds nine in ten, together they do."""
    made = np.random.default_rng(11)
    truth = np.where(made.random(400) < 0.3, made.normal(-4.0, 1.0, 400), made.normal(3.0, 2.0, 400))
    tables = {"one": table_of(1.0, -4.0), "other": table_of(2.0, 3.0)}
    row = weighted_windows(tables, {"one": 0.3, "other": 0.7}, "observed").iloc[0]
    inside = np.mean((row["low"] <= truth) & (truth <= row["high"]))
    assert 0.855 <= inside <= 0.945  # three standard errors of 400


def test_trust_is_that_of_the_worst_which_has_some_weight():
    tables = {name: table_of(1.0, 0.0, pareto) for name, pareto in (("a", 0.1), ("b", 0.9), ("c", 2.0))}
    assert weighted_windows(tables, {"a": 0.9, "b": 0.06, "c": 0.04}, "observed")["pareto_k"][0] == 0.9
    many = {str(i): table_of(1.0, 0.0, i / 100) for i in range(40)}
    assert weighted_windows(many, dict.fromkeys(many, 1 / 40), "observed")["pareto_k"][0] == 0.39


def test_no_windows_mix_to_none_and_are_no_rivals_of_some():
    none = pd.DataFrame()
    assert weighted_windows({"a": none, "b": none}, {"a": 0.5, "b": 0.5}, "women").empty
    with pytest.raises(ValueError, match="not fitted to the same windows"):
        weighted_windows({"a": none, "b": table_of(1.0, 0.0)}, {"a": 0.5, "b": 0.5}, "women")


def test_the_mixture_says_whether_each_count_lies_inside_its_own_range():
    fits = two_fits()
    mixed = weighted_fit(fits, {"one": 0.4, "other": 0.6}, ("one", "other"))
    assert mixed.splits.empty
    within = (mixed.windows["low"] <= mixed.windows["observed"]) & (
        mixed.windows["observed"] <= mixed.windows["high"]
    )
    assert (mixed.windows["inside"] == within).all()
    assert (mixed.windows["low"] != fits["other"].windows["low"]).any()
