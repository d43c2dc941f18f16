"""Law: one cell of n people equals n cells of one; a cell split in equal parts gives the same sums."""

import numpy as np
import pytest

from departures.engines.mean_field import mean_field
from departures.model.cell import Cells
from engines import invented

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
