"""A fit of the tutorial's pack, from workers to names, in a few draws: too few for any gate, but whole."""

import pytest

from departures.inference.fit import FitRefused
from departures.inference.run import fit_problem
from departures.inference.settings import SamplingSettings
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
