"""The stack: model and baselines mixed, by weights that past origins alone have earned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize

from departures.backtest.points import crps
from departures.quantities import Array

PULL = 4.0
"""Equal weights count as much as so many past targets."""
Past = tuple[Array, float]
"""Points of all members, [member, point], and what came about."""


def weights_of(past: Sequence[Past], members: int) -> Array:
    """Weights [member] of the mixture with the least mean CRPS of log(1 + count) over past targets, drawn towards equal
    ones. The CRPS of a mixture is quadratic in its weights, so that there is one best.
    """
    equal = np.full(members, 1.0 / members)
    if not past:
        return equal
    away, between = np.zeros(members), np.zeros((members, members))
    for points, truth in past:
        logs = np.log1p(points)
        away += np.abs(logs - np.log1p(truth)).mean(axis=1) / len(past)
        between += _between(logs) / len(past)
    pull = PULL * float(np.mean([crps(np.log1p(p[i]), np.log1p(t)) for p, t in past for i in range(members)]))

    def score(weights: Array) -> float:
        mixture = weights @ away - 0.5 * weights @ between @ weights
        return float(mixture + pull / len(past) * np.sum((weights - equal) ** 2))

    whole: Any = {"type": "eq", "fun": lambda weights: weights.sum() - 1.0}
    found = minimize(score, equal, bounds=[(0.0, 1.0)] * members, constraints=[whole], method="SLSQP")
    weights = np.clip(found.x, 0.0, 1.0)
    return np.asarray(weights / weights.sum())


def _between(points: Array) -> Array:
    """Mean distance of the points of each pair of members, [member, member]."""
    members = len(points)
    found = np.zeros((members, members))
    for i in range(members):
        for j in range(i, members):
            found[i, j] = found[j, i] = np.abs(points[i][:, None] - points[j][None, :]).mean()
    return found
