"""What the model would have said of each window had that window not been published (PSIS leave-one-out)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import logsumexp

from departures.country.problem import Problem
from departures.inference.importance import log_weights_without, smoothed
from departures.inference.moved import LEAST_SHARE, Moved
from departures.observation.declared import Observation
from departures.quantities import Array

LEVELS = (0.05, 0.5, 0.95)
FINE = (np.arange(99) + 0.5) / 99
"""Levels of the quantiles by which explanations are mixed."""
MOST = 1e15
"""Persons whom a draw may expect at most, where counts are drawn around it: beyond that no whole number holds them. A
fit that expects as many fails its gates, and has to be able to say so.
"""
NONE: Mapping[int, Moved] = {}
DIGITS = 4
"""Significant digits of those quantiles."""


@dataclass(frozen=True)
class Predicted:
    """Quantiles at `LEVELS` per datum, [datum, 3], and at `FINE` ones, [datum, fine]; the log density that was given to
    the datum without it, [datum]; and the Pareto k that says how far to trust all of it, [datum].
    """

    quantiles: Array
    fine: Array
    log_density: Array
    pareto_k: Array


def window_table(
    problem: Problem,
    draws: dict[str, Array],
    names: tuple[str, ...],
    seed: int,
    moved: Mapping[int, Moved] = NONE,
) -> pd.DataFrame:
    """One row per window; columns as `Fit.windows` describes. `draws` holds terms and expectations, [draw, …]; for
    figures at some of the places, `moved` has draws that stand for the posterior without them.
    """
    observation = problem.observation
    random = np.random.default_rng(seed)
    counts = _left_out(lambda each: _counts(each, random), draws, _places(names, "count:"), moved)
    women = _left_out(lambda each: _women(observation, each, random), draws, _places(names, "sex:"), moved)
    split_at = {(s.window.start, s.window.end): i for i, s in enumerate(observation.splits)}
    rows = []
    for i, window in enumerate(observation.windows):
        low, median, high = counts.quantiles[i]
        row = {
            "name": window.name, "start": window.start, "end": window.end, "observed": window.value,
            "remainder": window.remainder, "rows": window.rows, "median": median, "low": low, "high": high,
            "inside": bool(low <= window.value <= high), "pareto_k": float(counts.pareto_k[i]),
            "log_density": float(counts.log_density[i]), "quantiles": kept(counts.fine[i]),
        }  # fmt: skip
        split = split_at.get((window.start, window.end))
        if split is not None:
            low, median, high = women.quantiles[split]
            row |= {
                "women": observation.splits[split].women, "women_median": median, "women_low": low,
                "women_high": high,
            }  # fmt: skip
        rows.append(row)
    return pd.DataFrame(rows)


def split_table(
    problem: Problem,
    draws: dict[str, Array],
    names: tuple[str, ...],
    seed: int,
    moved: Mapping[int, Moved] = NONE,
) -> pd.DataFrame:
    """One row per window with known sex: observed women, and what was expected with that split left out."""
    observation, random = problem.observation, np.random.default_rng(seed)
    women = _left_out(lambda each: _women(observation, each, random), draws, _places(names, "sex:"), moved)
    return pd.DataFrame(
        [
            {
                "name": split.window.name, "start": split.window.start, "end": split.window.end,
                "total": split.window.value, "women": split.women, "rows": split.window.rows,
                "low": women.quantiles[i][0], "median": women.quantiles[i][1], "high": women.quantiles[i][2],
                "inside": bool(women.quantiles[i][0] <= split.women <= women.quantiles[i][2]),
                "pareto_k": float(women.pareto_k[i]), "log_density": float(women.log_density[i]),
                "quantiles": kept(women.fine[i]),
            }
            for i, split in enumerate(observation.splits)
        ]
    )  # fmt: skip


def _places(names: tuple[str, ...], kind: str) -> list[int]:
    return [place for place, name in enumerate(names) if name.startswith(kind)]


def _counts(draws: dict[str, Array], random: np.random.Generator) -> Array:
    """Replicated counts, one per draw and window; variance = dispersion · mean."""
    mean, excess = draws["expected_counts"], draws["expected_dispersion"] - 1.0
    varied = np.nan_to_num(random.gamma(mean / excess, excess), nan=MOST)
    return random.poisson(np.minimum(varied, MOST))


def _women(observation: Observation, draws: dict[str, Array], random: np.random.Generator) -> Array:
    """Replicated women given the published totals, one per draw and split."""
    totals = np.array([split.window.value for split in observation.splits], dtype=int)
    concentration = draws[observation.concentration][:, None]
    share = np.clip(draws["expected_women"], LEAST_SHARE, 1.0 - LEAST_SHARE)
    return random.binomial(totals, random.beta(share * concentration, (1.0 - share) * concentration))


def _left_out(
    replicate: Callable[[dict[str, Array]], Array], draws: dict[str, Array], places: list[int],
    moved: Mapping[int, Moved],
) -> Predicted:  # fmt: skip
    """Quantiles of replicates [draw, datum] under the posterior without each datum, which stands at these places."""
    levels, replicated = np.concatenate([LEVELS, FINE]), replicate(draws)
    quantiles, densities, pareto = [], [], []
    for i, place in enumerate(places):
        if place in moved:
            (log_weights, k), values = smoothed(moved[place].log_weights), replicate(moved[place].draws)[:, i]
            term = moved[place].draws["terms"][:, place]
        else:
            values, term = replicated[:, i], draws["terms"][:, place]
            log_weights, k = log_weights_without(term)
        quantiles.append(_weighted(values, np.exp(log_weights), levels))
        densities.append(float(logsumexp(log_weights + term)))
        pareto.append(k)
    every = np.array(quantiles).reshape(-1, len(levels))
    three = len(LEVELS)
    return Predicted(every[:, :three], every[:, three:], np.array(densities), np.array(pareto))


def kept(quantiles: Array) -> tuple[float, ...]:
    """Quantiles as a table of windows keeps them, with four significant digits."""
    return tuple(float(f"{value:.{DIGITS}g}") for value in quantiles)


def _weighted(values: Array, weights: Array, levels: Array) -> Array:
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    return values[order][np.minimum(np.searchsorted(reached, levels), len(values) - 1)]
