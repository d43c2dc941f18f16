"""Files as the rules see them: passages of text with their place, and tables with header and rows."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from departures.faults import Fault, Faults
from departures.publication.pages import Page, read_page

TITLE_COLUMNS = frozenset({"title", "source_title", "publication", "reference"})
ADDRESS_COLUMNS = frozenset({"url", "path", "link", "address"})
READABLE = frozenset({".html", ".htm", ".svg", ".csv", ".tsv", ".xlsx", ".json", ".md", ".txt"})
PICTURES = frozenset({".png", ".ico", ".woff2", ".nc"})
"""Drawn or stored from what is checked beside them; they hold no text of their own."""


@dataclass(frozen=True)
class Passage:
    """A run of text: where it stands, and whether it is the title of somebody's publication."""

    place: str
    text: str
    is_title: bool = False


@dataclass(frozen=True)
class Table:
    """A header and rows of texts; `place` and `caption` say where it stands and what it is called."""

    place: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def records(self) -> list[dict[str, str]]:
        """Return the rows by column name."""
        return [dict(zip(self.header, row, strict=False)) for row in self.rows]


@dataclass(frozen=True)
class Document:
    """Everything in one file that the rules look at."""

    file: str
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...]


def read_document(path: Path) -> Document:
    """Read a file of a known kind. Raises `Faults` where it is not there, not readable or of an unknown kind."""
    if path.suffix.lower() not in READABLE:
        raise _unreadable(
            path, "is of a kind that cannot be checked", f"give one of {', '.join(sorted(READABLE))}"
        )
    if not path.is_file():
        raise _unreadable(path, "is not there", "check the name")
    if path.suffix.lower() == ".xlsx":
        return _of_tables(path, _workbook_tables(path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as problem:
        raise _unreadable(path, f"cannot be read ({problem})", "save it as UTF-8 text") from problem
    match path.suffix.lower():
        case ".csv" | ".tsv":
            return _of_tables(path, [_separated_table(path, text)])
        case ".json":
            return _of_json(path, text)
        case ".md" | ".txt":
            return _of_prose(path, text)
        case _:
            return _of_page(path, read_page(text))


def _unreadable(path: Path, found: str, remedy: str) -> Faults:
    return Faults([Fault(str(path), None, "", found, remedy)])


def _of_tables(path: Path, tables: list[Table]) -> Document:
    passages = [passage for table in tables for passage in table_passages(table)]
    return Document(str(path), tuple(passages), tuple(tables))


def table_passages(table: Table) -> list[Passage]:
    """Return each cell of text as a passage; numbers and addresses say nothing by themselves."""
    return [
        Passage(
            f"{table.place}row {number}, {column}", value, is_title=column.strip().lower() in TITLE_COLUMNS
        )
        for number, row in enumerate(table.rows, start=2)
        for column, value in zip(table.header, row, strict=False)
        if re.search(r"[^\W\d_]", value) and column.strip().lower() not in ADDRESS_COLUMNS
    ]


def _separated_table(path: Path, text: str) -> Table:
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter="\t" if path.suffix == ".tsv" else ","))
    except csv.Error as problem:
        raise _unreadable(path, f"is no readable table ({problem})", "save it again as CSV") from problem
    header, *rows = lines or [[]]
    return Table("", tuple(header), tuple(tuple(row) for row in rows), path.stem)


def _workbook_tables(path: Path) -> list[Table]:
    import openpyxl

    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = [(sheet.title, list(sheet.iter_rows(values_only=True))) for sheet in workbook.worksheets]
        workbook.close()
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as problem:
        raise _unreadable(path, f"is no readable workbook ({problem})", "save it again as .xlsx") from problem
    tables = []
    for title, lines in sheets:
        texts = [tuple("" if cell is None else str(cell) for cell in line) for line in lines]
        header, *rows = texts or [()]
        tables.append(Table(f"sheet {title}, ", header, tuple(rows), f"{path.stem} {title}"))
    return tables


def _of_json(path: Path, text: str) -> Document:
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise _unreadable(path, f"is no readable JSON ({problem})", "write it again") from problem
    passages: list[Passage] = []
    tables: list[Table] = []
    pending: list[tuple[str, Any]] = [("", content)]
    while pending:
        place, value = pending.pop()
        if isinstance(value, dict):
            pending += [(f"{place}.{key}".lstrip("."), item) for key, item in value.items()]
        elif isinstance(value, list) and value and all(_is_record(item) for item in value):
            table = _table_of_records(place, value)
            tables.append(table)
            passages += table_passages(table)
        elif isinstance(value, list):
            pending += [(f"{place}[{position}]", item) for position, item in enumerate(value)]
        elif isinstance(value, str):
            key = place.rsplit(".", 1)[-1]
            if key not in ADDRESS_COLUMNS:
                passages.append(Passage(place or "text", value, is_title=key in TITLE_COLUMNS))
    return Document(str(path), tuple(passages), tuple(tables))


def _is_record(value: object) -> bool:
    return isinstance(value, dict) and not any(isinstance(item, dict | list) for item in value.values())


def _table_of_records(place: str, records: list[dict[str, Any]]) -> Table:
    header = tuple(dict.fromkeys(key for record in records for key in record))
    rows = tuple(
        tuple("" if record.get(key) is None else str(record[key]) for key in header) for record in records
    )
    return Table(f"{place}, " if place else "", header, rows, place)


def _of_prose(path: Path, text: str) -> Document:
    """Paragraphs, and tables drawn with bars; words between `<cite>` and `</cite>` are titles."""
    passages: list[Passage] = []
    tables: list[Table] = []
    line = 1
    for piece in re.split(r"(\n\s*\n)", text):
        block = piece
        place = f"line {line + len(block) - len(block.lstrip(chr(10)))}"
        line += block.count("\n")
        if not block.strip():
            continue
        rows = [row for row in block.strip().splitlines() if row.lstrip().startswith("|")]
        if len(rows) >= 3:
            cells = [tuple(cell.strip() for cell in row.strip().strip("|").split("|")) for row in rows]
            tables.append(Table(f"{place}, ", cells[0], tuple(cells[2:])))
            passages += table_passages(tables[-1])
            block = "\n".join(row for row in block.splitlines() if not row.lstrip().startswith("|"))
        passages += titles_apart(place, block)
    return Document(str(path), tuple(passages), tuple(tables))


def titles_apart(place: str, text: str) -> list[Passage]:
    """Split a text at `<cite>` into our own words and titles."""
    parts = re.split(r"<cite>(.*?)</cite>", text, flags=re.DOTALL)
    return [
        Passage(place, part, is_title=bool(index % 2)) for index, part in enumerate(parts) if part.strip()
    ]


def _of_page(path: Path, page: Page) -> Document:
    passages = [Passage(block.place, block.text, block.is_title) for block in page.blocks]
    tables = [
        Table(f"{grid.place}, ", grid.rows[0], tuple(grid.rows[1:]), grid.caption)
        for grid in page.grids
        if grid.rows
    ]
    for data in page.data:
        inside = _of_json(path, data)
        passages += inside.passages
        tables += inside.tables
    return Document(str(path), tuple(passages), tuple(tables))
