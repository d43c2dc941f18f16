"""Law: people one by one move as whole people do in the population engine, in every flow and stock."""

from functools import cache
from multiprocessing.pool import ThreadPool

import numpy as np
import pytest

from departures.engines.individuals import individuals
from departures.engines.population import population
from departures.model.graph import compile_graph
from engines.chance import holm, of_means, pooled
from laws.problems import drawn, problem
from laws.test_population_means import RARE, SEED, WIDTH, planted_in, yearly

RUNS = 200


@cache
def parameters(country, explanation):
    return {name: np.asarray(value) for name, value in drawn(country, explanation, SEED, WIDTH).items()}


@cache
def ran(country, explanation):
    """Yearly flows and year-end stocks of runs of the individuals, [run, number, year]."""
    engine, given = individuals(problem(country, explanation).graph), parameters(country, explanation)
    engine.run(given, SEED, until=1)
    with ThreadPool() as pool:
        runs = pool.starmap(engine.run, [(given, SEED, number) for number in range(RUNS)])
    return yearly(np.stack([run.flows for run in runs]), np.stack([run.stocks for run in runs]))


def alarms(country, explanation, planted=None):
    """How many numbers have another mean than in the population engine, of how many."""
    graph = compile_graph(planted_in(problem(country, explanation).declaration, planted))
    others = yearly(*population(graph).run(parameters(country, explanation), RUNS, SEED))
    differences = []
    for sample, other in zip(ran(country, explanation), others, strict=True):
        expected = other.mean(0)
        differences.append(pooled(sample, expected, RARE)[0] - pooled(other, expected, RARE)[0])
    together = np.concatenate(differences, axis=1)
    return int(holm(of_means(together, np.zeros(together.shape[1]))).sum()), together.shape[1]


PACKS = (
    ("veldran", "no_kin"),
    pytest.param("veldran", "reference", marks=pytest.mark.slow),
    pytest.param("north_korea", "reference", marks=pytest.mark.slow),
)


@pytest.mark.parametrize(("country", "explanation"), PACKS)
def test_every_flow_and_stock_has_the_mean_of_the_population(country, explanation):
    found, numbers = alarms(country, explanation)
    assert numbers > 500
    assert found == 0


@pytest.mark.parametrize(("country", "explanation"), PACKS)
def test_a_bias_of_two_per_cent_is_found(country, explanation):
    found, _ = alarms(country, explanation, planted="onward_from_hiding")
    assert found > 10
