"""Cells fill the kernel's rows of four in every way: fewer than four, more, and shared between columns."""

from pathlib import Path

import numpy as np
import pytest

from departures.engines import recurrence_calls
from departures.engines.mean_field import mean_field
from departures.engines.recurrence_shape import Constants, Sizes, constants_of, sizes_of
from departures.engines.tracers import by_year, since
from engines.invented import MONTHS, VALUES, cells, graph
from engines.test_mean_field import LOGS, compare, of_logs


@pytest.mark.parametrize("count", [1, 3, 4, 5, 6])
def test_any_number_of_cells_equals_the_scan(count):
    small = graph(cells=cells(count))
    compare(small, of_logs, LOGS, tracers=since(MONTHS, (6, 30), with_clock=True))


@pytest.mark.parametrize("count", [3, 5])
def test_rows_may_be_fewer_than_patterns_of_cells(count):
    compare(graph(cells=cells(count)), of_logs, LOGS, tracers=since(MONTHS, (6,)))


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_a_year_of_leaving_that_is_over_keeps_nobody_under_control(count):
    """Everybody and a tracer share a row; whoever is held and arrested in one sub-step must leave the tracer."""
    small, tracers = graph(cells=cells(count)), by_year(MONTHS)
    compare(small, of_logs, LOGS, tracers=tracers)
    compiled, scanned = (
        mean_field(small, tracers=tracers, reference=reference).run(VALUES) for reference in (False, True)
    )
    np.testing.assert_allclose(compiled.flows, scanned.flows, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(compiled.stocks, scanned.stocks, rtol=1e-10, atol=1e-12)


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


def test_the_entry_points_read_as_many_sizes_and_constants_as_there_are():
    """They are read one by one, so a new field must be read there too."""
    source = Path(recurrence_calls.__file__).read_text()
    assert source.count("size[") == len(Sizes._fields)
    assert source.count("ARGUMENTS, at") == len(Constants._fields)
