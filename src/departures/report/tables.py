"""Tables as files: one CSV each, and a workbook that holds them all."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from departures.answers.answer import TAG_WORDS, Number, Table

Value = str | float | int | None
LONGEST_SHEET_NAME = 31
PARTS = ("median", "low", "high", "tag")


def flat(table: Table) -> tuple[list[str], list[list[Value]]]:
    """Header and rows without marks: an estimate takes four columns, the last for its tag; rows of evidence close the
    line.
    """
    ranged = [any(isinstance(c, Number) and c.low is not None for c in column) for column in _columns(table)]
    header: list[str] = []
    for title, is_range in zip(table.columns, ranged, strict=True):
        header += [f"{title}: {part}" for part in PARTS] if is_range else [title]
    rows = []
    for place, row in enumerate(table.rows):
        line: list[Value] = []
        for cell, is_range in zip(row, ranged, strict=True):
            line += _spread(cell) if is_range else [_one(cell)]
        sources = dict.fromkeys(name for cell in row if isinstance(cell, Number) for name in cell.lead.rows)
        sources |= dict.fromkeys(table.sources[place] if table.sources else ())
        rows.append([*line, " ".join(sources)])
    return [*header, "evidence rows"], rows


def _columns(table: Table) -> list[tuple[object, ...]]:
    return [tuple(row[place] for row in table.rows) for place in range(len(table.columns))]


def _spread(cell: str | Number | None) -> list[Value]:
    if not isinstance(cell, Number):
        return [cell, None, None, None]
    median = None if cell.only_range else _rounded(cell, cell.value)
    return [median, _rounded(cell, cell.low), _rounded(cell, cell.high), TAG_WORDS[cell.tag]]


def _one(cell: str | Number | None) -> Value:
    return _rounded(cell, cell.value) if isinstance(cell, Number) else cell


def _rounded(number: Number, value: float | None) -> Value:
    """Whole numbers as such; estimates with three digits, as more would be false precision."""
    if value is None:
        return None
    if number.low is None and value == int(value):
        return int(value)
    return float(f"{value:.3g}")


def write_csv(tables: Iterable[Table], folder: Path) -> list[Path]:
    """One file a table, named after it."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in tables:
        header, rows = flat(table)
        path = folder / f"{table.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        written.append(path)
    return written


def write_workbook(tables: Iterable[Table], path: Path) -> Path:
    """All tables in one workbook, a sheet each; the header stays in sight."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        header, rows = flat(table)
        sheet = book.create_sheet(table.name[:LONGEST_SHEET_NAME])
        sheet.append(header)
        for row in rows:
            sheet.append(row)
        for place, title in enumerate(header, start=1):
            sheet.cell(1, place).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(place)].width = min(max(len(title) + 2, 10), 40)
        sheet.freeze_panes = "A2"
    book.save(path)
    return path
