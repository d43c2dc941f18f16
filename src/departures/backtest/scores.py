"""Scores of past forecasts, member by member and of the stack, and how sure a difference is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from departures.backtest.forecasts import MEMBERS, Forecast
from departures.backtest.origins import HORIZONS, SEXES, Truth
from departures.backtest.points import LEVELS, covers, crps, log_score, mixed, range_of
from departures.backtest.stack import Past, weights_of
from departures.quantities import Array

STACK = "stack"
BLOCK = 3
"""Origins in a row that are drawn together: neighbours share targets."""
RESAMPLED = 5_000
SEED = 11
UPPER = 0.9


def stacked(forecasts: Sequence[Forecast]) -> tuple[dict[int, Array], dict[int, Array]]:
    """By origin the points of the stack, [sex, target, point], and its weights, [member]; forecasts in order.

    The weights of an origin rest on targets of earlier origins, as they were known on its day.
    """
    points, weights = {}, {}
    for each in forecasts:
        earned = weights_of(past_of(forecasts, each.known), len(MEMBERS))
        weights[each.origin.year] = earned
        points[each.origin.year] = np.stack([
            np.stack([mixed(members, earned) for members in of_sex]) for of_sex in each.points
        ])  # fmt: skip
    return points, weights


def past_of(forecasts: Sequence[Forecast], known: Truth) -> list[Past]:
    """Points of all members and what came about, for every target that is known."""
    return [
        (each.points[s, t], float(known[sex][target]))
        for each in forecasts
        for s, sex in enumerate(SEXES)
        for t, target in enumerate(each.origin.targets)
        if target in known[sex]
    ]


def scored(forecasts: Sequence[Forecast], truth: Truth) -> pd.DataFrame:
    """One row per member, origin, horizon and sex whose target has come about: truth, the median, both ranges, and the
    scores.
    """
    stacks, _ = stacked(forecasts)
    rows = []
    for each in forecasts:
        for s, sex in enumerate(SEXES):
            for t, target in enumerate(each.origin.targets):
                if target not in truth[sex]:
                    continue
                members = dict(zip(MEMBERS, each.points[s, t], strict=True))
                members[STACK] = stacks[each.origin.year][s, t]
                for name, points in members.items():
                    at = {"member": name, "origin": each.origin.year, "horizon": HORIZONS[t], "sex": sex}
                    rows.append(at | {"year": target} | _scores(points, float(truth[sex][target])))
    return pd.DataFrame(rows)


def _scores(points: Array, truth: float) -> dict[str, float | bool]:
    (low_50, high_50), (low_90, high_90) = range_of(points, 0.5), range_of(points, 0.9)
    return {
        "low_90": low_90,
        "low_50": low_50,
        "median": float(np.interp(0.5, LEVELS, np.sort(points))),
        "high_50": high_50,
        "high_90": high_90,
        "truth": truth,
        "crps_log": crps(np.log1p(points), float(np.log1p(truth))),
        "crps": crps(points, truth),
        "log_score": log_score(points, truth),
        "in_50": covers(points, truth, 0.5),
        "in_90": covers(points, truth, 0.9),
    }


def relative(scores: pd.DataFrame, against: str, measure: str = "crps_log") -> tuple[float, float]:
    """Mean score of the stack over that of a member, and the upper limit of that ratio at 90 %, by blocks of origins
    drawn again.
    """
    by_origin = scores.groupby(["member", "origin"])[measure].agg(["sum", "count"])
    ours, theirs = by_origin.loc[STACK], by_origin.loc[against]
    sums = np.stack([ours["sum"].to_numpy(), theirs["sum"].to_numpy()])
    count = sums.shape[1]
    random = np.random.default_rng(SEED)
    starts = random.integers(count, size=(RESAMPLED, -(-count // BLOCK)))
    places = ((starts[:, :, None] + np.arange(BLOCK)) % count).reshape(RESAMPLED, -1)[:, :count]
    ratios = sums[0][places].sum(1) / sums[1][places].sum(1)
    return float(sums[0].sum() / sums[1].sum()), float(np.quantile(ratios, UPPER))
