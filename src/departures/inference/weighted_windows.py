"""What all explanations by their weights would have expected of each window without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import logsumexp

from departures.inference.compare import LEAST_WEIGHT
from departures.inference.predictive import FINE, LEVELS, kept
from departures.quantities import Array

Tables = Mapping[str, pd.DataFrame]


def weighted_windows(tables: Tables, weights: Mapping[str, float], observed: str) -> pd.DataFrame:
    """The table of the mixture, from those of the explanations, which tell the same windows in the same order.

    `observed` names the column of the published figure. Quantiles are those of the mixture of the ranges; Pareto k is
    the worst of the explanations that have some weight.
    """
    first = next(iter(tables.values()))
    if any(_names(table) != _names(first) for table in tables.values()):
        raise ValueError("the explanations were not fitted to the same windows")
    if first.empty:
        return first
    share = np.array([weights[name] for name in tables])
    by_row = zip(*(table.to_dict("records") for table in tables.values()), strict=True)
    return pd.DataFrame([_mixed(rows, share, observed) for rows in by_row])


def _names(table: pd.DataFrame) -> list[str]:
    return [] if table.empty else list(table["name"])


def _mixed(rows: tuple[dict[Any, Any], ...], share: Array, observed: str) -> dict[Any, Any]:
    points = np.array([row["quantiles"] for row in rows])
    fine = _quantiles(points, share, FINE)
    low, median, high = _quantiles(points, share, np.array(LEVELS))
    densities = np.array([row["log_density"] for row in rows])
    least = min(LEAST_WEIGHT, share.max())
    trusted = [row["pareto_k"] for row, weight in zip(rows, share, strict=True) if weight >= least]
    return {
        **rows[0],
        "low": low, "median": median, "high": high,
        "inside": bool(low <= rows[0][observed] <= high),
        "pareto_k": max(trusted),
        "log_density": float(logsumexp(densities, b=share)),
        "quantiles": kept(fine),
    }  # fmt: skip


def _quantiles(points: Array, share: Array, levels: Array) -> Array:
    """Quantiles of a mixture whose parts [part, point] are told by points of equal weight."""
    flat = points.ravel()
    weight = np.repeat(share / points.shape[1], points.shape[1])
    order = np.argsort(flat, kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    return np.asarray(flat[order][np.minimum(np.searchsorted(reached, levels), len(flat) - 1)])
