"""Planted cases in every kind of file are caught where they stand; their near misses pass."""

import json
from pathlib import Path

import openpyxl
import pytest

from departures.faults import Faults, PublicationRefusal
from departures.publication import check_file, check_folder, refuse_unless_clean
from publication.invented import OUTLAND

PLANTED = {
    "price in a paragraph": (
        "a.html",
        "<p>The fee was <b>9,000</b> dollars.</p>",
        "<p>The fee index was 2.1.</p>",
    ),
    "price in columns": (
        "a.csv",
        "series,year,value,unit\nbroker_fee,2015,9000,crowns\n",
        "series,year,value,unit\nbroker_fee_index,2015,2.1,ratio\n",
    ),
    "price by leg": ("a.md", "The fee of the first leg rose by 250 %.", "The fee index rose by 250 %."),
    "single family": (
        "a.txt",
        "A family of four fled in June 2017.",
        "Of families, one in ten fled in 2017.",
    ),
    "landing place": ("a.md", "Boats landed near Bluecape.", "Boats landed nearly empty."),
    "a place of the pack": ("a.json", '{"note": "Ferryton was closed"}', '{"note": "the border was closed"}'),
    "route segment": (
        "a.html",
        "<p>The bus from Milltown to Graystone is watched.</p>",
        "<p>The way from Outland to Inland is watched.</p>",
    ),
    "day of a crossing in a column": (
        "a.csv",
        "group,crossing_date\nA,2019-10-11\n",
        "group,publication_date\nA,2019-10-11\n",
    ),
    "hour": (
        "a.svg",
        "<svg><text>Patrols at the river: 02:40</text></svg>",
        "<svg><text>Written at 02:40</text></svg>",
    ),
    "gap in the guard": (
        "a.txt",
        "An unguarded stretch remains.",
        "An unexplained stretch of years remains.",
    ),
    "chance per attempt": ("a.md", "70 % of attempts end in arrest.", "70 % of arrivals are women."),
    "lever below country level": (
        "a.csv",
        "province,fence_km\nNorthmark,12\n",
        "province,arrivals\nNorthmark,1200\n",
    ),
    "ranking of controls": (
        "a.md",
        "Which controls would reduce departures most?",
        "Controls are not ranked here.",
    ),
    "people abroad below country level": (
        "a.html",
        "<p>Some 3,000 escapees now live in Farmark.</p>",
        "<p>Some 3,000 escapees now live in Outland.</p>",
    ),
    "elite way by year": (
        "a.csv",
        "year,way,arrivals\n2023,elite,14\n",
        "period,way,arrivals\n2012-2023,elite or direct,140\n",
    ),
    "elite way in a wide table": (
        "a.html",
        "<table><tr><th>year</th><th>elite</th></tr><tr><td>2023</td><td>14</td></tr></table>",
        "<table><tr><th>years</th><th>elite or direct</th></tr><tr><td>2012–2023</td><td>140</td></tr></table>",
    ),
    "interview": (
        "a.html",
        "<q>I never told my mother that we would leave before winter</q>",
        "<q>Never told anybody that they would leave before winter</q>",
    ),
    "our own word": (
        "a.html",
        "<p>Defectors arrived.</p>",
        "<p>Escapees arrived (<cite>Defectors 2021</cite>).</p>",
    ),
    "text that only programs see": (
        "a.html",
        '<img alt="defectors by year">',
        '<img alt="arrivals by year">',
    ),
    "data inside a page": (
        "a.html",
        '<script type="application/json">{"note": "sold for 500 dollars"}</script>',
        '<script type="application/json">{"note": "sold abroad"}</script>',
    ),
    "small cell": ("a.csv", "quarter,men,women\n2021-Q1,17,3\n", "quarter,all\n2021-Q1,3\n"),
    "small cell in long form": (
        "a.csv",
        "year,sex,province,arrivals\n2021,women,Northmark,4\n",
        "year,sex,province,arrivals\n2021,women,Northmark,40\n",
    ),
    "remainder of a quarter": (
        "a.csv",
        "quarter,sex,arrivals\n2021-Q1,all,20\n2021-Q1,men,14\n",
        "quarter,sex,arrivals\n2021-Q1,all,34\n2021-Q1,men,14\n",
    ),
}


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_case_is_caught(case: str, tmp_path: Path) -> None:
    name, planted, _ = PLANTED[case]
    (tmp_path / name).write_text(planted, encoding="utf-8")
    findings = check_file(tmp_path / name, OUTLAND)
    assert findings
    assert all(finding.file.endswith(name) and finding.place and finding.remedy for finding in findings)


@pytest.mark.parametrize("case", PLANTED)
def test_its_near_miss_passes(case: str, tmp_path: Path) -> None:
    name, _, near_miss = PLANTED[case]
    (tmp_path / name).write_text(near_miss, encoding="utf-8")
    assert check_file(tmp_path / name, OUTLAND) == ()


def test_a_small_cell_is_found_by_subtraction_between_two_files(tmp_path: Path) -> None:
    (tmp_path / "arrivals.csv").write_text("quarter,arrivals\n2021-Q1,31\n2021-Q2,45\n")
    (tmp_path / "arrivals_of_men.csv").write_text("quarter,men\n2021-Q1,24\n2021-Q2,20\n")
    assert check_file(tmp_path / "arrivals.csv", OUTLAND) == ()
    assert check_file(tmp_path / "arrivals_of_men.csv", OUTLAND) == ()
    (finding,) = check_folder(tmp_path, OUTLAND)
    assert finding.kind == "small cell by subtraction"
    assert finding.found.endswith("= 7")
    assert "arrivals.csv + " in finding.file


def test_two_held_back_parts_cannot_be_worked_out(tmp_path: Path) -> None:
    (tmp_path / "arrivals.csv").write_text("quarter,arrivals\n2021-Q1,31\n2021-Q2,45\n")
    (tmp_path / "arrivals_of_men.csv").write_text("quarter,men\n2021-Q2,20\n")
    assert check_folder(tmp_path, OUTLAND) == ()


def test_a_quarter_by_sex_is_found_from_the_year_and_the_nine_months(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("period,men,women\n2024,26,210\n2024-01/2024-09,22,159\n")
    (finding,) = check_file(tmp_path / "a.csv", OUTLAND)
    assert finding.found.endswith("= 4")
    assert finding.windows == ("2024", "2024-01/2024-09")
    (tmp_path / "a.csv").write_text("period,men,women\n2024,36,210\n2024-01/2024-09,22,159\n")
    assert check_file(tmp_path / "a.csv", OUTLAND) == ()


def test_the_last_quarter_is_found_from_the_other_three(tmp_path: Path) -> None:
    table = "period,women\n2024,210\n2024-Q1,38\n2024-Q2,57\n2024-Q3,{}\n"
    (tmp_path / "a.csv").write_text(table.format(107))
    assert [finding.found[-3:] for finding in check_file(tmp_path / "a.csv", OUTLAND)] == ["= 8"]
    (tmp_path / "a.csv").write_text(table.format(64))
    assert check_file(tmp_path / "a.csv", OUTLAND) == ()


def test_what_a_ministry_prints_is_exempt_by_name_only(tmp_path: Path) -> None:
    for table, kind in (
        ("year,men,women,all\n2031,6,40,46\n", "small cell"),
        ("year,women,all\n2031,40,46\n", "small cell by subtraction"),
    ):
        (tmp_path / "a.csv").write_text(table)
        assert check_file(tmp_path / "a.csv", OUTLAND) == ()
        assert [finding.kind for finding in check_file(tmp_path / "a.csv")] == [kind]


def test_estimates_and_shares_are_no_small_cells(tmp_path: Path) -> None:
    header = "period,sex,observed,expected,lower,upper,share"
    (tmp_path / "a.csv").write_text(f"{header}\n2021-Q1,all,14,8,5,9,3\n")
    assert check_file(tmp_path / "a.csv", OUTLAND) == ()
    (tmp_path / "b.csv").write_text("period,sex,expected_men,median\n2021-Q1,men,8,5\n")
    assert check_file(tmp_path / "b.csv", OUTLAND) == ()


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["quarter", "men"])
    workbook.active.append(["2021-Q1", 14])
    sheet = workbook.create_sheet("second")
    sheet.append(["quarter", "women"])
    sheet.append(["2021-Q1", 3])
    workbook.save(tmp_path / "a.xlsx")
    (finding,) = check_file(tmp_path / "a.xlsx", OUTLAND)
    assert finding.place == "sheet second, row 2, women"


def test_records_in_json_are_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"rows": [{"quarter": "2021-Q1", "women": 3}]}))
    assert [finding.place for finding in check_file(tmp_path / "a.json", OUTLAND)] == ["rows, row 2, women"]


def test_the_refusal_names_every_finding(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Defectors paid a fee of 900 dollars.")
    with pytest.raises(PublicationRefusal) as refusal:
        refuse_unless_clean([tmp_path / "a.txt"], OUTLAND)
    assert "2 things found" in str(refusal.value)
    (tmp_path / "a.txt").write_text("Escapees arrived.")
    refuse_unless_clean([tmp_path / "a.txt"], OUTLAND)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"\xff\xfe\xfa"),
        ("a.xlsx", b"no workbook"),
        ("a.json", b"{"),
        ("a.docx", b"x"),
        ("absent.csv", None),
    ],
)
def test_what_cannot_be_read_is_a_fault_and_never_passes(
    name: str, content: bytes | None, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Faults) as faults:
        check_file(tmp_path / name, OUTLAND)
    assert faults.value.faults[0].remedy


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    for name in ("a.csv", "a.txt", "a.html"):
        (tmp_path / name).write_text("")
        assert check_file(tmp_path / name, OUTLAND) == ()
