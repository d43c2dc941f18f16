"""The report is built whole or not at all, and says what a reader must meet first."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from departures.country.pack import open_pack, put_together
from departures.faults import PublicationRefusal
from departures.inference.fit import FitRefused, Gate
from departures.report.build import build_report
from report.conftest import COMPILED, Built
from report.fake_findings import alone, fake_findings
from report.fake_fit import fake_fit
from report.page_reader import texts_of

BEYOND_THE_PAGE = re.compile(r'(?:src|href)="(?!#)(?!https?://)[^"]*"|@import|url\((?!#)')


def words(built: Built) -> str:
    return " ".join("".join(text.words for text in texts_of(built.html)).split())


def test_the_first_page_is_in_the_promised_order(built: Built) -> None:
    text = words(built)
    order = ["Figures to ", "Arrival is not escape.", "Arrivals in ", "What cannot be known", "Figure 1."]
    places = [text.find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)


def test_the_report_names_every_explanation_that_it_was_fitted_under(built: Built) -> None:
    text = words(built)
    assert "Rival explanations were fitted to the same figures" in text
    for title in built.findings.titles.values():
        assert text.count(title) >= 2


def test_the_page_needs_no_script_and_nothing_from_elsewhere(built: Built) -> None:
    assert "<script" not in built.html
    assert BEYOND_THE_PAGE.findall(re.sub(r"<svg.*?</svg>", "", built.html, flags=re.DOTALL)) == []
    assert "<image" not in built.html


def figures_of(built: Built) -> int:
    """How many figures a pack has: six, one of causes where it names changes, one of views where it names them."""
    return 6 + (built.problem.causes is not None) + (built.problem.report.views is not None)


def test_every_figure_has_two_widths_words_and_a_table(built: Built) -> None:
    figures = re.findall(r"<figure.*?</figure>", built.html, flags=re.DOTALL)
    assert len(figures) == figures_of(built)
    for figure in figures:
        assert figure.count("<svg") == 2
        assert re.search(r'role="img" aria-label="[A-Z][^"]{30,}"', figure)
        assert "The table behind this figure" in figure
        assert '"#windows"' in figure or "<table>" in figure


def test_ids_are_unique(built: Built) -> None:
    ids = re.findall(r'\sid="([^"]+)"', built.html)
    assert len(ids) == len(set(ids))
    targets = set(re.findall(r'href="#([^"]+)"', built.html)) | set(
        re.findall(r"url\(#([^)]+)\)", built.html)
    )
    assert targets <= set(ids)


def test_footnotes_count_upwards_and_end_in_sources(built: Built) -> None:
    numbers = [int(number) for number in re.findall(r'<li id="source-(\d+)">', built.html)]
    assert numbers == list(range(1, len(numbers) + 1))
    first_page = built.html[: built.html.index("</ol>")]
    assert min(int(number) for number in re.findall(r'href="#source-(\d+)"', first_page)) == 1


def test_tables_lie_beside_the_page_and_in_one_workbook(built: Built) -> None:
    tables = sorted(path.stem for path in (built.folder / "tables").glob("*.csv"))
    assert {"arrivals_and_departures", "windows", "lag", "men_and_women", "ways_out"} <= set(tables)
    book = openpyxl.load_workbook(built.folder / "tables" / "tables.xlsx", read_only=True)
    assert sorted(book.sheetnames) == tables
    assert len(list((built.folder / "figures").glob("*.png"))) == figures_of(built)


def test_the_page_and_the_csv_print_the_same_counts(built: Built) -> None:
    with (built.folder / "tables" / "men_and_women.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert int(row["men"]) + int(row["women"]) == int(row["arrivals"])
        assert f">{int(row['women']):,}</data>" in built.html


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(fake_findings("north_korea"), tmp_path_factory.mktemp("real") / "out")


@pytest.mark.parametrize(
    ("window", "arrivals", "men", "women"),
    [
        ("2019", 1047, 202, 845), ("2020", 229, 72, 157), ("2021", 63, 40, 23), ("2022", 67, 35, 32),
        ("2023", 196, 32, 164), ("2024", 236, 26, 210), ("2025", 223, 25, 198),
        ("2024, January to September", 181, 22, 159),
    ],
)  # fmt: skip
def test_the_windows_table_shows_the_official_counts(
    real: Built, window: str, arrivals: int, men: int, women: int
) -> None:
    with (real.folder / "tables" / "windows.csv").open(encoding="utf-8") as file:
        rows = {row["window"]: row for row in csv.DictReader(file)}
    row = rows[window]
    assert [int(row[name]) for name in ("arrivals", "men", "women")] == [arrivals, men, women]


def test_every_year_since_2002_has_its_sex(real: Built) -> None:
    with (real.folder / "tables" / "windows.csv").open(encoding="utf-8") as file:
        rows = {row["window"]: row for row in csv.DictReader(file)}
    assert [year for year in range(2002, 2026) if not rows[str(year)]["women"]] == []


def test_conflicts_are_listed_and_small_groups_stay_apart(real: Built) -> None:
    section = real.html[real.html.index('id="conflicts"') : real.html.index('id="words"')]
    for one, other in (("216", "210"), ("2,081", "2,803"), ("32,467", "32,476"), ("26", "25")):
        assert f">{one}</data>" in section
        assert f">{other}</data>" in section
    titles = re.findall(r'<th scope="row">([^<]*)</th>', section)
    finer = [title for title in titles if "-Q" in title or "-0" in title]
    assert finer
    assert [title for title in finer if title.endswith(("men", "women")) and "to " not in title] == []


def test_a_fit_that_failed_its_gates_gives_no_report(tmp_path: Path) -> None:
    problem = put_together(open_pack("veldran"))
    failed = replace(fake_fit(problem), gates=(Gate("R-hat", 1.3, 1.01, False, "Chains disagree."),))
    findings = replace(alone(problem, fake_fit(problem)), fit=failed)
    with pytest.raises(FitRefused, match="R-hat"):
        build_report(findings, tmp_path / "out", compiled=COMPILED)
    assert list(tmp_path.iterdir()) == []


def test_what_must_not_be_published_leaves_the_old_report_as_it_was(tmp_path: Path) -> None:
    problem = put_together(open_pack("veldran"))
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "report.html").write_text("the old one")
    spoilt = replace(problem, title="Brokers asked 9,000 dollars for the passage")
    with pytest.raises(PublicationRefusal, match="price"):
        build_report(alone(spoilt, fake_fit(problem)), folder, compiled=COMPILED)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert [path.name for path in folder.iterdir()] == ["report.html"]
    assert (folder / "report.html").read_text() == "the old one"


def test_a_second_report_replaces_the_first_and_keeps_what_is_not_its_own(tmp_path: Path) -> None:
    problem = put_together(open_pack("veldran"))
    folder = tmp_path / "out"
    (folder / "tables").mkdir(parents=True)
    (folder / "tables" / "stale.csv").write_text("a\n1\n")
    (folder / "mine.txt").write_text("kept")
    files = build_report(alone(problem, fake_fit(problem)), folder, compiled=COMPILED)
    assert files[0] == folder / "report.html"
    assert not (folder / "tables" / "stale.csv").exists()
    assert (folder / "mine.txt").read_text() == "kept"
