"""The forecast that is issued now: kept with its inputs and a hash, so that nobody can mend it later, and scored once
its years have come about.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from departures.backtest.forecasts import MEMBERS, forecast
from departures.backtest.hub import QUANTILES, quantiles_of
from departures.backtest.kept import HASH, hash_of
from departures.backtest.mechanical import SAMPLING, SETTINGS, mechanical_problem
from departures.backtest.origins import EVERYBODY, SEXES, Origin, Truth
from departures.backtest.points import LEVELS, covers, crps, mixed, range_of
from departures.backtest.run import Backtest, code_of_forecasts
from departures.backtest.scores import STACK, past_of
from departures.backtest.stack import weights_of
from departures.inference.stored import fit_key


def issue(folder: Path, backtest: Backtest, day: date) -> dict[str, Any]:
    """The forecast of the years after the last known one, made on `day` with all that is known then: members, the stack
    with the weights that past targets have earned, inputs, and the hash over all of it.
    """
    newest = max(year for year in backtest.truth[EVERYBODY] if year < day.year)
    origin = Origin(newest, day)
    made = forecast(folder, origin)
    earned = weights_of(past_of(backtest.forecasts, made.known), len(MEMBERS))
    problem = mechanical_problem(folder, origin)
    names = (*MEMBERS, STACK)
    told = {
        sex: {
            str(year): {
                name: quantiles_of(points)
                for name, points in zip(
                    names, [*made.points[s, t], mixed(made.points[s, t], earned)], strict=True
                )
            }
            for t, year in enumerate(origin.targets)
        }
        for s, sex in enumerate(SEXES)
    }
    content: dict[str, Any] = {
        "issued": day.isoformat(),
        "origin": newest,
        "known": {sex: made.known[sex].get(newest) for sex in SEXES},
        "inputs": {
            "evidence": problem.evidence.content_hash,
            "declaration": hashlib.sha256((folder / SETTINGS).read_bytes()).hexdigest(),
            "code": code_of_forecasts(),
            "fit": fit_key(problem, SAMPLING),
        },
        "weights": {name: round(float(weight), 4) for name, weight in zip(MEMBERS, earned, strict=True)},
        "model_failed": made.failed,
        "quantiles": told,
        "past": past_of_stack(backtest.scores),
    }
    plain = json.loads(json.dumps(content))
    return {**plain, HASH: hash_of(plain)}


def past_of_stack(scores: pd.DataFrame) -> list[dict[str, Any]]:
    """What the stack would have forecast, and what came: whole persons, and whether the 90 % range held."""
    told = scores[scores["member"] == STACK]
    return [
        {
            "origin": int(row["origin"]), "year": int(row["year"]), "horizon": int(row["horizon"]), "sex": row["sex"],
            "median": round(row["median"]), "low": round(row["low_90"]), "high": round(row["high_90"]),
            "came": round(row["truth"]), "held": bool(row["in_90"]),
        }
        for row in told.to_dict("records")
    ]  # fmt: skip


def score_issued(issued: dict[str, Any], truth: Truth) -> pd.DataFrame:
    """One row per sex, year that has come about, and member: truth, median, 90 % range, CRPS on the log and on counts,
    and whether the range held.
    """
    rows = []
    for sex, by_year in issued["quantiles"].items():
        for year, members in by_year.items():
            if int(year) not in truth[sex]:
                continue
            for name, told in members.items():
                values = np.interp(LEVELS, QUANTILES, [told[str(level)] for level in QUANTILES])
                counted = float(truth[sex][int(year)])
                (low, high), median = range_of(values, 0.9), float(np.interp(0.5, LEVELS, values))
                rows.append({
                    "sex": sex, "year": int(year), "member": name, "truth": counted, "median": median, "low": low,
                    "high": high, "crps_log": crps(np.log1p(values), float(np.log1p(counted))),
                    "crps": crps(values, counted), "in_90": covers(values, counted, 0.9),
                })  # fmt: skip
    return pd.DataFrame(rows)
