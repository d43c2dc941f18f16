"""What an origin knows: rows published by its day; before vintages were kept, final counts of years that had ended."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from departures.backtest.mechanical import mechanical_problem
from departures.backtest.origins import Origin, known_at, series, yearly
from departures.country.pack import open_pack
from departures.faults import Faults
from departures.runs.places import pack_folder

NORTH = pack_folder("north_korea")


def test_the_day_lies_in_the_year_after():
    assert Origin(2019).day == date(2020, 4, 30)
    assert Origin(2019).targets == (2020, 2021, 2022)


@pytest.mark.parametrize("year", [2009, 2010, 2011])
def test_early_origins_know_final_counts_up_to_their_year(year):
    known = known_at(mechanical_problem(NORTH, Origin(year)), Origin(year))["all"]
    assert max(known) == year
    assert known[2009] == yearly(open_pack("north_korea").evidence)["all"][2009]


@pytest.mark.parametrize("year", [2012, 2016, 2020, 2024])
def test_later_origins_know_what_was_published_by_their_day(year):
    problem = mechanical_problem(NORTH, Origin(year))
    rows = problem.evidence.table("arrivals")
    assert rows["published"].max() <= pd.Timestamp(Origin(year).day)
    assert max(known_at(problem, Origin(year))["all"]) <= year


def test_a_count_that_was_mended_later_is_known_as_it_was():
    assert known_at(mechanical_problem(NORTH, Origin(2012)), Origin(2012))["all"][2012] == 1508


def test_no_count_of_a_year_after_the_origin_is_fitted():
    """What was told of the sexes in the first months of the next year, by the day, may be."""
    for year in (2009, 2013, 2019):
        problem = mechanical_problem(NORTH, Origin(year))
        assert max(window.end.year for window in problem.observation.windows) <= year
        assert all(split.window.end < Origin(year).day for split in problem.observation.splits)


def test_missing_years_lie_between_their_neighbours():
    first, counts = series({2001: 0, 2005: 100, 2006: 200, 2008: 200, 2009: 50})
    assert (first, len(counts)) == (2001, 9)
    assert counts[6] == pytest.approx(200.0)
    np.testing.assert_allclose(np.diff(np.log1p(counts[:5]), n=2), 0.0, atol=1e-12)


def test_a_pack_without_a_mechanical_declaration_is_refused():
    with pytest.raises(Faults, match="no mechanical declaration"):
        mechanical_problem(pack_folder("veldran"), Origin(2019))


def test_one_declaration_serves_all_origins_and_names_nothing_dated():
    problem = mechanical_problem(NORTH, Origin(2024))
    assert not problem.declaration.drivers or {d.name for d in problem.declaration.drivers} <= {
        "crossing_path_basis", "crossing_female_path_basis", "onward_gate_basis", "onward_quarter_2",
        "onward_quarter_3", "onward_quarter_4",
    }  # fmt: skip
    assert all(item.source.startswith("judgement") for item in problem.parameters)
