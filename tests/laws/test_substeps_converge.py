"""Law: halving the step moves no yearly arrival by more than 1 % and the log likelihood by less than 0.5."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.engines.mean_field import SUBSTEPS, mean_field
from departures.observation.expected import records_of
from laws.problems import likelihood, mode, problem

COUNTRIES = ("north_korea", "veldran")


def yearly_arrivals(country, substeps):
    """Arrivals expected at the mode, [year]."""
    made = problem(country)
    record = (
        records_of(made.graph, made.observation).matrix[:, : len(made.observation.ways)].sum(1, keepdims=True)
    )
    run = jax.jit(mean_field(made.graph, record, substeps=substeps).run)
    flows = run(likelihood(country).layout.values(jnp.asarray(mode(country)))).flows
    months = made.declaration.months
    return np.array([flows[slice(*months.of_year(year))].sum() for year in months.years])


@pytest.mark.parametrize("country", COUNTRIES)
def test_yearly_arrivals_move_by_less_than_a_hundredth(country):
    coarse, fine = (yearly_arrivals(country, steps) for steps in (SUBSTEPS, 2 * SUBSTEPS))
    assert fine.max() > 100.0
    np.testing.assert_allclose(coarse, fine, rtol=0.01)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_log_likelihood_moves_by_less_than_a_half(country):
    z = jnp.asarray(mode(country))
    coarse, fine = (float(likelihood(country, substeps=s).terms(z).sum()) for s in (SUBSTEPS, 2 * SUBSTEPS))
    assert abs(coarse - fine) < 0.5
