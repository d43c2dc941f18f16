"""Importance weights that take a term out of a posterior, with the largest of them smoothed (PSIS)."""

from __future__ import annotations

import numpy as np
from scipy.special import logsumexp

from departures.quantities import Array

SAME = 1e-9
"""Log likelihoods that differ by less than this over all draws are the same but for rounding."""
TAIL = 3.0
"""The largest weights, whose tail is smoothed, are this many times the square root of the number of draws."""


def log_weights_without(term: Array, before: Array | None = None) -> tuple[Array, float]:
    """Log weights [draw], summing to 1, of the draws of a posterior without a term of its log likelihood [draw], and
    the Pareto k that says how far to trust them; `before` are the log weights that make the draws those of the
    posterior, by default even ones.

    A term that is the same for all draws tells nothing: leaving it out is free, and k is -inf. Where the tail holds one
    draw over and over, as from a chain that stood still, no Pareto distribution can be fitted to it: the weights then
    stay as they are, and k is inf. So they stay where the largest are as large as they can be, which different draws
    reach (see `mixture`): such weights have no tail, and k is -inf. Raises `ValueError` for a term that is not finite
    in every draw.
    Source: Vehtari, Simpson, Gelman, Yao and Gabry, JMLR 25 (2024).
    """
    from arviz_stats.base import array_stats  # slow to import, and a kept fit does not need it

    if not np.isfinite(term).all():
        raise ValueError("a term of the log likelihood is not finite in every draw: it cannot be left out")
    base = np.zeros(term.size) if before is None else before
    if np.ptp(term) < SAME:
        return base - logsumexp(base), -np.inf
    try:
        with np.errstate(divide="raise", invalid="raise"):
            logs, k = array_stats.psislw(term - base)  # from log likelihoods: it turns the sign itself
    except (FloatingPointError, ValueError):  # a quarter of the tail ties with its edge, or all of it does
        logs, k = base - term, np.inf if _stands_still(term, base - term) else -np.inf
    return logs - logsumexp(logs), float(k)


def _stands_still(term: Array, logs: Array) -> bool:
    """Whether one draw makes up a fifth of the largest weights, again and again, and not different ones do."""
    tail = np.argsort(logs)[-int(TAIL * np.sqrt(logs.size)) :]
    _, times = np.unique(term[tail], return_counts=True)
    return bool(5 * times.max() > tail.size)
