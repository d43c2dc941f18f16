"""The published counts that answers speak of: yearly arrivals by sex, and the course they took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pandas as pd

from departures.answers.answer import Lead, Number
from departures.country.problem import Problem
from departures.evidence import EvidencePackage, preferred_rows

ARRIVALS = "arrivals"
PACKAGES = 4
"""Packages whose rows are remembered: many answers ask for the same ones."""


@dataclass(frozen=True)
class Counts:
    """Yearly counts of one gender (`all`, `m`, `f`): year → number with its row."""

    of: dict[int, Number]

    @property
    def years(self) -> list[int]:
        """Years with a count, in order."""
        return sorted(self.of)

    def __getitem__(self, year: int) -> Number:
        return self.of[year]


@dataclass(frozen=True)
class Course:
    """How the yearly count went: its peak, its lowest year after (or before) it, and its last year.

    `before` is the year from which the steepest fall within one year set out; for a rise, the lowest year.
    """

    kind: Literal["rose", "fell", "fell and came back"]
    peak: int
    before: int
    low: int
    last: int


def published(value: float, rows: tuple[str, ...], unit: str = "persons", share: bool = False) -> Number:
    """A published count (or a share of two of them) with its rows."""
    return Number(float(value), unit, Lead(rows=rows), "observed", share=share)


def yearly(problem: Problem) -> Mapping[str, Counts]:
    """Preferred yearly counts by gender, as the package stands on its date."""
    return _yearly_of(problem.evidence)


@lru_cache(PACKAGES)
def _yearly_of(evidence: EvidencePackage) -> Mapping[str, Counts]:
    rows = preferred_rows(evidence.table(ARRIVALS))
    rows = rows[(rows["series"] == "annual") & (rows["measure"] == ARRIVALS)]
    return {
        gender: Counts(
            {
                int(start.year): published(value, (str(row_id),))
                for start, value, row_id in zip(
                    of["reference_period_start"], of["value"], of["row_id"], strict=True
                )
            }
        )
        for gender, of in ((gender, rows[rows["gender"] == gender]) for gender in ("all", "m", "f"))
    }


def course_of(counts: Counts) -> Course:
    """Read the course from the counts; nothing about it is written down beforehand."""
    years = counts.years
    peak = max(years, key=lambda year: counts[year].value)
    last = years[-1]
    if peak == last:
        low = min(years, key=lambda year: counts[year].value)
        return Course("rose", peak, low, low, last)
    low = min((year for year in years if year > peak), key=lambda year: counts[year].value)
    steps = [year for year in years if peak <= year < low]
    before = max(steps, key=lambda year: counts[year].value / max(counts[_next(years, year)].value, 0.5))
    return Course("fell" if low == last else "fell and came back", peak, before, low, last)


def _next(years: list[int], year: int) -> int:
    return years[years.index(year) + 1]


def newest(problem: Problem) -> pd.Series:
    """The preferred row of all arrivals that reaches furthest: the newest figure."""
    rows = preferred_rows(problem.evidence.table(ARRIVALS))
    rows = rows[(rows["gender"] == "all") & (rows["measure"] == ARRIVALS)]
    rows = rows[rows["reference_period_end"] == rows["reference_period_end"].max()]
    newest_row: pd.Series = rows.sort_values(["series", "published"]).iloc[0]
    return newest_row


def known_rows(problem: Problem) -> Mapping[str, pd.Series]:
    """Every row of the evidence by id."""
    return _rows_of(problem.evidence)


@lru_cache(PACKAGES)
def _rows_of(evidence: EvidencePackage) -> Mapping[str, pd.Series]:
    found: dict[str, pd.Series] = {}
    for table in evidence.tables.values():
        if "row_id" in table:
            found |= {str(row["row_id"]): row for _, row in table.iterrows()}
    return found
