"""Each year is partitioned once: disjoint windows, one remainder, sums equal to the year."""

from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from departures.observation.declared import Window
from departures.observation.partition import finest_windows, left_aside, sex_splits

QUARTERS = (("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31"))


def rows(*items):
    """A table of preferred rows from (start, end, gender, value)."""
    return pd.DataFrame(
        [
            {
                "row_id": f"r{number}", "reference_period_start": pd.Timestamp(start),
                "reference_period_end": pd.Timestamp(end), "gender": gender, "value": float(value),
            }
            for number, (start, end, gender, value) in enumerate(items)
        ],
        columns=["row_id", "reference_period_start", "reference_period_end", "gender", "value"],
    )  # fmt: skip


def year(number, value, gender="all"):
    return (f"{number}-01-01", f"{number}-12-31", gender, value)


def quarter(number, which, value, gender="all"):
    start, end = QUARTERS[which - 1]
    return (f"{number}-{start}", f"{number}-{end}", gender, value)


def half(number, value, gender="all"):
    return (f"{number}-01-01", f"{number}-06-30", gender, value)


def told(windows):
    return [(window.name, window.value, window.remainder) for window in windows]


def test_a_year_alone_stays_whole():
    assert told(finest_windows(rows(year(2001, 100)))) == [("2001", 100, False)]


def test_four_quarters_stand_for_the_year():
    table = rows(year(2001, 100), *(quarter(2001, q, 25) for q in (1, 2, 3, 4)))
    assert [name for name, *_ in told(finest_windows(table))] == ["2001-Q1", "2001-Q2", "2001-Q3", "2001-Q4"]


def test_what_is_known_only_as_a_sum_enters_as_the_remainder():
    table = rows(year(2001, 100), quarter(2001, 1, 30))
    assert told(finest_windows(table)) == [("2001-Q1", 30, False), ("2001-04..12", 70, True)]


def test_a_remainder_leads_to_the_year_and_to_its_parts():
    (_, rest) = finest_windows(rows(year(2001, 100), quarter(2001, 1, 30)))
    assert rest.rows == ("r0", "r1")


def test_the_finer_window_stands_for_the_coarser_one():
    table = rows(year(2001, 100), half(2001, 60), quarter(2001, 1, 20), quarter(2001, 2, 40))
    assert told(finest_windows(table)) == [
        ("2001-Q1", 20, False),
        ("2001-Q2", 40, False),
        ("2001-H2", 40, True),
    ]


def test_gaps_in_two_pieces_leave_the_year_whole():
    assert told(finest_windows(rows(year(2001, 100), quarter(2001, 2, 30)))) == [("2001", 100, False)]


def test_parts_that_exceed_the_year_leave_it_whole():
    assert told(finest_windows(rows(year(2001, 20), quarter(2001, 1, 30)))) == [("2001", 20, False)]


def test_parts_without_a_year_do_not_enter():
    assert finest_windows(rows(quarter(2001, 1, 30))) == ()


def test_sex_enters_on_the_finest_windows_where_both_are_known():
    table = rows(
        year(2001, 100),
        year(2001, 60, "f"),
        quarter(2001, 1, 30),
        quarter(2001, 1, 10, "f"),
        quarter(2001, 2, 20),
    )
    splits = sex_splits(table)
    assert [(s.window.name, s.window.value, s.women) for s in splits] == [
        ("2001-Q1", 30, 10),
        ("2001-04..12", 70, 50),
    ]


def test_sex_of_a_year_alone_enters_beside_finer_totals():
    table = rows(year(2001, 100), year(2001, 60, "f"), quarter(2001, 1, 30))
    assert [(s.window.name, s.women) for s in sex_splits(table)] == [("2001", 60)]


def test_no_sex_no_split():
    assert sex_splits(rows(year(2001, 100), quarter(2001, 1, 30))) == ()


@st.composite
def published(draw):
    """Published windows of some years: the quarters are consistent, any of them may be missing."""
    items = []
    for number in range(2001, 2001 + draw(st.integers(1, 3))):
        women = [draw(st.integers(0, 50)) for _ in QUARTERS]
        men = [draw(st.integers(0, 50)) for _ in QUARTERS]
        both = [f + m for f, m in zip(women, men, strict=True)]
        items.append(year(number, sum(both)))
        if draw(st.booleans()):
            items.append(year(number, sum(women), "f"))
        if draw(st.booleans()):
            items.append(half(number, both[0] + both[1]))
        for which in range(1, 5):
            if draw(st.booleans()):
                items.append(quarter(number, which, both[which - 1]))
                if draw(st.booleans()):
                    items.append(quarter(number, which, women[which - 1], "f"))
    return rows(*items)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(published())
def test_windows_are_disjoint_cover_the_year_and_add_up_to_it(table):
    windows = finest_windows(table)
    annual = table[(table["gender"] == "all") & (table["reference_period_end"].dt.month == 12)]
    annual = annual[annual["reference_period_start"].dt.month == 1]
    for _, row in annual.iterrows():
        parts = [w for w in windows if w.start.year == row["reference_period_start"].year]
        assert sum(part.value for part in parts) == row["value"]
        assert parts[0].start == date(parts[0].start.year, 1, 1)
        assert parts[-1].end == date(parts[0].start.year, 12, 31)
        for before, after in pairwise(parts):
            assert after.start == before.end + timedelta(days=1)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(published())
def test_women_are_among_those_counted_and_no_person_is_split_twice(table):
    splits = sex_splits(table)
    for split in splits:
        assert 0 <= split.women <= split.window.value
    for before, after in pairwise(splits):
        assert after.window.start > before.window.end


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [("2001-01-01", "2001-06-30", "2001-H1"), ("1999-01-01", "2001-12-31", "1999-2001")],
)
def test_windows_have_readable_names(start, end, name):
    assert Window(date.fromisoformat(start), date.fromisoformat(end), 1, ()).name == name


def test_parts_of_a_year_whose_rest_is_unknown_are_left_aside_by_name():
    table = rows(year(2001, 100), quarter(2001, 1, 30), quarter(2002, 1, 20))
    fitted = finest_windows(table)
    assert [(window.name, window.value) for window in left_aside(table, fitted)] == [("2002-Q1", 20)]


def test_a_half_that_its_quarters_contradict_is_left_aside():
    table = rows(
        year(2001, 100), half(2001, 60), *(quarter(2001, q, n) for q, n in enumerate((20, 20, 30, 30), 1))
    )
    fitted = finest_windows(table)
    assert [window.name for window in left_aside(table, fitted)] == ["2001-H1"]


def test_parts_that_do_not_add_up_to_their_year_are_left_aside():
    table = rows(year(2001, 100), *(quarter(2001, q, 30) for q in (1, 2, 3, 4)))
    fitted = finest_windows(table)
    assert [window.name for window in fitted] == ["2001"]
    assert len(left_aside(table, fitted)) == 4
