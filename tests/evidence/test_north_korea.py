"""The evidence on North Korea: its sums, its conflicts, what was known when, and what it must not hold."""

import csv
import json
import re
from pathlib import Path

import pytest

from departures.evidence import as_known_on, footnote, known_by, preferred_rows, read_package, sources_of
from departures.evidence.check import check_package

PACK = Path(__file__).parents[2] / "countries" / "north_korea"
FOLDER = PACK / "evidence"
TABLES = ("arrivals", "demographics", "pathways", "drivers", "parameters", "claims", "timeline")


@pytest.fixture(scope="module")
def package():
    return read_package(FOLDER)


@pytest.fixture(scope="module")
def report(package):
    return check_package(package)


def annual(package, day, year, gender="all"):
    rows = preferred_rows(known_by(package.table("arrivals"), day))
    rows = rows[(rows["series"] == "annual") & (rows["gender"] == gender)]
    rows = rows[rows["reference_period_end"] == f"{year}-12-31"]
    return None if rows.empty else rows["value"].item()


def test_the_preferred_series_sums_to_the_corrected_cumulative_count(report):
    totals = {total.gender: (total.total, total.latest_stock) for total in report.totals}
    assert totals == {"all": (34537, 34537), "m": (9593, 9593), "f": (24944, 24944)}
    assert report.passed >= 195


@pytest.mark.parametrize(
    ("place", "values", "kind"),
    [
        (("arrivals", "2024", "f"), {216, 210}, "slip"),
        (("arrivals", "2025", "m"), {26, 25}, "revision"),
        (("arrivals", "2021-Q2", "all"), {2, 5}, "revision"),
        (("arrivals", "2008", "all"), {2081, 2803}, "slip"),
        (("cumulative_arrivals", "to 2018-12-31", "all"), {32467, 32476}, "slip"),
    ],
)
def test_known_conflicts_are_listed_with_both_rows(report, place, values, kind):
    (found,) = [
        conflict
        for conflict in report.conflicts
        if (conflict.measure, conflict.window, conflict.gender) == place and conflict.table == "arrivals"
    ]
    assert values <= set(found.values)
    assert all(found.values[value] for value in values)
    assert found.kind == kind


def test_slips_of_sources_are_listed_and_explained(report):
    explained = {difference.window for difference in report.differences if difference.explained}
    assert {"2024", "2021-Q1", "2023-Q1", "to 2020-09-30 age 40-49"} <= explained


@pytest.mark.parametrize("gender", ["all", "m", "f"])
def test_the_windows_of_the_report_have_their_figures(package, gender):
    expected = {
        2019: (1047, 202, 845), 2020: (229, 72, 157), 2021: (63, 40, 23), 2022: (67, 35, 32),
        2023: (196, 32, 164), 2024: (236, 26, 210), 2025: (223, 25, 198),
    }  # fmt: skip
    place = ("all", "m", "f").index(gender)
    assert {year: annual(package, "2026-11-23", year, gender) for year in expected} == {
        year: values[place] for year, values in expected.items()
    }
    arrivals = package.table("arrivals")
    nine = arrivals[arrivals["row_id"].str.startswith(f"arrivals-2024-01_2024-09-{gender}-")]
    assert set(nine["value"]) == {(181, 22, 159)[place]}


def test_every_year_from_2002_is_known_with_both_sexes(package):
    rows = preferred_rows(package.table("arrivals"))
    rows = rows[(rows["series"] == "annual") & (rows["reference_period_start"] >= "2002-01-01")]
    assert rows.groupby("reference_period_start")["gender"].nunique().eq(3).all()
    assert len(rows) == 3 * 24


def test_a_day_knows_only_what_was_public(package):
    early = known_by(package.table("arrivals"), "2022-01-31")
    assert early["reference_period_end"].max().year == 2021
    assert annual(package, "2022-01-31", 2021) == 63
    assert annual(package, "2022-01-31", 2022) is None
    assert annual(package, "2026-01-19", 2025) is None
    assert annual(package, "2026-01-25", 2025) == 224
    assert annual(package, "2026-01-25", 2025, "m") == 26
    assert annual(package, "2026-02-04", 2025) == 223
    assert annual(package, "2012-02-01", 2011) == 2737


@pytest.mark.parametrize(
    "day", ["2005-01-01", "2012-02-01", "2016-12-31", "2021-11-01", "2024-06-30", "2026-01-25"]
)
def test_the_check_runs_as_of_any_day(package, day):
    report = check_package(as_known_on(package, day))
    rows = preferred_rows(known_by(package.table("arrivals"), day))
    keys = ["series", "measure", "reference_period_start", "reference_period_end", "gender"]
    assert not rows.duplicated(keys).any()
    assert report.totals


def test_first_announcements_of_the_second_quarter_of_2021_stand_until_revised(package):
    def second_quarter(day):
        rows = preferred_rows(known_by(package.table("arrivals"), day))
        rows = rows[(rows["series"] == "quarterly") & (rows["reference_period_end"] == "2021-06-30")]
        return rows.set_index("gender")["value"].to_dict()

    assert second_quarter("2021-08-01") == {"all": 2, "m": 1, "f": 1}
    assert second_quarter("2021-11-01")["all"] in (2, 5)
    assert second_quarter("2022-08-01") == {"all": 5, "m": 3, "f": 2}


def test_derived_rows_name_inputs_and_come_no_earlier_than_they(package):
    published = {}
    for name in (*TABLES, "sources"):
        table = package.table(name)
        key = "source_id" if name == "sources" else "row_id"
        published |= dict(zip(table[key], table["published"], strict=True))
    for name in ("arrivals", "demographics", "pathways", "drivers", "parameters"):
        table = package.table(name)
        for row in table[table["role"] == "derived"].itertuples():
            assert row.derived_from, row.row_id
            assert all(published[part] <= row.published for part in row.derived_from.split()), row.row_id


def test_the_ministry_is_one_origin_in_whatever_paper(package):
    arrivals = package.table("arrivals")
    counted = arrivals[
        (arrivals["source_id"] != "DERIVED") & (arrivals["reference_period_end"] >= "2002-12-31")
    ]
    assert set(counted["origin_id"]) == {"ministry_of_unification_count"}


def test_every_row_can_be_cited(package):
    for name in ("arrivals", "drivers", "pathways"):
        for row in package.table(name).sample(12, random_state=3).to_dict("records"):
            assert len(footnote(package, row)) > 40


def test_no_source_claims_to_be_read_in_full(package):
    assert not package.sources["read_in_full"].any()


def test_the_descriptor_declares_exactly_the_columns_of_each_file():
    described = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    assert described["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in described["resources"]:
        with (FOLDER / resource["path"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])


CURRENCY = re.compile(r"\b(usd|dollars?|krw|won|yuan|rmb|cny|roubles?|rubles?)\b|[$€₩¥]", re.IGNORECASE)
MAY_HOLD_MONEY = ("remit_", "rice_price", "china_dprk_trade")


def test_money_stands_only_in_remittances_and_economic_series(package):
    for name in (*TABLES, "sources"):
        for row in package.table(name).astype(str).to_dict("records"):
            if str(row.get("measure", "")).startswith(MAY_HOLD_MONEY):
                continue
            text = " ".join(value for column, value in row.items() if column != "url")
            assert not CURRENCY.search(text), f"{name}: {text}"


def test_fees_are_one_yearly_index_without_unit(package):
    drivers = package.table("drivers")
    fees = drivers[drivers["measure"].str.contains("fee|broker|bribe|bride", regex=True)]
    assert set(fees["measure"]) == {"crossing_fee_index"}
    assert set(fees["role"]) == {"derived"}
    assert not fees["reference_period_start"].duplicated().any()
    base = fees[fees["reference_period_start"].dt.year.isin([2010, 2011])]
    assert base["value"].mean() == pytest.approx(1.0, abs=0.01)
    assert not package.table("parameters")["measure"].str.contains("fee|price").any()


def test_direct_and_elite_ways_are_one_range_over_many_years(package):
    pathways = package.table("pathways")
    for measure in ("straight_from_the_country", "elite"):
        (row,) = pathways[pathways["measure"] == measure].to_dict("records")
        assert (row["reference_period_end"] - row["reference_period_start"]).days > 10 * 365
        assert row["high"] - row["low"] >= 20
        assert row["value"] != row["value"]
    assert not package.table("drivers")["measure"].str.contains("direct|elite").any()


@pytest.mark.parametrize(
    "word",
    ["china_arrest_probability", "success_probability_post2022", "per attempt", "escape_hazard_russia",
     "buffer zone", "wedding", "landed", "NLL",
     "Gyodong", "Goseong", "Helong", "Changchun", "curfew", "single testimony", "by sea"],
)  # fmt: skip
def test_withheld_kinds_are_nowhere(word):
    for file in sorted(FOLDER.glob("*.csv")):
        text = file.read_text(encoding="utf-8")
        assert not re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text, re.IGNORECASE), file.name


def test_returns_are_dated_by_the_month_at_the_finest(package):
    for name in ("pathways", "drivers"):
        table = package.table(name)
        returns = table[table["measure"] == "forced_returns"]
        days = (returns["reference_period_end"] - returns["reference_period_start"]).dt.days
        assert len(returns) > 10
        assert (days >= 27).all()


def test_small_counts_by_sex_are_marked_as_published_and_never_derived(package):
    arrivals = package.table("arrivals")
    small = arrivals[
        (arrivals["gender"] != "all") & (arrivals["value"] < 10) & (arrivals["measure"] == "arrivals")
    ]
    assert len(small) > 20
    assert small["publisher_exempt"].all()
    assert not (small["role"] == "derived").any()
    people = package.table("demographics")
    crossed = people[(people["gender"] != "all") & (people["unit"] == "persons")]
    assert (crossed["value"] >= 10).all()


def test_what_is_withheld_is_listed_by_kind_and_without_a_date():
    text = (PACK / "withheld.md").read_text(encoding="utf-8")
    for kind in (
        "fees by leg",
        "prices of people",
        "elite arrivals",
        "chances of being caught",
        "single events of a family",
    ):
        assert kind in text
    assert not re.search(r"\b(19|20)\d\d\b", text)


def test_every_row_of_every_table_leads_to_a_source(package):
    known = set(package.sources["source_id"])
    for table in package.tables.values():
        if {"row_id", "source_id"} <= set(table):
            for row_id in table["row_id"].head(40):
                found = sources_of(package, row_id)
                assert found
                assert set(found) <= known, row_id
