"""The commands `evidence list`, `show` and `check`, run as a user would."""

import json

import pytest
import typer
from typer.testing import CliRunner

from departures.command_line import evidence
from departures.faults import Faults
from evidence.invented import ARRIVALS, with_cell, write_package


def run(*arguments):
    application = typer.Typer()
    evidence.add_to(application)
    result = CliRunner().invoke(application, ["evidence", *(str(argument) for argument in arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def country(tmp_path):
    write_package(tmp_path / "outland" / "evidence")
    return tmp_path / "outland"


def test_check_exits_zero_and_shows_sums_and_conflicts():
    result = run("check")
    assert result.exit_code == 0
    assert "34,537 = 9,593 men + 24,944 women" in result.output
    for line in (
        "arrivals, 2024, f: 210 or 216",
        "arrivals, 2025, m: 25 or 26",
        "arrivals, 2021-Q2, all: 2 or 5",
        "arrivals, 2008, all: 2,081 or 2,803",
        "cumulative_arrivals, to 2018-12-31, all: 32,467 or 32,476",
    ):
        assert line in result.output


def test_check_as_of_an_earlier_day_shows_the_sums_of_that_day():
    assert "34,538 = 9,594 men + 24,944 women" in run("check", "--as-of", "2026-01-25").output


def test_check_gives_json(country):
    content = json.loads(run("check", "--json", "--country", country).output)
    assert content["totals"]["all"]["total"] == 720
    assert content["conflicts"][0]["values"] == [
        {"value": 100.0, "row_ids": ["y1-all"]},
        {"value": 104.0, "row_ids": ["y1-all-early"]},
    ]


def test_list_names_tables_rows_and_the_newest_figure(country):
    output = run("list", "--country", country).output
    assert "arrivals" in output
    assert "pressures" in output
    assert "Newest figure of arrivals: to 2002-12-31, published 2003-02-01." in output
    tables = json.loads(run("list", "--country", country, "--json").output)["tables"]
    assert tables[0] == {
        "table": "arrivals", "rows": 11, "from": "2001-01-01", "to": "2002-12-31", "newest_published": "2003-02-01",
    }  # fmt: skip


def test_list_on_a_day_before_every_figure_says_so(country):
    assert (
        "No figure of arrivals was public"
        in run("list", "--country", country, "--as-of", "1990-01-01").output
    )


def rows_of(country, *arguments):
    return [
        row["row_id"]
        for row in json.loads(run("show", *arguments, "--json", "--country", country).output)["rows"]
    ]


def test_show_filters_by_window_gender_source_and_preference(country):
    assert rows_of(country, "arrivals", "--gender", "m") == ["y1-m"]
    assert rows_of(country, "arrivals", "--source", "paper") == ["y1-all-early"]
    assert rows_of(country, "arrivals", "--from", "2002-04-01", "--to", "2002-06-30") == ["y2-all", "y2-q2"]
    assert "y1-all-early" not in rows_of(country, "arrivals", "--preferred")
    assert "y1-all-early" in rows_of(country, "arrivals", "--preferred", "--as-of", "2002-01-10")


@pytest.mark.parametrize("table", ["arrivals", "pressures", "sources"])
def test_show_prints_every_table(country, table):
    assert f"{table}: " in run("show", table, "--country", country).output


def test_filters_that_do_not_fit_are_all_told(country):
    with pytest.raises(Faults) as caught:
        run("show", "sources", "--country", country, "--gender", "w", "--preferred", "--from", "2002-01-01")
    assert {fault.column for fault in caught.value.faults} == {"--gender", "--preferred", "--from/--to"}


@pytest.mark.parametrize("day", ["2026-13-01", "soon", "0001-01-01"])
def test_a_day_that_is_none_is_told(country, day):
    with pytest.raises(Faults, match="is not a date"):
        run("list", "--country", country, "--as-of", day)


def test_a_spoilt_package_is_refused_with_all_its_mistakes(tmp_path):
    arrivals = with_cell(with_cell(ARRIVALS, "y1-m", "value", "-1"), "y1-f", "grade", "Z")
    write_package(tmp_path / "spoilt" / "evidence", arrivals=arrivals)
    with pytest.raises(Faults) as caught:
        run("check", "--country", tmp_path / "spoilt")
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(3, "value"), (4, "grade")]
