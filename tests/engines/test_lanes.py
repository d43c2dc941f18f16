"""Cells fill the kernel's rows of four in every way: fewer than four, more, and shared between columns."""

import numpy as np
import pytest

from departures.engines.recurrence_shape import constants_of, sizes_of
from departures.engines.tracers import since
from departures.model.cell import Cells
from engines.invented import MONTHS, graph
from engines.test_mean_field import LOGS, compare, of_logs


def cells(count):
    """Cells that differ in size and in the share of women."""
    return Cells(
        tuple(str(i) for i in range(count)),
        {"female": np.arange(count) % 3 / 2.0, "part": 1.0 / np.arange(1, count + 1)},
    )


@pytest.mark.parametrize("count", [1, 3, 4, 5, 6])
def test_any_number_of_cells_equals_the_scan(count):
    small = graph(cells=cells(count))
    compare(small, of_logs, LOGS, tracers=since(MONTHS, (6, 30), with_clock=True))


@pytest.mark.parametrize("count", [1, 2, 3, 5, 14])
def test_without_tracers_too(count):
    compare(graph(cells=cells(count)), of_logs, LOGS)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_every_lane_has_one_cell_of_one_column(count):
    small, tracers = graph(cells=cells(count)), since(MONTHS, (6, 30), with_clock=True)
    constants = constants_of(small, np.eye(len(small.edges)), tracers)
    size = sizes_of(constants, count, tracers.count, len(small.edges), 1)
    assert size.rows * 4 >= count * tracers.count > (size.rows - 1) * 4
    assert constants.own.sum() == count
    for row in range(size.rows - size.patterns):
        np.testing.assert_array_equal(constants.cells[row], constants.cells[row + size.patterns])
