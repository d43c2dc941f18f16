"""Finds figures that contradict one another: every value is listed with its rows, none is averaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from departures.evidence.read import EvidencePackage
from departures.evidence.version import window_columns

KINDS = {
    "slip": "a source misprinted",
    "revision": "a later report revised an earlier one",
    "dispute": "sources differ",
    "arithmetic": "only derived rows differ",
}


@dataclass(frozen=True)
class Conflict:
    """Different values for one measure, window and gender."""

    table: str
    measure: str
    window: str
    gender: str
    kind: str
    """`slip`, `revision`, `dispute` or `arithmetic` (see `KINDS`)."""
    values: Mapping[float, tuple[str, ...]]
    """Each value with the row_ids that give it."""
    note: str

    @property
    def row_ids(self) -> tuple[str, ...]:
        """All rows concerned."""
        return tuple(row_id for rows in self.values.values() for row_id in rows)


def find_conflicts(package: EvidencePackage) -> tuple[Conflict, ...]:
    """Every conflict of a package, table by table, in order of windows."""
    return tuple(conflict for name in package.names for conflict in _conflicts_in(name, package.tables[name]))


def _conflicts_in(name: str, table: pd.DataFrame) -> Iterator[Conflict]:
    if not {"measure", "gender", "value", "role", "row_id"} <= set(table):
        return
    keys = [*window_columns(table), "gender"]
    figures = table[table["value"].notna()]
    for _, rows in figures.groupby(keys, dropna=False, sort=True):
        if rows["value"].nunique() > 1:
            yield _conflict(name, rows)


def _conflict(name: str, rows: pd.DataFrame) -> Conflict:
    values: dict[float, tuple[str, ...]] = {}
    for value, row_id in sorted(zip(rows["value"], rows["row_id"], strict=True)):
        values[float(value)] = (*values.get(float(value), ()), str(row_id))
    notes = [str(note) for note in rows["note"] if note] if "note" in rows else []
    first = rows.iloc[0]
    category = str(first.get("category", "") or "")
    return Conflict(
        table=name,
        measure=f"{first['measure']}, {category}" if category else str(first["measure"]),
        window=window_text(first.get("reference_period_start"), first.get("reference_period_end")),
        gender=str(first["gender"]),
        kind=_kind(rows),
        values=values,
        note="; ".join(dict.fromkeys(notes)),
    )


def _kind(rows: pd.DataFrame) -> str:
    slip = rows["slip"] if "slip" in rows else pd.Series(False, index=rows.index)
    if slip.any():
        return "slip"
    observed = rows[rows["role"] != "derived"]
    if observed["value"].nunique() < 2:
        return "arithmetic"
    standing = observed[observed["role"] != "superseded"]
    return "revision" if standing["value"].nunique() < 2 else "dispute"


def window_text(start: object, end: object) -> str:
    """A window as a reader writes it: 2019, 2019-Q2, 2019-03, 2012-07-01 to 2012-12-31, to 2018-12-31."""
    first, last = _day(start), _day(end)
    if first is None or last is None:
        return f"to {last}" if last else f"from {first}" if first else "undated"
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and first.year == last.year:
        months = (first.month, last.month)
        if months == (1, 12):
            return f"{first.year}"
        if months[0] == months[1]:
            return f"{first:%Y-%m}"
        if first.month % 3 == 1 and last.month == first.month + 2:
            return f"{first.year}-Q{last.month // 3}"
    return f"{first}" if first == last else f"{first} to {last}"


def _day(value: object) -> date | None:
    """A cell of a date column as a plain date; None when it is empty."""
    return value.date() if isinstance(value, pd.Timestamp) else None
