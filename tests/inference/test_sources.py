"""One source left out: where the answer is known by hand, reweighting finds it; figures lead to their sources."""

from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

from departures.inference.sources import rows_of, sources_by_figure, sources_of, without
from laws.problems import PACKS, problem

MADE = "DERIVED"
CHAINS, DRAWS = 4, 1500


def normal_fit(values, seed):
    """Draws of a mean with the prior Normal(0, 1), seen by sources with errors of 1; and their log likelihoods."""
    total = 1.0 + len(values)
    mean = sum(values.values()) / total
    draws = mean + np.random.default_rng(seed).standard_normal((CHAINS, DRAWS)) / np.sqrt(total)
    terms = np.stack([-0.5 * (value - draws) ** 2 for value in values.values()], axis=-1)
    kept = xr.Dataset(
        {"terms": (("chain", "draw", "datum"), terms), "sources": (("datum",), list(values))},
        coords={"datum": [f"count:{name}" for name in values]},
    )
    return draws.reshape(-1), SimpleNamespace(terms=kept)


@pytest.mark.parametrize("source", ["A", "B", "C"])
def test_the_median_without_a_source_is_that_of_the_others(source):
    values = {"A": 1.5, "B": 0.5, "C": -0.5}
    draws, fit = normal_fit(values, seed=5)
    left = without(fit, source)
    expected = sum(value for name, value in values.items() if name != source) / 3.0
    low, median, high = left.quantiles(draws, (0.05, 0.5, 0.95))
    # a hundredth of a draw's standard deviation would be 2 % of the draws; weights cost about half of them
    assert median == pytest.approx(expected, abs=0.06)
    assert high - low == pytest.approx(2 * 1.645 / np.sqrt(3.0), rel=0.1)
    assert left.pareto_k < 0.7


def test_a_source_that_rules_the_fit_is_rough():
    values = dict.fromkeys("ABC", 0.0) | {"D": 9.0}
    _, fit = normal_fit(values, seed=6)
    assert without(fit, "D").pareto_k > without(fit, "A").pareto_k


def test_a_source_that_says_nothing_moves_nothing():
    draws, fit = normal_fit({"A": 0.3}, seed=7)
    fit.terms["terms"][:] = -2.0
    assert without(fit, "A").quantiles(draws, (0.5,)) == pytest.approx(np.median(draws), abs=1e-3)


@pytest.mark.parametrize(("country", "explanation"), PACKS[:2])
def test_every_fitted_figure_leads_to_sources_of_the_evidence(country, explanation):
    known = set(problem(country, explanation).evidence.sources["source_id"])
    found = sources_by_figure(problem(country, explanation))
    assert list(found) == list(problem(country, explanation).observation.datum_names)
    assert all(sources and set(sources) <= known - {MADE} for sources in found.values())


def test_figures_of_one_source_go_together():
    fit = SimpleNamespace(terms=xr.Dataset({"sources": (("datum",), ["A B", "B", "C"])}))
    assert sources_of(fit) == {"A": [0], "B": [0, 1], "C": [2]}


def test_a_derived_figure_rests_on_what_it_was_derived_from():
    north = problem("north_korea")
    derived = {
        str(row["row_id"])
        for table in north.evidence.tables.values()
        if {"source_id", "row_id"} <= set(table)
        for row in table.to_dict("records")
        if row["source_id"] == MADE
    }
    named = {name for name, rows in rows_of(north.observation).items() if set(rows) & derived}
    assert named
    assert all(sources_by_figure(north)[name] for name in named)
