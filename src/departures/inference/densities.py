"""Log densities by which published figures are compared with what the model expects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np
from jax.scipy.special import gammaln
from scipy.special import gammaln as gamma_logs

from departures.quantities import Array

LOG_TWO_PI = float(np.log(2.0 * np.pi))
BELIEVED = 0.9
"""Weight of a published wording: with 0.1 it may have been careless, whatever the share was."""


@dataclass(frozen=True)
class LogGammas:
    """A log density in two halves: the arguments of its log-gamma functions, and what is made of their values.

    All densities of a likelihood evaluate theirs in one call (`together`): each separate call costs seconds
    of compilation, because its gradient is a long series.
    """

    arguments: tuple[Array, ...]
    finish: Callable[[tuple[Array, ...]], Array]


def together(*densities: LogGammas) -> tuple[Array, ...]:
    """The log densities, from one evaluation of the log-gamma function."""
    arguments = [argument for density in densities for argument in density.arguments]
    ends = np.cumsum([argument.shape[0] for argument in arguments])[:-1]
    values = jnp.split(gammaln(jnp.concatenate(arguments)), ends)
    results, start = [], 0
    for density in densities:
        end = start + len(density.arguments)
        results.append(density.finish(tuple(values[start:end])))
        start = end
    return tuple(results)


def compound_poisson(count: Array, mean: Array, dispersion: Array) -> LogGammas:
    """Log probability of counts with variance dispersion·mean: negative binomial of size mean/(dispersion − 1).

    The size is in proportion to the mean, so quarters of one dispersion add up to a year of the same. [datum]
    """
    excess = jnp.maximum(dispersion - 1.0, 1e-6)
    size = jnp.maximum(mean, 1e-9) / excess
    factorial = gamma_logs(np.asarray(count) + 1.0)

    def finish(gammas: tuple[Array, ...]) -> Array:
        reached, at_size = gammas
        chosen = reached - at_size - factorial
        return chosen - size * jnp.log(dispersion) + count * (jnp.log(excess) - jnp.log(dispersion))

    return LogGammas((count + size, size), finish)


def beta_binomial(
    hits: Array, trials: Array, share: Array, concentration: Array, owner: Array | None = None
) -> LogGammas:
    """Log probability of `hits` when the share varies around `share` with this concentration; [hit].

    `trials` and `share` are [group]; `owner` says to which group each number of hits belongs, by default one each.
    """
    of = np.arange(len(hits)) if owner is None else owner
    inside = jnp.clip(share, 1e-6, 1.0 - 1e-6)
    a, b = inside * concentration, (1.0 - inside) * concentration
    misses = trials[of] - hits
    constant = gamma_logs(trials[of] + 1.0) - gamma_logs(hits + 1.0) - gamma_logs(misses + 1.0)

    def finish(gammas: tuple[Array, ...]) -> Array:
        with_hits, with_misses, with_all, of_a, of_b, of_whole = gammas
        return constant + with_hits + with_misses + (of_whole - of_a - of_b - with_all)[of]

    whole = jnp.zeros(1) + concentration
    return LogGammas((hits + a[of], misses + b[of], trials + concentration, a, b, whole), finish)


def log_normal(value: Array, median: Array, spread: Array) -> Array:
    """Log density of a positive figure around its expectation, on the log scale."""
    error = (jnp.log(value) - jnp.log(jnp.maximum(median, 1e-9))) / spread
    return -0.5 * error**2 - jnp.log(spread) - 0.5 * LOG_TWO_PI


def possible_hits(people: int, low: float, high: float) -> Array:
    """The numbers of `people` whose share lies from `low` to `high`."""
    hits = np.arange(people + 1)
    return hits[(hits >= np.ceil(low * people - 1e-9)) & (hits <= np.floor(high * people + 1e-9))].astype(
        float
    )


def wordings(log_chances: Array, owner: Array, count: int) -> Array:
    """Log probability of each of `count` wordings from the log chances of the hits that it allows.

    P = 0.9·Σ chances + 0.1; `owner` says to which wording each chance belongs.
    """
    inside = jnp.zeros(count).at[owner].add(jnp.exp(log_chances))
    return jnp.log(BELIEVED * inside + (1.0 - BELIEVED))
