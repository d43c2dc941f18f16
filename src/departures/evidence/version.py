"""Which rows were public on a date, and which row then stands for each window."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

import pandas as pd

from departures.evidence.read import EvidencePackage

Day: TypeAlias = date | str  # a pandas timestamp is a date
WINDOW = (
    "series",
    "measure",
    "dimension",
    "category",
    "reference_period_start",
    "reference_period_end",
    "unit",
    "population",
)
"""Columns that name a window; those that a table lacks are left out."""


def known_by(table: pd.DataFrame, day: Day) -> pd.DataFrame:
    """The rows whose figures were public on `day`; a table without publication dates is returned whole."""
    if "published" not in table:
        return table.copy()
    return table[table["published"] <= pd.Timestamp(day)].copy()


def as_known_on(package: EvidencePackage, day: Day) -> EvidencePackage:
    """The package as it stood on `day`, row by row; sources stay, so that every row can still be cited."""
    tables = {
        name: table if name == "sources" else known_by(table, day) for name, table in package.tables.items()
    }
    stamp = hashlib.sha256(f"{package.content_hash} as of {pd.Timestamp(day):%Y-%m-%d}".encode()).hexdigest()
    return replace(package, tables=tables, content_hash=stamp)


def as_ended_by(package: EvidencePackage, table: str, day: Day) -> EvidencePackage:
    """The package as of `day`, but of one table every row whose period had ended by then, whenever it was published."""
    known = as_known_on(package, day)
    rows = package.table(table)
    ended = rows[rows["reference_period_end"] <= pd.Timestamp(day)].copy()
    stamp = hashlib.sha256(f"{known.content_hash}, {table} ended".encode()).hexdigest()
    return replace(known, tables={**known.tables, table: ended}, content_hash=stamp)


def window_columns(table: pd.DataFrame) -> list[str]:
    """The columns of `table` that together name a window."""
    return [name for name in WINDOW if name in table]


def preferred_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Exactly one row for each window and gender.

    The row marked preferred, if it is known. Otherwise the latest published of the rows that are neither a
    known slip nor superseded; then of the superseded ones, which were the best known before their successor;
    derived rows only where nothing else is known. Where men and women from different reports do not add up
    to all, the latest report that gives all three replaces them together.
    """
    if table.empty:
        return table.copy()
    ranked = _ranked(table)
    columns = window_columns(table)
    chosen = ranked.drop_duplicates([*columns, "gender"], keep="first")
    chosen = _made_consistent(ranked, chosen, columns)
    return table.loc[chosen.index].sort_values([*columns, "gender"], kind="stable")


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Rows without known slips (unless nothing else is there), the most trusted first."""
    ranked = table.copy()
    slip = ranked["slip"] if "slip" in ranked else pd.Series(False, index=ranked.index)
    ranked["_rank"] = ranked["role"].map(
        {"preferred": 0, "corroborating": 1, "competing": 1, "superseded": 2, "derived": 3}
    )
    ranked.loc[ranked["preferred"], "_rank"] = 0
    ranked.loc[slip, "_rank"] = 4
    return ranked.sort_values(
        ["_rank", "published", "grade", "row_id"], ascending=[True, False, True, True], kind="stable"
    )


def _made_consistent(ranked: pd.DataFrame, chosen: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    replaced = []
    for _, rows in chosen.groupby(list(columns), dropna=False, sort=False):
        if rows["preferred"].all() or adds_up(rows) is not False:
            replaced.append(rows)
            continue
        window = rows[list(columns)].drop_duplicates().reset_index(drop=True)
        same = ranked.reset_index().merge(window, on=list(columns)).set_index(ranked.index.name or "index")
        replaced.append(_latest_complete(same, rows))
    return pd.concat(replaced) if replaced else chosen


def _latest_complete(candidates: pd.DataFrame, otherwise: pd.DataFrame) -> pd.DataFrame:
    """The best set of all, men and women that one source gives and that adds up."""
    for _, rows in candidates.groupby(["_rank", "published", "source_id"], sort=False):
        one_each = rows.drop_duplicates("gender")
        if adds_up(one_each):
            return one_each
    return otherwise


def adds_up(rows: pd.DataFrame) -> bool | None:
    """Whether men and women make all; None when one of the three is missing."""
    values = dict(zip(rows["gender"], rows["value"], strict=True))
    if not {"all", "m", "f"} <= set(values) or any(pd.isna(value) for value in values.values()):
        return None
    return bool(abs(values["m"] + values["f"] - values["all"]) < 1e-6)
