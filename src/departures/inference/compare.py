"""Rival explanations on the same figures: how well each foretells what it has not seen, and the weights that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import logsumexp

from departures.inference.fit import Fit
from departures.inference.local_level import local_level
from departures.quantities import Array

LEAST_WEIGHT, FAR = 0.05, 2.0
"""An explanation that weighs less, and foretells worse than the best by more standard errors than this, is refuted."""
ROUNDS = 10_000
NOTHING = 1e-12
"""A smaller weight is none: where the others foretell a figure far worse, dividing by it would overflow."""
CLOSE, NEARLY = 1e-10, 1e-6
"""Stacking ends when no weight moves by more than this; once for every figure left out it need not be as close."""


@dataclass(frozen=True)
class Compared:
    """Explanations side by side.

    log_densities: one row per figure (`kind:name`), one column per explanation: the log density that it gives to the
        published figure without having seen it (PSIS, leave-one-out), for counts and for women given counts.
    plain: one row per count (`count:name`): log_density that a plain local-level model gives to it without having seen
        it, and whether it lies inside that model's 90 % range.
    table: one row per explanation, the best first: elpd (their sum), behind (best minus own), error (the standard
        error of `behind`), weight.
    """

    log_densities: pd.DataFrame
    table: pd.DataFrame
    plain: pd.DataFrame

    @property
    def over_plain(self) -> tuple[float, float]:
        """How much more log density all explanations by their weights give to the counts than the plain model, and the
        standard error of that sum. Weights, too, are those found without the count that they are asked for.
        """
        densities = self.log_densities.to_numpy()
        mixed = logsumexp(densities, axis=1, b=left_out_weights(densities))
        gaps = pd.Series(mixed, self.log_densities.index)[self.plain.index] - self.plain["log_density"]
        return float(gaps.sum()), float(np.sqrt(len(gaps) * gaps.var()))

    @property
    def standing(self) -> tuple[str, ...]:
        """Explanations that are not refuted: of some weight, or within two standard errors of the best."""
        kept = (self.table["weight"] >= LEAST_WEIGHT) | (self.table["behind"] <= FAR * self.table["error"])
        return tuple(str(name) for name in self.table.index[kept])

    def told_worst(self, name: str, count: int) -> pd.Series:
        """The figures that this explanation tells worst, against the best of the others: losses in log density."""
        others = self.log_densities.drop(columns=name)
        losses = (others.max(axis=1) - self.log_densities[name]).sort_values(ascending=False)
        return losses[losses > 0].head(count)


def compare(fits: Mapping[str, Fit]) -> Compared:
    """Compare fits of one set of figures; by name of their explanation."""
    densities = pd.DataFrame({name: log_densities(fit) for name, fit in fits.items()})
    if densities.isna().any(axis=None):
        raise ValueError("the fits are not of the same figures")
    elpd = densities.sum()
    best = str(elpd.idxmax())
    gaps = densities.rsub(densities[best], axis=0)
    table = pd.DataFrame(
        {
            "elpd": elpd,
            "behind": gaps.sum(),
            "error": np.sqrt(len(gaps) * gaps.var()),
            "weight": stacking_weights(densities.to_numpy()),
        }
    )
    return Compared(densities, table.sort_values("elpd", ascending=False), _plain(next(iter(fits.values()))))


def _plain(fit: Fit) -> pd.DataFrame:
    found = local_level(fit.windows)
    names = [f"count:{name}" for name in fit.windows["name"]]
    return pd.DataFrame({"log_density": found.log_density, "inside": found.inside}, index=names)


def log_densities(fit: Fit) -> pd.Series:
    """Log density of every count and every split by sex, each left out, by `kind:name`."""
    tables = {"count": fit.windows, "sex": fit.splits}
    return pd.Series(
        {
            f"{kind}:{row['name']}": row["log_density"]
            for kind, table in tables.items()
            for row in table.to_dict("records")
        }
    )


def stacking_weights(log_densities: Array) -> Array:
    """Weights of the mixture that foretells the figures best, from [figure, explanation]; they add up to 1.

    Stacking of predictive distributions (Yao et al. 2018, doi 10.1214/17-BA1091).
    """
    figures, explanations = log_densities.shape
    start = np.full((1, explanations), 1.0 / explanations)
    return _stacked(log_densities, np.ones((1, figures)), start, CLOSE)[0]


def left_out_weights(log_densities: Array) -> Array:
    """The same weights found anew without each figure in turn, [figure left out, explanation]."""
    figures, explanations = log_densities.shape
    whole = stacking_weights(log_densities)
    start = np.tile(
        0.5 * whole + 0.5 / explanations, (figures, 1)
    )  # a weight of nothing could not grow again
    return _stacked(log_densities, 1.0 - np.eye(figures), start, NEARLY)


def _stacked(log_densities: Array, counted: Array, weights: Array, close: float) -> Array:
    """Weights [run, explanation] for the figures that are counted in each run, [run, figure], each 0 or 1.

    By expectation maximisation: the log score is concave in the weights, so it ends at the best.
    """
    relative = np.exp(log_densities - log_densities.max(axis=1, keepdims=True))
    every = counted.sum(axis=1, keepdims=True)
    for _ in range(ROUNDS):
        chance = np.maximum(weights @ relative.T, np.finfo(float).tiny)
        following = weights * ((counted / chance) @ relative) / every
        moved = np.abs(following - weights).max()
        weights = following
        if moved < close:
            break
    kept = np.where(weights < NOTHING, 0.0, weights)
    return np.asarray(kept / kept.sum(axis=1, keepdims=True))
