"""Checks a package: the preferred series must add up; everything else that disagrees is listed, not mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from departures.evidence.columns import FLOW
from departures.evidence.conflicts import Conflict, find_conflicts, window_text
from departures.evidence.read import EvidencePackage
from departures.evidence.sums import (
    DAY,
    Comparison,
    SeriesTotal,
    flows_and_stocks,
    men_and_women,
    parts_and_wholes,
    series_totals,
)
from departures.evidence.version import adds_up, window_columns
from departures.faults import Fault, raise_if_any

_MEND = "mend the figure, or take the mark `preferred` from one of the rows"


@dataclass(frozen=True)
class CheckReport:
    """What the check of a package found; a package whose preferred series fails raises `Faults` instead."""

    totals: tuple[SeriesTotal, ...]
    comparisons: tuple[Comparison, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def differences(self) -> tuple[Comparison, ...]:
        """Comparisons that do not agree."""
        return tuple(comparison for comparison in self.comparisons if not comparison.agrees)

    @property
    def passed(self) -> int:
        """Number of comparisons that agree."""
        return len(self.comparisons) - len(self.differences)


def check_package(package: EvidencePackage) -> CheckReport:
    """Compare all figures of a package; raises `Faults` where the preferred series contradicts itself."""
    arrivals = package.table("arrivals")
    raise_if_any(_faults_of_preferred(package.file("arrivals"), arrivals))
    comparisons = [comparison for name in package.names for comparison in men_and_women(package.tables[name])]
    comparisons += parts_and_wholes(arrivals)
    comparisons += flows_and_stocks(arrivals)
    return CheckReport(
        totals=series_totals(arrivals),
        comparisons=tuple(comparisons),
        conflicts=find_conflicts(package),
    )


def _faults_of_preferred(file: str, arrivals: pd.DataFrame) -> Iterator[Fault]:
    preferred = arrivals[arrivals["preferred"]]
    if "slip" in preferred:
        for line in preferred.index[preferred["slip"]]:
            yield Fault(file, int(line), "preferred", "a known slip is marked preferred", _MEND)
    yield from _repeated_windows(file, preferred)
    yield from _genders_that_differ(file, preferred)
    flows = preferred[(preferred["measure"] == FLOW) & preferred["reference_period_start"].notna()]
    for gender, rows in flows.groupby("gender", sort=True):
        yield from _overlaps(file, rows)
        yield from _quarters_that_differ(file, str(gender), rows)


def _repeated_windows(file: str, preferred: pd.DataFrame) -> Iterator[Fault]:
    repeated = preferred.duplicated([*window_columns(preferred), "gender"], keep="first")
    for line in preferred.index[repeated]:
        row = preferred.loc[line]
        window = window_text(row["reference_period_start"], row["reference_period_end"])
        found = f"a second preferred row for {window}, {row['gender']}"
        yield Fault(file, int(line), "preferred", found, "mark one row for each window and gender")


def _genders_that_differ(file: str, preferred: pd.DataFrame) -> Iterator[Fault]:
    for _, rows in preferred.groupby(window_columns(preferred), dropna=False, sort=True):
        if adds_up(rows) is False:
            values = dict(zip(rows["gender"], rows["value"], strict=True))
            line = int(rows.index[rows["gender"] == "all"][0])
            found = f"{values['m']:g} men + {values['f']:g} women are not {values['all']:g}"
            yield Fault(file, line, "value", found, _MEND)


def _overlaps(file: str, rows: pd.DataFrame) -> Iterator[Fault]:
    """Windows of one series (years, quarters) must not share a day."""
    for _, same in rows.groupby("series", sort=True):
        ordered = same.sort_values(["reference_period_start", "reference_period_end"])
        last: pd.Timestamp | None = None
        for line, row in ordered.iterrows():
            if last is not None and row["reference_period_start"] <= last and row["series"] != "partial":
                window = window_text(row["reference_period_start"], row["reference_period_end"])
                found = f"the window {window} overlaps the one before it ({row['gender']})"
                yield Fault(
                    file, int(str(line)), "reference_period_start", found, "keep windows of a series apart"
                )
            end = row["reference_period_end"]
            last = end if last is None else max(last, end)


def _quarters_that_differ(file: str, gender: str, rows: pd.DataFrame) -> Iterator[Fault]:
    quarters = rows[rows["series"] == "quarterly"]
    for line, year in rows[rows["series"] == "annual"].iterrows():
        within = quarters[
            (quarters["reference_period_start"] >= year["reference_period_start"])
            & (quarters["reference_period_end"] <= year["reference_period_end"])
        ]
        days = (within["reference_period_end"] - within["reference_period_start"] + DAY).sum()
        whole = year["reference_period_end"] - year["reference_period_start"] + DAY
        if days == whole and abs(within["value"].sum() - year["value"]) > 1e-6:
            parts = " + ".join(f"{value:g}" for value in within["value"])
            found = f"the quarters {parts} = {within['value'].sum():g} are not {year['value']:g} ({gender})"
            yield Fault(file, int(str(line)), "value", found, _MEND)
