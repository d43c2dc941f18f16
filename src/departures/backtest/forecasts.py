"""Forecasts of one origin: every member's points by sex and target year."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from departures.backtest.baselines import BASELINES, baseline
from departures.backtest.mechanical import MODEL, forecast_of_model, mechanical_problem
from departures.backtest.origins import SEXES, Origin, Truth, known_at, series
from departures.quantities import Array
from departures.runs.batches import Batch

MEMBERS = (MODEL, *BASELINES)
DIGITS = 6


@dataclass(frozen=True)
class Forecast:
    """Points of every member, [sex, target, member, point]; the counts known on the origin's day, by sex and year; and
    why the model's fit failed its gates, where it did: then its numbers are not used, and the first baseline stands for
    it.
    """

    origin: Origin
    points: Array
    known: Truth
    failed: str = ""


def forecast(folder: Path, origin: Origin) -> Forecast:
    """The forecasts of an origin from a pack's folder, with what was known on its day."""
    problem = mechanical_problem(folder, origin)
    known = known_at(problem, origin)
    of_model, failed = forecast_of_model(problem, origin)
    runs = {sex: series(known[sex]) for sex in SEXES}
    points = np.stack([
        np.stack([
            of_model[sex] if not failed else baseline(next(iter(BASELINES)), *runs[sex], origin.targets),
            *(baseline(name, *runs[sex], origin.targets) for name in BASELINES),
        ], axis=1)
        for sex in SEXES
    ])  # fmt: skip
    return Forecast(origin, points, known, failed)


@dataclass(frozen=True)
class Forecasting:
    """Makes the forecasts of a batch of origins; travels to worker processes by the pack's folder."""

    folder: Path
    years: tuple[int, ...]

    def __call__(self, batch: Batch) -> bytes:
        """The forecasts as JSON."""
        import jax

        jax.config.update("jax_enable_x64", True)
        return b"\n".join(
            json.dumps(_plain(forecast(self.folder, Origin(self.years[number])))).encode()
            for number in batch.replicates
        )


def _plain(made: Forecast) -> dict[str, Any]:
    return {
        "origin": made.origin.year,
        "points": np.round(made.points, DIGITS).tolist(),
        "known": made.known,
        "failed": made.failed,
    }


def read_forecast(text: bytes) -> Forecast:
    """A forecast back from its JSON."""
    plain = json.loads(text)
    known = {sex: {int(year): count for year, count in told.items()} for sex, told in plain["known"].items()}
    return Forecast(Origin(plain["origin"]), np.array(plain["points"]), known, plain["failed"])
