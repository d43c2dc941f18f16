"""A forecast of a count as points of equal weight, and what one reads off them."""

from __future__ import annotations

import numpy as np
from scipy import stats

from departures.quantities import Array

POINTS = 200
LEVELS = (np.arange(POINTS) + 0.5) / POINTS
"""Levels of the quantiles that the points are."""


def points_of(draws: Array) -> Array:
    """Points of draws, in order; [point]."""
    return np.quantile(np.asarray(draws, dtype=float), LEVELS)


def around(centre: float, spread: float) -> Array:
    """Points of counts whose log(1 + count) is normal."""
    return np.maximum(np.expm1(centre + spread * stats.norm.ppf(LEVELS)), 0.0)


def mixed(members: Array, weights: Array) -> Array:
    """Points of a mixture, from points [member, point] and weights [member]."""
    values, each = members.ravel(), np.repeat(weights / weights.sum() / members.shape[1], members.shape[1])
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(each[order]) - 0.5 * each[order]
    return np.interp(LEVELS, reached, values[order])


def crps(points: Array, truth: float) -> float:
    """Continuous ranked probability score of points of equal weight: E|X − y| − ½ E|X − X'|."""
    x = np.sort(np.asarray(points, dtype=float))
    count = len(x)
    between = 2.0 * np.sum((2.0 * np.arange(1, count + 1) - count - 1.0) * x) / count**2
    return float(np.mean(np.abs(x - truth)) - 0.5 * between)


def log_score(points: Array, truth: float) -> float:
    """Log density of log(1 + truth) under a smooth curve through the points, which is as wide as the rule of thumb
    has it, and no narrower than a count of 1 in 20 can be told.
    """
    logs = np.log1p(points)
    width = max(1.06 * float(np.std(logs)) * len(logs) ** -0.2, 0.05)
    return float(np.log(np.mean(stats.norm.pdf(np.log1p(truth), logs, width)) + 1e-12))


def covers(points: Array, truth: float, level: float) -> bool:
    """Whether the central range of a level holds the truth; a count is a whole number."""
    low, high = range_of(points, level)
    return low <= truth <= high


def range_of(points: Array, level: float) -> tuple[float, float]:
    """The central range of a level, in whole persons, as it is printed."""
    low, high = np.interp([0.5 - level / 2.0, 0.5 + level / 2.0], LEVELS, np.sort(points))
    return float(round(low)), float(round(high))
