"""Origins: what was known of yearly arrivals on a day, and what came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from departures.country.problem import Problem
from departures.evidence import EvidencePackage, preferred_rows
from departures.quantities import Array

EVERYBODY, MEN, WOMEN = "all", "m", "f"
SEXES = (EVERYBODY, MEN, WOMEN)
HORIZONS = (1, 2, 3)
FIRST, LAST = 2009, 2024
KNOWN_BY = (4, 30)
"""Month and day of the year after the origin by which rows must have been published: the count of the origin's last
quarter was told by then in all years of which the day is known."""

Truth = dict[str, dict[int, int]]
"""Counts by sex and year."""


@dataclass(frozen=True)
class Origin:
    """The last year that a forecast may know, and the day on which it is made: that of the backtest, or another."""

    year: int
    on: date | None = None

    @property
    def day(self) -> date:
        """The day of knowledge."""
        return self.on or date(self.year + 1, *KNOWN_BY)

    @property
    def targets(self) -> tuple[int, ...]:
        """The years that are forecast."""
        return tuple(self.year + horizon for horizon in HORIZONS)


def origins() -> tuple[Origin, ...]:
    """All origins of the backtest."""
    return tuple(Origin(year) for year in range(FIRST, LAST + 1))


def yearly(evidence: EvidencePackage, table: str = "arrivals") -> Truth:
    """Arrivals of whole years by sex and year, as this evidence has them."""
    rows = preferred_rows(evidence.table(table))
    start, end = rows["reference_period_start"].dt, rows["reference_period_end"].dt
    whole = (start.month == 1) & (start.day == 1) & (end.month == 12) & (start.year == end.year)
    rows = rows[whole & (rows["measure"] == "arrivals") & rows["value"].notna()]
    rows = rows.drop_duplicates(["reference_period_start", "gender"])
    found: Truth = {sex: {} for sex in SEXES}
    for day, sex, value in zip(rows["reference_period_start"], rows["gender"], rows["value"], strict=True):
        if sex in found:
            found[sex][int(day.year)] = round(float(value))
    return found


def series(known: dict[int, int]) -> tuple[int, Array]:
    """The run of years from the first to the last known one: its first year and its counts, [year]. Years that are not
    known lie between their neighbours on the log scale, so that no baseline loses what came before them.
    """
    years = np.array(sorted(known))
    every = np.arange(years[0], years[-1] + 1)
    logs = np.interp(every, years, np.log1p([known[int(year)] for year in years]))
    return int(years[0]), np.expm1(logs)


def known_at(problem: Problem, origin: Origin) -> Truth:
    """Yearly arrivals that the problem's evidence knows, none after the origin."""
    found = yearly(problem.evidence)
    return {
        sex: {year: count for year, count in by_year.items() if year <= origin.year}
        for sex, by_year in found.items()
    }
