"""Tables whose columns give away what no sentence says: days, ways by year, controls by province."""

from __future__ import annotations

import re

from departures.publication.documents import Document, Table
from departures.publication.finding import Finding, shortened
from departures.publication.vocabulary import DAY
from departures.publication.windows import Window, read_window

CROSSING_DAY = re.compile(
    r"(?:cross\w*|landing|landed|escape\w*|departure|flight|left) (?:date|day|on)"
    r"|date of (?:crossing|landing|escape|departure|flight)"
)
BELOW_COUNTRY = re.compile(r"\b(?:province|county|district|prefecture|city|municipality)\b")
CONTROL = re.compile(
    r"\b(?:guards?|guard posts?|posts|patrols?|cameras?|sensors?|fenc(?:e|es|ing)|checkpoints?)\b"
)
SMALL_WAY = re.compile(r"\b(?:elite|elites|direct|sea|by sea|boat)\b")
WAY_COLUMN = re.compile(r"\b(?:way|path|pathway|role|way out|series|measure|indicator)\b")
PERIOD_COLUMN = re.compile(r"\b(?:year|quarter|month|period|window|date|period start)\b")


def check_headers(document: Document) -> list[Finding]:
    """Return what the tables of a document give away by their columns."""
    return [
        finding
        for table in document.tables
        for finding in (
            *_crossing_days(table, document.file),
            *_levers(table, document.file),
            *_ways(table, document.file),
        )
    ]


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").lower().split())


def _crossing_days(table: Table, file: str) -> list[Finding]:
    columns = [place for place, name in enumerate(table.header) if CROSSING_DAY.search(_plain(name))]
    return [
        Finding(
            file,
            f"{table.place}row {number}, {table.header[place]}",
            "day of a crossing",
            shortened(row[place]),
            "print the year",
        )
        for number, row in enumerate(table.rows, start=2)
        for place in columns
        if place < len(row) and re.search(DAY, row[place], re.IGNORECASE)
    ]


def _levers(table: Table, file: str) -> list[Finding]:
    names = [_plain(name) for name in table.header]
    if not (
        any(BELOW_COUNTRY.search(name) for name in names) and any(CONTROL.search(name) for name in names)
    ):
        return []
    remedy = "show the control for the country as a whole"
    return [
        Finding(file, f"{table.place}header", "lever below national level", ", ".join(table.header), remedy)
    ]


def _ways(table: Table, file: str) -> list[Finding]:
    """Find the elite and direct ways in a period of a year or less, in long and in wide tables."""
    names = [_plain(name) for name in table.header]
    periods = [place for place, name in enumerate(names) if PERIOD_COLUMN.search(name)]
    ways = [place for place, name in enumerate(names) if WAY_COLUMN.search(name)]
    wide = [place for place, name in enumerate(names) if SMALL_WAY.search(name) and place not in ways]
    findings = []
    for number, row in enumerate(table.rows, start=2):
        if not any(
            _is_short(read_window(row[place])) for place in periods if place < len(row)
        ) or _spans_years(names, row):
            continue
        named = [place for place in ways if place < len(row) and SMALL_WAY.search(_plain(row[place]))]
        filled = [place for place in wide if place < len(row) and re.search(r"\d", row[place])]
        if named or filled:
            place, remedy = f"{table.place}row {number}", "merge the two, over several years, as a range"
            kind = "elite or direct way in a single year"
            findings.append(Finding(file, place, kind, shortened(" · ".join(row)), remedy))
    return findings


def _is_short(window: Window | None) -> bool:
    return window is not None and (window.is_year or window.is_finer_than_a_year)


def _spans_years(names: list[str], row: tuple[str, ...]) -> bool:
    """Say whether start and end columns together span more than a year."""
    record = dict(zip(names, row, strict=False))
    start = next((read_window(value) for name, value in record.items() if name.endswith("start")), None)
    end = next((read_window(value) for name, value in record.items() if name.endswith("end")), None)
    return start is not None and end is not None and end.last - start.first > 11
