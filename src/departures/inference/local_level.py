"""A local-level count model on the same windows: what a plain model foretells of each count it has not seen.

The log of arrivals per month drifts from window to window as a random walk, and counts scatter around it as in the
likelihood (variance = dispersion · mean). Nothing is known of causes. Levels lie on a grid, so that each count is left
out exactly, by smoothing forwards and backwards (local level: Harvey 1989; grids: Kitagawa 1987, doi
10.1080/01621459.1987.10478534), and the two unknowns of the model are summed over with weights that have not seen it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import logsumexp
from scipy.stats import nbinom

from departures.quantities import MONTHS_PER_YEAR, Array

LEVELS = 200
DRIFTS = np.geomspace(0.02, 1.0, 20)
"""Standard deviations of the drift per square root of a month; half-normal with spread 0.3. In steps so fine that no
single one holds all the weight: a coarser grid foretells better or worse by luck."""
SPREAD_OF_DRIFT = 0.3
EXCESSES = np.geomspace(0.1, 60.0, 13)
"""Dispersions less 1; log-normal around 3 with spread 1."""
USUAL_EXCESS, SPREAD_OF_EXCESS = 3.0, 1.0
BEYOND = np.log(4.0)
"""How far the grid of levels reaches beyond the lowest and the highest rate that was counted."""
INTERVAL = (0.05, 0.95)
LEAST, NOTHING = 1e-300, 1e-150
"""Added to weights before their logarithm is taken; and below which a factor is nothing, as the products of numbers
near the smallest that there are take processors long."""


class LeftOut(NamedTuple):
    """For each window the log density of its count given all others, and the chances of fewer, and of at most as many
    people; [window].
    """

    log_density: Array
    fewer: Array
    at_most: Array

    @property
    def inside(self) -> Array:
        """Whether the count lies in the central 90 % of what was foretold; [window]."""
        return (self.at_most >= INTERVAL[0]) & (self.fewer <= INTERVAL[1])


def local_level(windows: pd.DataFrame) -> LeftOut:
    """Every count left out; `windows` has columns start, end and observed, and need not be in order of time."""
    first = np.array([_month(day) for day in windows["start"]])
    last = np.array([_month(day) for day in windows["end"]])
    counts = windows["observed"].to_numpy(float)
    order = np.argsort(first, kind="stable")
    months = (last - first + 1).astype(float)
    middles = (first + last) / 2.0
    found = _in_order(counts[order], months[order], np.diff(middles[order]))
    back = np.argsort(order, kind="stable")
    return LeftOut(*(part[back] for part in found))


def _month(day: object) -> int:
    stamp = pd.Timestamp(str(day)[:10])
    return int(stamp.year * MONTHS_PER_YEAR + stamp.month)


def _in_order(counts: Array, months: Array, gaps: Array) -> LeftOut:
    """Windows in order of time, with months between the middles of neighbours, [window − 1]."""
    levels = _levels(counts, months)
    logs, fewer, at_most = _chances(counts, months, levels)
    parts = []
    for drift in DRIFTS:
        given, whole = _smoothed(logs, _steps(levels, drift, gaps))
        density = logsumexp(given + logs, axis=-1)
        weight = np.exp(given)
        # how well the other windows speak for these values: all windows, less this one given the others
        others = whole[:, None] - density + _log_prior(drift, EXCESSES)[:, None]
        parts.append((others, density, (weight * fewer).sum(-1), (weight * at_most).sum(-1)))
    others, density, below, up_to = (np.concatenate(part) for part in zip(*parts, strict=True))
    weights = others - logsumexp(others, axis=0)
    share = np.exp(weights)
    return LeftOut(logsumexp(weights + density, axis=0), (share * below).sum(0), (share * up_to).sum(0))


def _levels(counts: Array, months: Array) -> Array:
    """The grid: logs of persons per month; [level]."""
    rates = np.log(np.maximum(counts, 0.5) / months)
    return np.linspace(rates.min() - BEYOND, rates.max() + BEYOND, LEVELS)


def _chances(counts: Array, months: Array, levels: Array) -> tuple[Array, Array, Array]:
    """Log chance of each count, chance of fewer and of at most as many people; [excess, window, level]."""
    excess = np.asarray(EXCESSES)[:, None, None]
    scattered = nbinom(months[:, None] * np.exp(levels) / excess, 1.0 / (1.0 + excess))
    at = counts[:, None]
    logs, up_to = scattered.logpmf(at), scattered.cdf(at)
    return logs, up_to - np.exp(logs), up_to


def _smoothed(logs: Array, steps: list[Array]) -> tuple[Array, Array]:
    """Log weight of each level at each window given all other windows, [excess, window, level], and the log density of
    all windows, [excess].
    """
    count, size = logs.shape[1:]
    before, after = np.zeros_like(logs), np.zeros_like(logs)
    before[:, 0] = -np.log(size)
    for place, step in enumerate(steps):
        before[:, place + 1] = _moved(before[:, place] + logs[:, place], step)
    for place in range(count - 2, -1, -1):
        after[:, place] = _moved(after[:, place + 1] + logs[:, place + 1], steps[place].T)
    both = before + after
    return both - logsumexp(both, axis=-1, keepdims=True), logsumexp(before[:, -1] + logs[:, -1], axis=-1)


def _moved(logs: Array, step: Array) -> Array:
    """Log of weights after a step; [excess, level]."""
    top = logs.max(axis=-1, keepdims=True)
    return np.asarray(top + np.log(_without_dust(np.exp(logs - top)) @ step + LEAST))


def _without_dust(weights: Array) -> Array:
    return np.where(weights < NOTHING, 0.0, weights)


def _steps(levels: Array, drift: float, gaps: Array) -> list[Array]:
    """For each gap the chance to go from one level of the grid to another; rows add up to 1; [level, level]."""
    away = levels[None, :] - levels[:, None]
    finest = 0.5 * (levels[1] - levels[0])
    found = {}
    for gap in np.unique(gaps):
        weights = _without_dust(np.exp(-0.5 * (away / max(drift * np.sqrt(gap), finest)) ** 2))
        found[gap] = weights / weights.sum(axis=1, keepdims=True)
    return [found[gap] for gap in gaps]


def _log_prior(drift: float, excess: Array) -> Array:
    """Log prior of the two; both grids are even on the logarithm, so a density of the drift counts times the drift."""
    of_drift = -0.5 * (drift / SPREAD_OF_DRIFT) ** 2 + np.log(drift)
    return np.asarray(of_drift - 0.5 * (np.log(excess / USUAL_EXCESS) / SPREAD_OF_EXCESS) ** 2)
