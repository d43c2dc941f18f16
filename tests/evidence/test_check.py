"""The preferred series must add up; all else that disagrees is listed with its rows."""

import pytest

from departures.evidence import as_known_on, read_package
from departures.evidence.check import check_package
from departures.faults import Faults
from evidence.invented import ARRIVALS, with_cell, write_package


def package_with(tmp_path, arrivals):
    return read_package(write_package(tmp_path / "package", arrivals=arrivals))


def test_the_series_is_added_up_on_top_of_the_first_cumulative_count(tmp_path):
    report = check_package(package_with(tmp_path, ARRIVALS))
    (whole,) = [total for total in report.totals if total.gender == "all"]
    assert (whole.opening, whole.flow, whole.total, whole.latest_stock) == (500, 220, 720, 720)
    assert whole.years == "2001-2002"
    assert report.differences == ()
    assert {comparison.kind for comparison in report.comparisons} == {
        "men and women",
        "parts and whole",
        "flows and stocks",
    }


def test_a_conflict_lists_every_value_with_its_rows(tmp_path):
    (conflict,) = check_package(package_with(tmp_path, ARRIVALS)).conflicts
    assert conflict.values == {100.0: ("y1-all",), 104.0: ("y1-all-early",)}
    assert (conflict.kind, conflict.window, conflict.gender) == ("revision", "2001", "all")


@pytest.mark.parametrize(
    ("row", "value", "line", "found"),
    [
        ("y1-m", "41", 2, "41 men + 60 women are not 100"),
        ("y2-q2", "31", 6, "the quarters 50 + 31 + 25 + 15 = 121 are not 120 (all)"),
    ],
)
def test_a_preferred_series_that_does_not_add_up_is_a_fault(tmp_path, row, value, line, found):
    with pytest.raises(Faults) as caught:
        check_package(package_with(tmp_path, with_cell(ARRIVALS, row, "value", value)))
    (fault,) = caught.value.faults
    assert fault.file.endswith("arrivals.csv")
    assert (fault.row, fault.column, fault.found) == (line, "value", found)
    assert "take the mark `preferred`" in fault.remedy


def test_overlapping_and_repeated_preferred_windows_are_faults_told_together(tmp_path):
    arrivals = with_cell(ARRIVALS, "y2-q2", "reference_period_start", "2002-03-15")
    arrivals = with_cell(
        with_cell(arrivals, "y1-all-early", "preferred", "true"), "stock-0", "preferred", "true"
    )
    arrivals = with_cell(arrivals, "stock-0", "slip", "true")
    with pytest.raises(Faults) as caught:
        check_package(package_with(tmp_path, arrivals))
    told = {(fault.row, fault.column): fault.found for fault in caught.value.faults}
    assert "overlaps the one before it" in told[8, "reference_period_start"]
    assert "a second preferred row for 2001, all" in told[5, "preferred"]
    assert "slip" in told[11, "preferred"]


def test_a_flow_that_misses_the_stock_is_listed_and_is_no_fault(tmp_path):
    report = check_package(package_with(tmp_path, with_cell(ARRIVALS, "stock-2", "value", "725")))
    (difference,) = report.differences
    assert (difference.kind, difference.added, difference.whole) == ("flows and stocks", 220, 225)
    assert difference.row_ids == ("stock-0", "stock-2", "y1-all", "y2-all")


def test_a_package_without_stocks_or_on_an_early_day_is_checked_too(tmp_path):
    flows = "\n".join(line for line in ARRIVALS.splitlines() if not line.startswith("stock")) + "\n"
    (whole, *_) = check_package(package_with(tmp_path, flows)).totals
    assert (whole.opening, whole.opening_to, whole.total, whole.latest_stock) == (0, "", 220, None)
    assert check_package(as_known_on(package_with(tmp_path, ARRIVALS), "1999-01-01")).totals == ()
