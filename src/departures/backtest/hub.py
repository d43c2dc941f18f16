"""Forecasts as a hubverse model-output table: one row per quantile (https://hubverse.io, model output formats)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from departures.backtest.forecasts import MEMBERS
from departures.backtest.origins import HORIZONS, SEXES
from departures.backtest.points import LEVELS
from departures.backtest.run import Backtest
from departures.backtest.scores import STACK
from departures.quantities import Array

QUANTILES = (
    0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9,
    0.95, 0.975, 0.99,
)  # fmt: skip
TARGET = "arrivals a year"
WORDS = {"all": "everybody", "m": "men", "f": "women"}


def hub_table(backtest: Backtest) -> pd.DataFrame:
    """Columns model_id, origin_date, target, horizon (years), target_end_date, sex, output_type, output_type_id and
    value, for every member and the stack.
    """
    parts = []
    for each in backtest.forecasts:
        for name, points in zip(
            (*MEMBERS, STACK), _every(each.points, backtest.stacks[each.origin.year]), strict=True
        ):
            parts.append(_of_one(name, each.origin.day, each.origin.targets, points))
    return pd.concat(parts, ignore_index=True)


def quantiles_of(points: Array) -> dict[float, float]:
    """Quantiles of points at the levels of the table; whole persons."""
    values = np.interp(QUANTILES, LEVELS, np.sort(points))
    return {level: float(round(value)) for level, value in zip(QUANTILES, values, strict=True)}


def _every(members: Array, stack: Array) -> list[Array]:
    """Points [sex, target, point] of each member, and of the stack."""
    return [*np.moveaxis(members, 2, 0), stack]


def _of_one(name: str, day: date, targets: tuple[int, ...], points: Array) -> pd.DataFrame:
    rows = [
        (name, day.isoformat(), TARGET, HORIZONS[t], f"{target}-12-31", WORDS[sex], "quantile", level, value)
        for s, sex in enumerate(SEXES)
        for t, target in enumerate(targets)
        for level, value in quantiles_of(points[s, t]).items()
    ]
    columns = (
        "model_id", "origin_date", "target", "horizon", "target_end_date", "sex", "output_type", "output_type_id",
        "value",
    )  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))
