"""What was known on a day, and which row then stands for a window."""

import pytest

from departures.evidence import as_known_on, known_by, preferred_rows, read_package
from evidence.invented import ARRIVALS, write_package


@pytest.fixture
def package(tmp_path):
    return read_package(write_package(tmp_path / "sound"))


def later(row_id, value, published, slip):
    """One more row for 2001, as a paper printed it."""
    start = f"{row_id},annual,arrivals,2001-01-01,2001-12-31,all,{value},,,persons,paper,,2001-12,{published}"
    return f"{start},final,competing,false,{slip},A,office_count,\n"


def standing(arrivals, day, window="2001-12-31", gender="all", series="annual"):
    rows = preferred_rows(known_by(arrivals, day))
    rows = rows[
        (rows["reference_period_end"] == window) & (rows["gender"] == gender) & (rows["series"] == series)
    ]
    return rows["row_id"].tolist()


def test_a_row_is_known_from_its_day_of_publication_on(package):
    arrivals = package.table("arrivals")
    assert "y1-all" not in set(known_by(arrivals, "2002-01-31")["row_id"])
    assert "y1-all" in set(known_by(arrivals, "2002-02-01")["row_id"])


def test_a_superseded_row_stands_until_its_successor_is_known(package):
    arrivals = package.table("arrivals")
    assert standing(arrivals, "2002-01-04") == []
    assert standing(arrivals, "2002-01-05") == ["y1-all-early"]
    assert standing(arrivals, "2002-02-01") == ["y1-all"]


def test_each_window_and_gender_has_exactly_one_row(package):
    for day in ("2002-01-05", "2002-12-31", "2003-12-31"):
        rows = preferred_rows(known_by(package.table("arrivals"), day))
        keys = ["series", "measure", "reference_period_start", "reference_period_end", "gender"]
        assert not rows.duplicated(keys).any()


def test_a_known_slip_stands_only_where_nothing_else_is_known(tmp_path):
    slip = later("y1-slip", "10", "2002-01-20", "true")
    arrivals = read_package(write_package(tmp_path / "slip", arrivals=ARRIVALS + slip)).table("arrivals")
    assert standing(arrivals, "2002-01-25") == ["y1-all-early"]
    alone = arrivals[arrivals["row_id"] == "y1-slip"]
    assert preferred_rows(alone)["row_id"].tolist() == ["y1-slip"]


def test_men_and_women_of_one_report_replace_figures_that_do_not_add_up(tmp_path):
    rest = ARRIVALS.replace(",preferred,true,", ",corroborating,false,")
    newer = later("y1-all-newer", "107", "2002-03-05", "false")
    arrivals = read_package(write_package(tmp_path / "newer", arrivals=rest + newer)).table("arrivals")
    assert standing(arrivals, "2002-04-01") == ["y1-all"]
    assert standing(arrivals[arrivals["gender"] == "all"], "2002-04-01") == ["y1-all-newer"]


def test_the_package_as_known_on_a_day_keeps_its_sources_and_changes_its_fingerprint(package):
    early = as_known_on(package, "2002-01-05")
    assert set(early.table("arrivals")["row_id"]) == {"y1-all-early", "stock-0"}
    assert len(early.sources) == len(package.sources)
    assert early.fingerprint() != package.fingerprint()
    assert early.fingerprint() == as_known_on(package, "2002-01-05").fingerprint()


def test_an_empty_table_has_no_preferred_rows(package):
    assert preferred_rows(known_by(package.table("arrivals"), "1990-01-01")).empty
