"""Log densities by which published figures are compared with what the model expects."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jax.scipy.special import gammaln

from departures.quantities import Array

LOG_TWO_PI = float(np.log(2.0 * np.pi))
BELIEVED = 0.9
"""Weight of a published wording: with 0.1 it may have been careless, whatever the share was."""


def compound_poisson(count: Array, mean: Array, dispersion: Array) -> Array:
    """Log probability of counts with variance dispersion·mean: negative binomial of size mean/(dispersion − 1).

    The size is in proportion to the mean, so quarters of one dispersion add up to a year of the same.
    """
    safe_mean = jnp.maximum(mean, 1e-9)
    excess = jnp.maximum(dispersion - 1.0, 1e-6)
    size = safe_mean / excess
    return (
        gammaln(count + size) - gammaln(size) - gammaln(count + 1.0)
        - size * jnp.log(dispersion) + count * (jnp.log(excess) - jnp.log(dispersion))
    )  # fmt: skip


def beta_binomial(hits: Array, trials: Array, share: Array, concentration: Array) -> Array:
    """Log probability of `hits` of `trials` when the share varies around `share` with this concentration."""
    inside = jnp.clip(share, 1e-6, 1.0 - 1e-6)
    a, b = inside * concentration, (1.0 - inside) * concentration
    chosen = gammaln(trials + 1.0) - gammaln(hits + 1.0) - gammaln(trials - hits + 1.0)
    return chosen + _log_beta(hits + a, trials - hits + b) - _log_beta(a, b)


def log_normal(value: Array, median: Array, spread: Array) -> Array:
    """Log density of a positive figure around its expectation, on the log scale."""
    error = (jnp.log(value) - jnp.log(jnp.maximum(median, 1e-9))) / spread
    return -0.5 * error**2 - jnp.log(spread) - 0.5 * LOG_TWO_PI


def possible_hits(people: int, low: float, high: float) -> Array:
    """The numbers of `people` whose share lies from `low` to `high`."""
    hits = np.arange(people + 1)
    return hits[(hits >= np.ceil(low * people - 1e-9)) & (hits <= np.floor(high * people + 1e-9))].astype(float)


def wordings(log_chances: Array, owner: Array, count: int) -> Array:
    """Log probability of each of `count` wordings from the log chances of the hits that it allows.

    P = 0.9·Σ chances + 0.1; `owner` says to which wording each chance belongs.
    """
    inside = jnp.zeros(count).at[owner].add(jnp.exp(log_chances))
    return jnp.log(BELIEVED * inside + (1.0 - BELIEVED))


def _log_beta(a: Array, b: Array) -> Array:
    return gammaln(a) + gammaln(b) - gammaln(a + b)
