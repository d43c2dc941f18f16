"""A fit of the tutorial's pack, from workers to names, in a few draws: too few for any gate, but whole."""

from dataclasses import replace

import numpy as np
import pytest

from departures.inference import moved, run
from departures.inference.fit import FitRefused
from departures.inference.run import fit_problem
from departures.inference.settings import SamplingSettings
from departures.inference.stored import load_fit, save_fit
from laws.problems import problem

FEW = SamplingSettings(
    chains=2, warm_up=6, pilots=(0, 6), draws=24, unjudged=0, batches=1, curvature_points=4, bend_points=8,
    bend_draws=8, cause_draws=0,
)  # fmt: skip


def test_a_pack_without_latents_is_fitted_and_a_fit_of_few_draws_is_refused():
    posed = problem("veldran", "no_kin")
    assert posed.declaration.latents == ()
    fit = fit_problem(posed, FEW)
    assert fit.quantities["arrivals"].sizes["chain"] == 2
    assert fit.quantities["arrivals"].sizes["draw"] == 24
    assert "latents" not in fit.quantities
    assert len(fit.windows) == len(posed.observation.windows)
    with pytest.raises(FitRefused, match="ESS"):
        fit.require_passed()


def test_draws_are_moved_for_figures_left_out_once_a_fit_passes(monkeypatch):
    """They serve the tables alone: the posterior is what it is without them."""
    monkeypatch.setattr(moved, "TELLING", -1.0)  # for every count
    monkeypatch.setattr(run.Judge, "met", lambda *_: ())
    posed = problem("veldran", "no_kin")
    plain = fit_problem(posed, replace(FEW, moving=False))
    found = fit_problem(posed, FEW)
    assert found.quantities.equals(plain.quantities)
    assert found.seconds["one left out"] > 0.0
    assert "one left out" not in plain.seconds
    assert list(found.windows["name"]) == list(plain.windows["name"])
    assert not np.allclose(found.windows["log_density"], plain.windows["log_density"])
    np.testing.assert_allclose(found.windows["median"], plain.windows["median"], rtol=0.5)


def test_a_fit_that_runs_away_is_refused_and_kept_as_such(tmp_path, monkeypatch):
    def running_away(*arguments):
        sampled, _ = sample(*arguments)
        sampled.quantities["terms"][0, 5, 3] = -np.inf
        return sampled, ()

    sample = run.sample
    monkeypatch.setattr(run, "sample", running_away)
    fit = fit_problem(problem("veldran", "no_kin"), FEW)
    assert fit.windows.empty
    assert fit.splits.empty
    assert fit.terms is None
    save_fit(tmp_path, fit)
    with pytest.raises(
        FitRefused, match=r"draws that are no numbers: 1, needed 0\. Chains ran away in 1 of 48"
    ):
        load_fit(tmp_path).require_passed()
