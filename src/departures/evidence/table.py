"""Reads one CSV table strictly: bytes to rows of typed values, every fault collected with its line."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from departures.evidence.columns import Column, Unreadable, Value, convert
from departures.evidence.descriptor import Resource
from departures.faults import Fault

_DTYPES = {
    "string": "object",
    "number": "float64",
    "integer": "Int64",
    "boolean": "bool",
    "date": "datetime64[ns]",
}


@dataclass(frozen=True)
class ReadTable:
    """A table as read: its typed frame (index `line`, the line in the file), raw bytes and faults."""

    frame: pd.DataFrame
    content: bytes
    faults: tuple[Fault, ...]


def read_table(folder: Path, resource: Resource) -> ReadTable:
    """Read one table; the frame holds the rows without faults, `faults` all that was found."""
    file = str(folder / resource.path)
    faults: list[Fault] = []
    try:
        content = (folder / resource.path).read_bytes()
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        remedy = "add the file, or take the table out of datapackage.json"
        fault = Fault(file, None, "", f"cannot be read: {reason}", remedy)
        return ReadTable(_frame([], [], resource.columns), b"", (fault,))
    records = _records(file, content, resource.columns, faults)
    lines, rows = _typed(file, records, resource.columns, faults)
    _find_repeats(file, lines, rows, resource.columns, faults)
    return ReadTable(_frame(lines, rows, resource.columns), content, tuple(faults))


def _records(
    file: str, content: bytes, columns: tuple[Column, ...], faults: list[Fault]
) -> list[tuple[int, dict[str, str]]]:
    """The rows as text by column name, each with its line; empty when the file as a whole is unreadable."""
    text = _decoded(file, content, faults)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    records: list[tuple[int, dict[str, str]]] = []
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if header is None:
                if not _header_is_sound(file, cells, columns, faults):
                    return []
                header = cells
            elif len(cells) != len(header):
                found = f"{len(cells)} cells where the header has {len(header)}"
                faults.append(Fault(file, start, "", found, "give each row one cell a column; quote commas"))
            else:
                records.append((start, dict(zip(header, cells, strict=True))))
    except csv.Error as problem:
        faults.append(
            Fault(file, line, "", f"is not CSV: {problem}", "close every quote; double a quote in text")
        )
        return []
    if not records and not faults:
        faults.append(
            Fault(file, None, "", "has no rows below the header", "add rows, or take the table out")
        )
    return records


def _decoded(file: str, content: bytes, faults: list[Fault]) -> str | None:
    if not content.strip():
        faults.append(Fault(file, None, "", "is empty", "write a header and at least one row"))
        return None
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        faults.append(Fault(file, line, "", "holds a NUL byte", "save the file as plain CSV in UTF-8"))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        found = f"is not UTF-8 (byte 0x{content[problem.start]:02x})"
        faults.append(Fault(file, line, "", found, "save the file in the encoding UTF-8"))
        return None


def _header_is_sound(file: str, header: list[str], columns: tuple[Column, ...], faults: list[Fault]) -> bool:
    before = len(faults)
    wanted = [column.name for column in columns if column.present]
    if len(header) == 1 and len(wanted) > 1:
        for sign, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if sign in header[0]:
                faults.append(
                    Fault(file, 1, "", f"columns are set apart by {name}", "set them apart by commas")
                )
                return False
    for name in wanted:
        if name not in header:
            faults.append(Fault(file, 1, name, "the column is missing", f"add a column {name}"))
    known = {column.name for column in columns}
    for place, name in enumerate(header):
        if name in header[:place]:
            faults.append(Fault(file, 1, name, "the column stands twice", "keep one of them"))
        elif name not in known:
            remedy = "declare it in datapackage.json, or take it out"
            faults.append(Fault(file, 1, name[:80], "the column is not declared", remedy))
    return len(faults) == before


def _typed(
    file: str, records: list[tuple[int, dict[str, str]]], columns: tuple[Column, ...], faults: list[Fault]
) -> tuple[list[int], list[dict[str, Value]]]:
    lines: list[int] = []
    rows: list[dict[str, Value]] = []
    for line, record in records:
        row: dict[str, Value] = {}
        sound = True
        for column in columns:
            try:
                row[column.name] = convert(column, record.get(column.name, ""))
            except Unreadable as problem:
                faults.append(Fault(file, line, column.name, problem.found, problem.remedy))
                sound = False
        if sound:
            lines.append(line)
            rows.append(row)
    return lines, rows


def _find_repeats(
    file: str,
    lines: list[int],
    rows: list[dict[str, Value]],
    columns: tuple[Column, ...],
    faults: list[Fault],
) -> None:
    for column in columns:
        if not column.unique:
            continue
        first: dict[Value, int] = {}
        for line, row in zip(lines, rows, strict=True):
            value = row[column.name]
            if value in first:
                found = f"{value!r} stands in row {first[value]} too"
                faults.append(Fault(file, line, column.name, found, "give each row its own name"))
            elif value is not None:
                first[value] = line


def _frame(lines: list[int], rows: list[dict[str, Value]], columns: tuple[Column, ...]) -> pd.DataFrame:
    index = pd.Index(lines, name="line", dtype="int64")
    data: dict[str, pd.Series] = {}
    for column in columns:
        cells = [row[column.name] for row in rows]
        if column.kind == "string":
            cells = ["" if cell is None else cell for cell in cells]
        elif column.kind == "boolean":
            cells = [bool(cell) for cell in cells]
        data[column.name] = pd.Series(cells, index=index, dtype=_DTYPES[column.kind])
    return pd.DataFrame(data, index=index)
