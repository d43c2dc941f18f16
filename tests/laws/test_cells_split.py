"""Law: one cell of n people equals n cells of one; a cell split in equal parts gives the same sums."""

import numpy as np
import pytest

from departures.engines.mean_field import mean_field
from departures.engines.population import population
from departures.model.cell import Cells
from engines import invented
from engines.chance import holm, of_means

PARTS = 7


def cells(parts):
    """Women and men, each in equal parts."""
    names = tuple(f"{sex}{i}" for sex in "fm" for i in range(parts))
    return Cells(names, {"female": np.repeat([1.0, 0.0], parts), "part": np.full(2 * parts, 1.0 / parts)})


@pytest.mark.parametrize("signal", [False, True])
def test_a_cell_split_in_equal_parts_gives_the_same_sums(signal):
    one, many = (
        mean_field(invented.graph(signal=signal, cells=cells(parts))).run(invented.VALUES)
        for parts in (1, PARTS)
    )
    for whole, split in ((one.flows[..., 0], many.flows[..., 0]), (one.stocks, many.stocks)):
        summed = np.asarray(split).reshape(len(split), 2, PARTS, -1).sum(2)
        np.testing.assert_allclose(summed, whole, rtol=1e-10, atol=1e-12)
    assert one.flows.sum() > 100.0


def test_cells_of_one_person_are_fractions_of_many():
    people = {**invented.VALUES, "people": float(PARTS)}
    run = mean_field(invented.graph(cells=cells(PARTS))).run(people)
    np.testing.assert_allclose(run.stocks[:, :PARTS], np.repeat(run.stocks[:, :1], PARTS, axis=1), rtol=1e-12)


def test_whole_people_of_a_cell_split_in_equal_parts_have_the_same_means():
    """Even in parts that hold six people at first: entries and first stocks are rounded without bias."""
    replicates, values = 300, {**invented.VALUES, "people": 120.0}
    mean = mean_field(invented.graph(cells=cells(1))).run(values)
    expected = np.concatenate(
        [mean.flows[..., 0].sum(0).ravel(), mean.stocks[:: invented.MONTHS.count - 1].ravel()]
    )
    for parts in (1, 20):
        ran = population(invented.graph(cells=cells(parts))).run(values, replicates, seed=9)
        flows = ran.flows.sum(1).reshape(replicates, 2, parts, -1).sum(2)
        stocks = ran.stocks[:, :: invented.MONTHS.count - 1].reshape(replicates, 2, 2, parts, -1).sum(3)
        sample = np.concatenate([flows.reshape(replicates, -1), stocks.reshape(replicates, -1)], axis=1)
        common = (expected > 2.5) | (expected == 0.0)
        assert common.sum() > 20
        assert not holm(of_means(sample[:, common], expected[common])).any()
        assert holm(of_means(sample[:, common], 1.1 * expected[common])).any()
