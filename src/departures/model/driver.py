"""Drivers: known paths over the months that intensities read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from departures.quantities import Array, Months


@dataclass(frozen=True)
class Driver:
    """A known path: values [month], or [month, knot] for a basis. `lead` names the rows it was built from."""

    name: str
    unit: str
    values: Array
    lead: tuple[str, ...] = ()

    def now(self) -> Array:
        """Values with a cell axis for broadcasting: [month, 1] or [month, 1, knot]."""
        return np.asarray(self.values, dtype=float)[:, None]


def flag(months: Months, start: date, end: date | None) -> Array:
    """1 in the months from `start` to `end` (open when None), 0 elsewhere; shape [month]."""
    index = np.arange(months.count)
    last = months.count if end is None else months.index_of(end)
    return ((index >= months.index_of(start)) & (index <= last)).astype(float)


def ramp(months: Months, start: date, end: date) -> Array:
    """0 before `start`, rising in a straight line to 1 at `end`, 1 after; shape [month]."""
    first, last = months.index_of(start), months.index_of(end)
    return np.clip((np.arange(months.count) - first) / max(last - first, 1), 0.0, 1.0)


def interpolate(months: Months, points: dict[date, float]) -> Array:
    """Straight lines between dated points, constant outside; shape [month]."""
    days = sorted(points)
    positions = [months.index_of(day) for day in days]
    return np.interp(np.arange(months.count), positions, [points[day] for day in days])


def knot_basis(months: Months, knots: tuple[date, ...]) -> Array:
    """Hat functions of piecewise-linear interpolation; shape [month, knot], rows sum to 1."""
    positions = [months.index_of(day) for day in knots]
    index = np.arange(months.count)
    unit = np.eye(len(knots))
    return np.stack([np.interp(index, positions, row) for row in unit], axis=1)


def season(months: Months, quarter: int) -> Array:
    """1 in the months of calendar quarter `quarter` (1-4), 0 elsewhere; shape [month]."""
    return np.array([float((months.date_of(i).month - 1) // 3 + 1 == quarter) for i in range(months.count)])
