"""Baselines: persistence, and the automatic models of statsforecast, on log(1 + count) of each sex."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import stats

from departures.backtest.points import around
from departures.quantities import Array

PERSISTENCE, ETS, ARIMA, THETA = "persistence", "AutoETS", "AutoARIMA", "AutoTheta"
LEVEL = 80
"""Per cent of the range that is asked for, from which the spread is read."""
FEWEST = 4
"""Years below which a spread of past steps means nothing; then it is `OPEN`."""
OPEN = 0.5
LEAST_SPREAD = 0.05
"""A model that fits a short series exactly is not believed to know the future as exactly."""


def persistence(logs: Array, ahead: int) -> tuple[Array, Array]:
    """The last year goes on; past steps from year to year tell how far it may stray. Centre and spread, [year]."""
    step = float(np.sqrt(np.mean(np.diff(logs) ** 2))) if len(logs) >= FEWEST else OPEN
    years = np.arange(1, ahead + 1)
    return np.full(ahead, logs[-1]), max(step, LEAST_SPREAD) * np.sqrt(years)


def automatic(name: str) -> Callable[[Array, int], tuple[Array, Array]]:
    """Centre and spread of one of the automatic models; where it cannot be fitted, those of persistence."""

    def forecast(logs: Array, ahead: int) -> tuple[Array, Array]:
        from statsforecast import models  # slow to import

        model: Any = getattr(models, name)(season_length=1)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                told = model.forecast(y=logs, h=ahead, level=[LEVEL])
        except Exception:
            return persistence(logs, ahead)
        centre = np.asarray(told["mean"], dtype=float)
        width = np.asarray(told[f"hi-{LEVEL}"], dtype=float) - np.asarray(told[f"lo-{LEVEL}"], dtype=float)
        spread = width / (2.0 * stats.norm.ppf(0.5 + LEVEL / 200.0))
        if not (np.isfinite(centre).all() and np.isfinite(spread).all()):
            return persistence(logs, ahead)
        return centre, np.maximum(spread, LEAST_SPREAD)

    return forecast


BASELINES: dict[str, Callable[[Array, int], tuple[Array, Array]]] = {
    PERSISTENCE: persistence,
    ETS: automatic(ETS),
    ARIMA: automatic(ARIMA),
    THETA: automatic(THETA),
}


def baseline(name: str, first: int, counts: Array, targets: tuple[int, ...]) -> Array:
    """Points of a baseline for the target years, [target, point], from counts [year] since `first`."""
    last = first + len(counts) - 1
    centre, spread = BASELINES[name](np.log1p(counts), max(targets) - last)
    return np.stack([around(centre[year - last - 1], spread[year - last - 1]) for year in targets])
