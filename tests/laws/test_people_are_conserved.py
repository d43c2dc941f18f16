"""Law: nobody is made and nobody is lost; who is there is who was there at first and who has entered since."""

import jax.numpy as jnp
import numpy as np
import pytest

from departures.engines.mean_field import mean_field
from engines import invented
from laws.problems import PACKS, drawn, problem


def entered(declaration, parameters):
    """People of the first stock and of all entries up to the end of each month, [month, cell]."""
    count, cell = declaration.cells.count, declaration.cells.values()
    paths = {driver.name: jnp.asarray(driver.now()) for driver in declaration.drivers}
    first = {name: path[0] for name, path in paths.items()}
    total = np.zeros((declaration.months.count, count))
    for item in declaration.initial:
        total += np.asarray(item.persons(parameters, first, cell, {}))
    for item in declaration.entries:
        total += np.cumsum(np.broadcast_to(item.persons(parameters, paths, cell, {}), total.shape), axis=0)
    return total


def assert_conserved(graph, parameters, **options):
    stocks = np.asarray(mean_field(graph, **options).run(parameters).stocks)
    np.testing.assert_allclose(stocks.sum(-1), entered(graph.declaration, parameters), rtol=1e-9)
    assert stocks.min() >= -1e-9 * stocks.max()


@pytest.mark.parametrize(("country", "explanation"), PACKS)
@pytest.mark.parametrize("reference", [False, True], ids=["engine", "scan"])
def test_in_the_packs(country, explanation, reference):
    assert_conserved(
        problem(country, explanation).graph, drawn(country, explanation, seed=4), reference=reference
    )


@pytest.mark.parametrize("signal", [False, True])
@pytest.mark.parametrize("consequence", [False, True])
@pytest.mark.parametrize("substeps", [1, 4])
def test_with_signals_consequences_and_entries(signal, consequence, substeps):
    graph = invented.graph(signal=signal, consequence=consequence)
    # kin draw so many that the home empties: the hardest case for consequences, which move people there as well
    assert_conserved(graph, {**invented.VALUES, "kin": 0.4}, substeps=substeps)


def test_hazards_beyond_all_reason_lose_nobody():
    assert_conserved(
        invented.graph(), {**invented.VALUES, "crossing": 50.0, "arrest": 200.0, "last_leg": 1e4}
    )
