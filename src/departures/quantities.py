"""The quantities everything is told in: persons, months, and events per person per month.

Axes, in the order in which arrays carry them:

    month       calendar months, counted from the first month of a study
    cell        people with the same covariates
    edge        a transition between two compartments of the graph
    column      everybody (0), then one column per tracer (people who left in stated months)
    draw        one sample of the posterior
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

Array: TypeAlias = Any
"""A NumPy or JAX array; the docstring that uses it states shape and unit."""

Parameters: TypeAlias = dict[str, Array]
"""Natural-scale parameter values by name; scalars, or vectors for knots."""

MONTH, CELL, EDGE, COLUMN, DRAW = "month", "cell", "edge", "column", "draw"
MONTHS_PER_YEAR = 12


@dataclass(frozen=True)
class Months:
    """A run of calendar months, both ends included."""

    first: date
    last: date

    @property
    def count(self) -> int:
        """How many months the run holds."""
        return self.index_of(self.last) + 1

    def index_of(self, day: date) -> int:
        """Place of the month that holds `day`, counted from 0; may lie outside the run."""
        return (day.year - self.first.year) * MONTHS_PER_YEAR + day.month - self.first.month

    def date_of(self, index: int) -> date:
        """First day of the month at `index`."""
        position = self.first.year * MONTHS_PER_YEAR + self.first.month - 1 + index
        return date(position // MONTHS_PER_YEAR, position % MONTHS_PER_YEAR + 1, 1)

    def window(self, start: date, end: date) -> tuple[int, int]:
        """Months of a period as a half-open pair of indices, cut to the run."""
        return max(self.index_of(start), 0), min(self.index_of(end) + 1, self.count)

    @property
    def years(self) -> range:
        """Calendar years that the run touches."""
        return range(self.first.year, self.last.year + 1)

    def of_year(self, year: int) -> tuple[int, int]:
        """Months of one calendar year as a half-open pair of indices."""
        return self.window(date(year, 1, 1), date(year, 12, 31))
