"""Log densities by which published figures are compared with what the model expects."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from scipy.special import gammaln as gamma_logs

from departures.quantities import Array

LOG_TWO_PI = float(np.log(2.0 * np.pi))
BELIEVED = 0.9
"""Chance that a published wording was chosen by the share; else it was careless."""
LEAST_CHANCE = 1e-9
"""Of a wording that nobody would say carelessly, this is left, so that its logarithm stays a number."""
HITS = 120
"""Points at which the chances of a wording are taken, however many people it speaks of."""
ENDS = 12
"""Of them at either end of the range, where chances may rise steeply, one for each number of people."""

SHIFT = 8
"""How far the argument is raised before the series is used."""
STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156)
"""Coefficients of 1/y, 1/y³, … in the series of log Γ(y); from y = 8 on the next term is below 1e-15."""


def log_gamma(x: Array) -> Array:
    """log Γ(x) for x above 0 and below 1e38.

    The library's own serves all numbers, and takes seconds to compile with its gradient.
    Stirling's series at x + 8, less the logarithm of x·(x + 1)·…·(x + 7).
    """
    product = x
    for step in range(1, SHIFT):
        product = product * (x + step)
    y = x + SHIFT
    inverse = 1.0 / y
    series = jnp.zeros_like(y)
    for coefficient in reversed(STIRLING):
        series = coefficient + inverse * inverse * series
    return (y - 0.5) * jnp.log(y) - y + 0.5 * LOG_TWO_PI + inverse * series - jnp.log(product)


def log_ways(trials: Array, hits: Array) -> Array:
    """Logarithm of in how many ways `hits` of `trials` can be chosen; NumPy."""
    return np.asarray(gamma_logs(trials + 1.0) - gamma_logs(hits + 1.0) - gamma_logs(trials - hits + 1.0))


def compound_poisson(count: Array, mean: Array, dispersion: Array, log_factorial: Array) -> Array:
    """Log probability of counts with variance dispersion·mean: negative binomial of size mean/(dispersion − 1).

    The size is in proportion to the mean, so quarters of one dispersion add up to a year of the same; `log_factorial`
    is that of the counts. [datum]
    """
    excess = jnp.maximum(dispersion - 1.0, 1e-6)
    size = jnp.maximum(mean, 1e-9) / excess
    reached, at_size = jnp.split(log_gamma(jnp.concatenate([count + size, size])), 2)
    chosen = reached - at_size - log_factorial
    return chosen - size * jnp.log(dispersion) + count * (jnp.log(excess) - jnp.log(dispersion))


def beta_binomial(
    hits: Array, trials: Array, ways: Array, share: Array, concentration: Array, owner: Array | None = None
) -> Array:
    """Log probability of `hits` when the share varies around `share` with this concentration; [hit].

    `ways` is what `log_ways` gives for the hits. `trials` and `share` are [group]; `owner` says to which group each
    number of hits belongs, by default one each.
    """
    of = np.arange(len(hits)) if owner is None else owner
    inside = jnp.clip(share, 1e-6, 1.0 - 1e-6)
    a, b = inside * concentration, (1.0 - inside) * concentration
    parts = (
        hits + a[of],
        trials[of] - hits + b[of],
        trials + concentration,
        a,
        b,
        jnp.zeros(1) + concentration,
    )
    ends = np.cumsum([len(part) for part in parts])[:-1]
    with_hits, with_misses, with_all, of_a, of_b, of_whole = jnp.split(
        log_gamma(jnp.concatenate(parts)), ends
    )
    return ways + with_hits + with_misses + (of_whole - of_a - of_b - with_all)[of]


def dirichlet_multinomial(counts: Array, ways: Array, shares: Array, concentration: Array) -> Array:
    """Log probability of counts [category] when their shares vary around `shares` with this concentration; `ways` is
    the logarithm of the number of ways to share them out.
    """
    total = counts.sum()
    a = jnp.maximum(shares, 1e-6) * concentration
    ends = np.cumsum([len(counts), len(counts)])
    with_counts, without, of_whole = jnp.split(
        log_gamma(jnp.concatenate([counts + a, a, jnp.stack([concentration, total + concentration])])), ends
    )
    return ways + (with_counts - without).sum() + of_whole[0] - of_whole[1]


def log_normal(value: Array, median: Array, spread: Array) -> Array:
    """Log density of a positive figure around its expectation, on the log scale."""
    error = (jnp.log(value) - jnp.log(jnp.maximum(median, 1e-9))) / spread
    return -0.5 * error**2 - jnp.log(spread) - 0.5 * LOG_TWO_PI


def logit_normal(share: Array, expected: Array, spread: Array) -> Array:
    """Log density of a share around its expectation, on the logit scale."""
    inside = jnp.clip(expected, 1e-6, 1.0 - 1e-6)
    error = (jnp.log(share / (1.0 - share)) - jnp.log(inside / (1.0 - inside))) / spread
    return -0.5 * error**2 - jnp.log(spread) - 0.5 * LOG_TWO_PI


def possible_hits(people: int, low: float, high: float) -> tuple[Array, Array]:
    """Numbers of `people` whose share lies from `low` to `high`, and how many such numbers each stands for, [`HITS`].

    Where there are more than `HITS`, those at either end stand for themselves, and those between are points and weights
    of Gauss and Legendre: a sum over chances is right to 2e-4 for shares of any size that vary with a concentration
    of 5 or more. Where there are fewer, the last ones stand for none.
    """
    first, last = int(np.ceil(low * people - 1e-9)), int(np.floor(high * people + 1e-9))
    if last - first < HITS:
        hits = np.arange(first, last + 1, dtype=float)
        none = HITS - len(hits)
        return np.append(hits, np.zeros(none)), np.append(np.ones(len(hits)), np.zeros(none))
    points, weights = np.polynomial.legendre.leggauss(HITS - 2 * ENDS)
    start, half = first + ENDS - 0.5, 0.5 * (last - first + 1) - ENDS
    ends = np.concatenate([first + np.arange(ENDS), last - np.arange(ENDS)]).astype(float)
    return np.append(ends, start + half * (1.0 + points)), np.append(np.ones(2 * ENDS), half * weights)


def wordings(log_chances: Array, stands_for: Array, careless: Array) -> Array:
    """Log probability of each wording, from the log chances of the numbers of hits that it allows and how many such
    numbers each stands for, both [wording, hit], and the chance that it is said whatever the share, [wording].

    P = 0.9·Σ chances + careless.
    """
    inside = (stands_for * jnp.exp(log_chances)).sum(-1)
    return jnp.log(BELIEVED * inside + jnp.maximum(careless, LEAST_CHANCE))
