"""Law: where nothing feeds back, whole people move in the mean as the mean field says, in every flow and stock."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from departures.engines.mean_field import mean_field
from departures.engines.population import population
from departures.model.graph import compile_graph
from departures.model.transition import Factor, with_factors
from departures.quantities import MONTHS_PER_YEAR
from engines.chance import holm, of_means, pooled
from laws.problems import drawn, problem

REPLICATES = 200
SEED = 20
WIDTH = 0.3
"""Parameters are drawn near the centre of their priors: hundreds or thousands of people move by each way a year."""
RARE = 1000
"""Fewer people than this in all replicates together are added up with the next year's, or with the next record's. The
sum of a thousand still is skewed by 1/√1000, so that at the z of about 5 that Holm's test asks for among thousands a
p value is right within a factor of about 3."""
PLANTED = 1.02


def yearly(flows, stocks):
    """Flows [..., month, cell, edge] by year and stocks at each year's end, both as [..., cell and number, year]."""
    lead, months = flows.shape[:-3], flows.shape[-3]
    years = months // MONTHS_PER_YEAR
    by_year = flows.reshape(*lead, years, MONTHS_PER_YEAR, -1).sum(-2)
    ends = stocks.reshape(*lead, years, MONTHS_PER_YEAR, -1)[..., -1, :]
    return np.moveaxis(by_year, -1, -2), np.moveaxis(ends, -1, -2)


@cache
def ran(country, explanation):
    """Yearly flows and year-end stocks of the population, [replicate, number, year]."""
    graph = problem(country, explanation).graph
    months = graph.declaration.months.count
    assert months % MONTHS_PER_YEAR == 0
    assert graph.declaration.months.first.month == 1
    parameters = drawn(country, explanation, SEED, WIDTH)
    return yearly(*population(graph).run(parameters, REPLICATES, SEED))


def planted_in(declaration, planted):
    """The declaration, where asked with one hazard multiplied by `PLANTED`."""
    if planted is None:
        return declaration
    factor = Factor("planted", (planted,), lambda *_: PLANTED)
    return replace(
        declaration, transitions=tuple(with_factors(t, (factor,)) for t in declaration.transitions)
    )


def expected(country, explanation, planted=None):
    """The same in the mean field, where asked with one hazard multiplied by `PLANTED`."""
    declaration = planted_in(problem(country, explanation).declaration, planted)
    run = mean_field(compile_graph(declaration)).run(drawn(country, explanation, SEED, WIDTH))
    return yearly(np.asarray(run.flows)[..., 0], np.asarray(run.stocks))


def alarms(country, explanation, planted=None):
    """How many numbers differ, of how many; where nobody is expected, nobody may be."""
    sums, means = [], []
    for sample, mean in zip(ran(country, explanation), expected(country, explanation, planted), strict=True):
        assert not sample[:, mean == 0.0].any()
        added, of_added = pooled(sample, mean, RARE)
        sums.append(added)
        means.append(of_added)
    p_values = of_means(np.concatenate(sums, axis=1), np.concatenate(means))
    return int(holm(p_values).sum()), len(p_values)


WITHOUT_SIGNAL = (("north_korea", "reference"), ("veldran", "no_kin"))


@pytest.mark.parametrize(("country", "explanation"), WITHOUT_SIGNAL)
def test_every_flow_and_stock_has_the_mean_of_the_mean_field(country, explanation):
    found, numbers = alarms(country, explanation)
    assert numbers > 500
    assert found == 0


@pytest.mark.parametrize(("country", "explanation"), WITHOUT_SIGNAL)
def test_a_bias_of_two_per_cent_is_found(country, explanation):
    """By the same test of the same sample; people go on from hiding by their hundreds a year."""
    found, _ = alarms(country, explanation, planted="onward_from_hiding")
    assert found > 10


@pytest.mark.slow
def test_with_a_signal_the_bias_is_too_small_to_be_found_at_the_size_of_a_country():
    """What it is among few people stands in decisions/population-engine.md."""
    found, _ = alarms("veldran", "reference")
    assert found == 0
