"""Drivers from the settings of a pack: dated facts, and series of the evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from departures.country.draft import ROW, Draft, unknown
from departures.country.driver_settings import (
    DriverSetting,
    FlagSetting,
    PiecesSetting,
    PointsSetting,
    RampSetting,
    RememberedSetting,
    SeriesSetting,
)
from departures.evidence import EvidencePackage, preferred_rows
from departures.faults import Fault
from departures.model.driver import Driver, flag, interpolate, ramp
from departures.quantities import MONTHS_PER_YEAR, Array, Months


def build_drivers(
    draft: Draft, months: Months, evidence: EvidencePackage | None, as_of: date | None
) -> tuple[tuple[Driver, ...], list[Fault]]:
    """All drivers of the settings as they were known on `as_of`, and what is wrong with them.

    A driver all of whose rows were published later is cut: it stays 0. After `as_of` every driver keeps the
    value of that month, because nobody knew then how it would go on.
    """
    drivers: list[Driver] = []
    faults: list[Fault] = []
    builder = _Builder(draft, months, evidence, faults)
    for name, setting in draft.settings.drivers.items():
        for place, row in enumerate(setting.rows):
            faults += unknown(draft, ("drivers", name, "rows", place), ROW, row, draft.known.rows)
        values, rows = builder.values(name, setting)
        if as_of is not None:
            if setting.rows and not any(draft.known.public(row, as_of) for row in setting.rows):
                values = np.zeros(months.count)
            values = _held(values, months.index_of(as_of))
        drivers.append(Driver(name, setting.unit, values, (*setting.rows, *rows)))
    return tuple(drivers), faults


def _held(values: Array, last: int) -> Array:
    """The path up to month `last`, constant from there on; before the first month nothing is known."""
    if last < 0:
        return np.zeros_like(values)
    return values[np.minimum(np.arange(len(values)), last)]


THOUSAND = 1000.0
_TRANSFORMS: dict[str, Callable[[Array], Array]] = {
    "identity": lambda values: values,
    "per_hundred": lambda values: values / 100.0,
    "negative_per_hundred": lambda values: -values / 100.0,
    "log": np.log,
    "standardise": lambda values: (values - values.mean()) / (values.std() or 1.0),
    "negative_standardise": lambda values: (values.mean() - values) / (values.std() or 1.0),
}


@dataclass(frozen=True)
class _Builder:
    """Reads one driver after the other; what is wrong is added to `faults`."""

    draft: Draft
    months: Months
    evidence: EvidencePackage | None
    faults: list[Fault]

    def values(self, name: str, setting: DriverSetting) -> tuple[Array, tuple[str, ...]]:
        """Values [month], and the rows of the evidence that they were read from."""
        months = self.months
        if isinstance(setting, FlagSetting):
            return flag(months, setting.start, setting.end), ()
        if isinstance(setting, RampSetting):
            return ramp(months, setting.start, setting.end), ()
        if isinstance(setting, PointsSetting):
            return interpolate(months, dict(setting.values)), ()
        if isinstance(setting, PiecesSetting):
            pieces = [piece.height * flag(months, piece.start, piece.end) for piece in setting.pieces]
            return np.sum(pieces, axis=0), ()
        if isinstance(setting, RememberedSetting):
            return self._remembered(name, setting)
        return self._series(name, setting)

    def _remembered(self, name: str, setting: RememberedSetting) -> tuple[Array, tuple[str, ...]]:
        """A fading memory of yearly counts, and the rows of the counts."""
        rows = self._rows_of(name, setting.table, setting.measure)
        if rows is None:
            return np.zeros(self.months.count), ()
        starts, ends = rows["reference_period_start"], rows["reference_period_end"]
        whole = (starts.dt.month == 1) & (ends.dt.month == MONTHS_PER_YEAR) & (starts.dt.year == ends.dt.year)
        counts = dict(zip(starts[whole].dt.year, rows["value"][whole] / THOUSAND, strict=True))
        memory, path = 0.0, {}
        for year in self.months.years:
            path[year] = memory
            nearest = min(counts, key=lambda known: abs(known - year), default=year)
            came = counts.get(nearest, 0.0) if not counts or year >= min(counts) else 0.0
            memory = memory * (1.0 - setting.fade) + came
        values = np.array([path[self.months.date_of(i).year] for i in range(self.months.count)])
        return values, tuple(rows["row_id"][whole])

    def _rows_of(self, name: str, table: str, measure: str) -> pd.DataFrame | None:
        """The preferred rows of a measure for both sexes together; None, with a fault, where there are none."""
        if self.evidence is None:
            return None
        if table not in self.evidence.tables:
            self.faults.extend(
                unknown(self.draft, ("drivers", name, "table"), "table", table, self.evidence.tables)
            )
            return None
        rows = self.evidence.table(table)
        rows = rows[(rows["measure"] == measure) & rows["reference_period_start"].notna()]
        if rows.empty:
            known = sorted(set(self.evidence.table(table)["measure"]))
            self.faults.extend(unknown(self.draft, ("drivers", name, "measure"), "measure", measure, known))
            return None
        chosen = preferred_rows(rows)
        return chosen[chosen["gender"] == "all"]

    def _series(self, name: str, setting: SeriesSetting) -> tuple[Array, tuple[str, ...]]:
        draft, evidence = self.draft, self.evidence
        nothing = np.zeros(self.months.count), ()
        if evidence is None or draft.evidence is None:
            return nothing
        if setting.table not in evidence.tables:
            self.faults.extend(
                unknown(draft, ("drivers", name, "table"), "table", setting.table, evidence.tables)
            )
            return nothing
        if _chosen(draft.evidence.table(setting.table), setting).empty:
            found = f"no row of {setting.table!r} has this measure, category, unit and gender, a figure and a period"
            self.faults.append(
                draft.document.fault(("drivers", name), found, "mend the choice; see `evidence show`")
            )
            return nothing
        rows = _chosen(evidence.table(setting.table), setting)
        if rows.empty:  # nothing of it was public yet
            return nothing
        middles = [
            start.date() + (end - start).to_pytimedelta() / 2
            for start, end in zip(rows["reference_period_start"], rows["reference_period_end"], strict=True)
        ]
        figures = rows["value"].to_numpy(float)
        if setting.transform == "log" and (figures <= 0).any():
            found = "has figures that are not above 0, which have no logarithm"
            self.faults.append(
                draft.document.fault(("drivers", name, "transform"), found, "choose another transform")
            )
            return nothing
        values = _TRANSFORMS[setting.transform](figures)
        return interpolate(self.months, dict(zip(middles, values, strict=True))), tuple(rows["row_id"])


def _chosen(table: pd.DataFrame, setting: SeriesSetting) -> pd.DataFrame:
    """The best row for each period of a series, in order of time."""
    wanted = {
        "measure": setting.measure, "category": setting.category, "unit": setting.row_unit, "gender": setting.gender,
    }  # fmt: skip
    for column, value in wanted.items():
        if value is not None and column in table:
            table = table[table[column] == value]
    dated = table["reference_period_start"].notna() & table["reference_period_end"].notna()
    table = table[dated & table["value"].notna()]
    if {"role", "preferred", "gender"} <= set(table):
        table = preferred_rows(table)
    ordered = table.sort_values(["reference_period_start", "reference_period_end"], kind="stable")
    return ordered.drop_duplicates(["reference_period_start"], keep="last")
