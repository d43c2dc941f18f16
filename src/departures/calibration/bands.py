"""Whether ranks are even: a simultaneous test of their distribution function, and Holm's rule over many of them."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import stats

from departures.quantities import Array

SIMULATED = 200_000
"""Sets of even ranks by which the smallest tail is told; Holm's rule over a hundred numbers looks at 1 in 10,000."""
CHUNK = 20_000
SEED = 5


def even_p_value(ranks: Array, draws: int) -> float:
    """Chance that even ranks stray as far somewhere as these do; `ranks` [set] of 0 to `draws`.

    The simultaneous test of Säilynoja, Bürkner and Vehtari (2022, doi 10.1007/s11222-022-10090-6): the smaller tail of
    the binomial number of ranks up to each point, the smallest over all points, against simulated even ranks.
    """
    counts = np.bincount(np.asarray(ranks), minlength=draws + 1)[None]
    found = _smallest_tail(counts)[0]
    null = _null(len(ranks), draws)
    return float((1 + np.searchsorted(null, found * (1.0 + 1e-9), side="right")) / (1 + len(null)))


def band(sets: int, draws: int, familywise: float) -> tuple[Array, Array]:
    """Lowest and highest shares of `sets` ranks up to each point within which even ranks stay together with chance
    1 − `familywise`; [draws].
    """
    tail = np.quantile(_null(sets, draws), familywise)
    chance = np.arange(1, draws + 1) / (draws + 1)
    low = stats.binom.ppf(tail / 2.0, sets, chance)
    return low / sets, stats.binom.isf(tail / 2.0, sets, chance) / sets


def holm(p_values: Array, familywise: float) -> Array:
    """True where Holm's rule finds a difference, [test]."""
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p)
    passed = p[order] > familywise / (len(p) - np.arange(len(p)))
    first = int(np.argmax(passed)) if passed.any() else len(p)
    found = np.zeros(len(p), dtype=bool)
    found[order[:first]] = True
    return found


def _smallest_tail(counts: Array) -> Array:
    """Twice the smaller tail, the smallest over points, of ranks counted in [sample, rank]."""
    sets = int(counts[0].sum())
    reached = counts.cumsum(axis=1)[:, :-1]
    tails = _tails(sets, counts.shape[1] - 1)
    return np.asarray(tails[reached, np.arange(reached.shape[1])].min(axis=1))


@cache
def _tails(sets: int, draws: int) -> Array:
    """Twice the smaller tail of each number of ranks up to each point, [number, point]."""
    number = np.arange(sets + 1)[:, None]
    chance = np.arange(1, draws + 1)[None, :] / (draws + 1)
    below, above = stats.binom.cdf(number, sets, chance), stats.binom.sf(number - 1, sets, chance)
    return 2.0 * np.minimum(below, above)


@cache
def _null(sets: int, draws: int) -> Array:
    """Smallest tails of even ranks, in order, [simulation]."""
    random = np.random.default_rng(SEED)
    even = np.full(draws + 1, 1.0 / (draws + 1))
    parts = [_smallest_tail(random.multinomial(sets, even, size=CHUNK)) for _ in range(SIMULATED // CHUNK)]
    return np.sort(np.concatenate(parts))
