"""Importance weights that take a term out of a posterior, with the largest of them smoothed (PSIS)."""

from __future__ import annotations

import numpy as np
from scipy.special import logsumexp

from departures.quantities import Array

SAME = 1e-9
"""Log likelihoods that differ by less than this over all draws are the same but for rounding."""


def log_weights_without(term: Array) -> tuple[Array, float]:
    """Log weights [draw], summing to 1, of the draws of a posterior without a term of its log likelihood [draw], and
    the Pareto k that says how far to trust them.

    A term that is the same for all draws tells nothing: leaving it out is free, and k is -inf. Where the tail holds one
    draw over and over, as from a chain that stood still, no Pareto distribution can be fitted to it: the weights then
    stay as they are, and k is inf. Raises `ValueError` for a term that is not finite in every draw.
    Source: Vehtari, Simpson, Gelman, Yao and Gabry, JMLR 25 (2024).
    """
    if not np.isfinite(term).all():
        raise ValueError("a term of the log likelihood is not finite in every draw: it cannot be left out")
    return smoothed(-term)


def smoothed(log_weights: Array) -> tuple[Array, float]:
    """Log weights [draw] with the largest of them smoothed, adding up to 1, and the Pareto k; see
    `log_weights_without`.
    """
    from arviz_stats.base import array_stats  # slow to import, and a kept fit does not need it

    if np.ptp(log_weights) < SAME:
        return np.full(log_weights.size, -np.log(log_weights.size)), -np.inf
    try:
        with np.errstate(divide="raise", invalid="raise"):
            logs, k = array_stats.psislw(-log_weights)  # from log likelihoods: it turns the sign itself
    except (FloatingPointError, ValueError):  # a quarter of the tail ties with its edge, or all of it does
        logs, k = log_weights, np.inf
    return logs - logsumexp(logs), float(k)
