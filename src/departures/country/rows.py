"""Evidence rows that settings name: found as they were public on a date, with their figures and faults."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from departures.country.draft import ROW, Draft, unknown
from departures.country.toml import Path_
from departures.evidence import EvidencePackage
from departures.faults import Fault
from departures.quantities import Months


@dataclass(frozen=True)
class Rows:
    """The rows of a draft; what is wrong is added to `faults`."""

    draft: Draft
    months: Months
    evidence: EvidencePackage | None
    as_of: date | None
    faults: list[Fault]

    def row(self, path: Path_, row: str) -> pd.Series | None:
        """An evidence row as public on the date; None when it is unknown (a fault) or was not public yet."""
        self.faults.extend(unknown(self.draft, path, ROW, row, self.draft.known.rows))
        if (
            self.evidence is None
            or row not in self.draft.known.rows
            or not self.draft.known.public(row, self.as_of)
        ):
            return None
        for table in self.evidence.tables.values():
            if "row_id" in table:
                found = table[table["row_id"] == row]
                if not found.empty:
                    return found.iloc[0]
        return None

    def figure(self, path: Path_, row: pd.Series) -> float | None:
        """The figure of a row; the geometric middle of its bounds when it has no value."""
        value, low, high = (
            float(row[name]) if name in row else math.nan for name in ("value", "low", "high")
        )
        if not math.isnan(value) and value > 0:
            return value
        if low > 0 and high > 0:
            return math.sqrt(low * high)
        has = [name for name in ("value", "low", "high") if name in row]
        found = (
            f"the row {row['row_id']!r} has no figure above 0 in {', '.join(has) or 'a column called value'}"
        )
        self.faults.append(self.draft.document.fault(path, found, "name a row with a figure, or give it one"))
        return None

    def inside(self, path: Path_, start: date, end: date) -> None:
        """Every period must lie in the run of months."""
        if end < self.months.first or start > self.months.last:
            found = f"{start} to {end} lies outside the months {self.months.first} to {self.months.last}"
            self.faults.append(self.draft.document.fault(path, found, "mend the date, or the months"))

    def within_bounds(self, path: Path_, value: float, rows: list[pd.Series]) -> None:
        """A figure of the settings must lie between the bounds of its rows."""
        for row in rows:
            if {"low", "high"} <= set(row.index) and (value < row["low"] or value > row["high"]):
                found = f"{value:g} lies outside {row['low']:g} to {row['high']:g} of {row['row_id']!r}"
                self.faults.append(self.draft.document.fault((*path, "per_year"), found, "keep to the row"))
