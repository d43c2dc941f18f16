"""How far a number moves when the prior as a whole is made a little weaker or stronger.

The prior density is raised to a power near 1, by reweighting the draws; the figures stay as they are. What moves then
was decided by the prior to that degree (Kallioinen et al. 2023, doi 10.1007/s11222-023-10366-5). With many unknowns the
weights are uneven, and even a number that does not depend on the prior seems to move a little; so the distance that
chance alone gives, told by weights dealt out at random, is taken off.
"""

from __future__ import annotations

import numpy as np
import xarray as xr
from scipy.special import ndtri

from departures.inference.fit import SCALED, Fit
from departures.quantities import Array

POWERS = (0.97, 1.0 / 0.97)
"""Nearer to 1 than usual (0.8 and 1.25): the distance per doubling is the same, and with a hundred unknowns the weights
stay even enough to tell it from chance (decisions/tags.md).
"""
DEALS = 20
"""How often weights are dealt out at random."""
BY_CHANCE = "by_chance"
"""Name of the attribute that holds the distance of chance alone."""


def scaled_weights(z: Array, seed: int) -> xr.DataArray:
    """Smoothed weights of the draws z [chain, draw, entry] under each power of the prior, which is Normal(0, 1) in
    every entry; [power, chain, draw], each power's adding up to 1. The attribute `by_chance` is the distance of chance
    alone.
    """
    log_prior = -0.5 * (np.asarray(z, dtype=float) ** 2).sum(-1)
    logs = np.array([_log_weights(log_prior, power) for power in POWERS])
    weights = np.exp(logs - logs.max(axis=(1, 2), keepdims=True))
    weights /= weights.sum(axis=(1, 2), keepdims=True)
    even = ndtri((np.arange(log_prior.size) + 0.5) / log_prior.size).reshape(log_prior.shape)
    random = np.random.default_rng(seed)
    dealt = [_distance(random.permutation(even.ravel()).reshape(even.shape), weights) for _ in range(DEALS)]
    by_chance = float(np.sqrt(np.mean(np.square(dealt))))
    return xr.DataArray(weights, dims=("power", "chain", "draw"), attrs={BY_CHANCE: by_chance})


def _log_weights(log_prior: Array, power: float) -> Array:
    """Smoothed, but where the tail holds one draw over and over, as of a chain that stood still (see `importance`)."""
    from arviz_stats.base import array_stats  # slow to import

    try:
        with np.errstate(divide="raise"):
            return np.asarray(array_stats.power_scale_lw(log_prior, power, axis=(0, 1)))
    except (FloatingPointError, ValueError):
        return (power - 1.0) * log_prior


def moved_by_prior(fit: Fit, draws: Array) -> float | None:
    """Distance by which draws [draw] of a fit move, per doubling of the power of the prior, less that of chance alone.

    None for draws that are not those of the fit, such as thinned ones, and for a fit that keeps no weights.
    """
    if fit.terms is None or SCALED not in fit.terms:
        return None
    kept = fit.terms[SCALED]
    weights = np.asarray(kept.values, dtype=float)
    if draws.size != weights[0].size or np.ptp(draws) == 0.0:
        return None
    whole = _distance(draws.reshape(weights[0].shape), weights)
    return float(np.sqrt(max(whole**2 - kept.attrs[BY_CHANCE] ** 2, 0.0)))


def _distance(draws: Array, weights: Array) -> float:
    """Cumulative Jensen-Shannon distance of draws [chain, draw] under both powers, per doubling, on average."""
    from arviz_stats.base import array_stats

    lower, upper = weights
    found = array_stats.power_scale_sense(draws, lower, upper, lower_alpha=POWERS[0], upper_alpha=POWERS[1])
    return float(np.asarray(found))
