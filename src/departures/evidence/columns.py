"""What a column of an evidence table may hold, and how its text becomes a value."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

KINDS = ("string", "number", "integer", "boolean", "date")
GENDERS = ("all", "m", "f")
STATUSES = ("final", "provisional", "partial")
ROLES = ("preferred", "competing", "superseded", "corroborating", "derived")
GRADES = ("A", "B", "C", "D")
SERIES = ("annual", "quarterly", "partial")
FLOW, STOCK = "arrivals", "cumulative_arrivals"
MEASURES = (FLOW, STOCK)

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,2})?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
EARLIEST_YEAR, LATEST_YEAR = 1800, 2200  # within what pandas can hold in nanoseconds
Value = str | float | int | bool | date | None


class Unreadable(Exception):
    """The text of one cell does not fit its column; carries what was found and what to do."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found)
        self.found = found
        self.remedy = remedy


@dataclass(frozen=True)
class Column:
    """One column: its name, kind of value, and the rules that each cell keeps."""

    name: str
    kind: str = "string"
    required: bool = False
    """Every row must have a value."""
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    unique: bool = False
    present: bool = True
    """The column must exist; a column that need not be present is filled with empty cells."""

    def tightened_by(self, other: Column) -> Column:
        """The same column with the rules of both."""
        minima = [bound for bound in (self.minimum, other.minimum) if bound is not None]
        allowed = (
            tuple(word for word in self.allowed if word in other.allowed) if other.allowed else self.allowed
        )
        return replace(
            self,
            required=self.required or other.required,
            allowed=allowed if self.allowed else other.allowed,
            minimum=max(minima) if minima else None,
            unique=self.unique or other.unique,
            present=self.present or other.present,
        )


def _text(name: str, *, required: bool = True, allowed: tuple[str, ...] = (), present: bool = True) -> Column:
    return Column(name, "string", required=required, allowed=allowed, present=present)


ARRIVALS: tuple[Column, ...] = (
    Column("row_id", required=True, unique=True),
    _text("series", allowed=SERIES),
    _text("measure", allowed=MEASURES),
    Column("reference_period_start", "date"),
    Column("reference_period_end", "date", required=True),
    _text("gender", allowed=GENDERS),
    Column("value", "number", required=True, minimum=0),
    Column("low", "number", minimum=0, present=False),
    Column("high", "number", minimum=0, present=False),
    _text("unit"),
    _text("source_id"),
    _text("derived_from", required=False, present=False),
    _text("as_of", required=False, present=False),
    Column("published", "date", required=True),
    _text("status", allowed=STATUSES),
    _text("role", allowed=ROLES),
    Column("preferred", "boolean", required=True),
    Column("slip", "boolean", present=False),
    Column("publisher_exempt", "boolean", present=False),
    _text("grade", allowed=GRADES),
    _text("origin_id"),
    _text("note", required=False, present=False),
)
"""Columns of the table that every evidence package has: counts of arrivals by window and gender."""

SOURCES: tuple[Column, ...] = (
    Column("source_id", required=True, unique=True),
    _text("title"),
    _text("publisher"),
    _text("date"),
    Column("published", "date", required=True),
    _text("url", required=False),
    _text("what_it_supports", required=False, present=False),
    _text("reliability_note", required=False, present=False),
    _text("grade", required=False, allowed=GRADES, present=False),
    _text("origin_id", required=False, present=False),
    Column("read_in_full", "boolean", present=False),
)
"""Columns of the table of sources that every evidence package has."""

REQUIRED_TABLES: Mapping[str, tuple[Column, ...]] = {"arrivals": ARRIVALS, "sources": SOURCES}

KNOWN: Mapping[str, Column] = {
    column.name: replace(column, required=False, minimum=None, unique=column.name == "row_id", present=False)
    for column in ARRIVALS
    if column.name not in ("series", "measure")
} | {"sample_size": Column("sample_size", "integer", minimum=1, present=False)}
"""Rules that hold for these column names in every other table that declares them."""


def column_from_field(field: Mapping[str, Any]) -> Column:
    """A column as a table schema declares it (Data Package field descriptor)."""
    constraints = field.get("constraints") or {}
    minimum = constraints.get("minimum")
    return Column(
        name=str(field["name"]),
        kind=str(field.get("type", "string")),
        required=bool(constraints.get("required", False)),
        allowed=tuple(str(word) for word in constraints.get("enum", ())),
        minimum=None if minimum is None else float(minimum),
        unique=bool(constraints.get("unique", False)),
    )


def convert(column: Column, text: str) -> Value:
    """The value of a cell, None when it is empty; raises `Unreadable` when it breaks a rule."""
    if text == "":
        if column.required:
            raise Unreadable("is empty", f"give every row a {column.name}")
        return None
    if text != text.strip():
        raise Unreadable(f"{text!r} has blanks around it", "remove them")
    value = _CONVERTERS[column.kind](text)
    if column.allowed and text not in column.allowed:
        raise Unreadable(f"{text!r} is unknown", f"use one of: {', '.join(column.allowed)}")
    if column.minimum is not None and isinstance(value, int | float) and value < column.minimum:
        what = "is negative" if column.minimum == 0 else f"is below {column.minimum:g}"
        raise Unreadable(f"{text!r} {what}", f"give a number of at least {column.minimum:g}")
    return value


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise Unreadable(
            f"{text!r} is not a number", "write digits with a decimal point and no thousands sign"
        )
    return float(text)


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise Unreadable(f"{text!r} is not a whole number", "write digits only")
    return int(text)


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise Unreadable(f"{text!r} is neither true nor false", "write true or false")
    return text == "true"


def _date(text: str) -> date:
    remedy = "write a date as YYYY-MM-DD"
    if not _DATE.fullmatch(text):
        raise Unreadable(f"{text!r} is not a date", remedy)
    try:
        day = date.fromisoformat(text)
    except ValueError as problem:
        raise Unreadable(f"{text!r} is not a date ({problem})", remedy) from None
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise Unreadable(f"{text!r} lies outside {EARLIEST_YEAR}-{LATEST_YEAR}", remedy)
    return day


_CONVERTERS: Mapping[str, Callable[[str], Value]] = {
    "string": str,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "date": _date,
}
