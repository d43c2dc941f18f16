"""The whole backtest: forecasts of every origin in batches that outlive a kill, then scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from departures.backtest.forecasts import Forecast, Forecasting, read_forecast
from departures.backtest.mechanical import BOUNDS, SAMPLING, SETTINGS, mechanical_problem
from departures.backtest.origins import Origin, Truth, origins, yearly
from departures.backtest.scores import scored, stacked
from departures.country.pack import open_pack
from departures.inference.stored import fit_key
from departures.quantities import Array
from departures.runs import cache as kept
from departures.runs.batches import batches_of, run_batches
from departures.runs.ledger import Ledger

CODE = ("runs", "backtest")
"""Parts of the package whose code decides a forecast, besides those that decide a fit."""


@dataclass(frozen=True)
class Backtest:
    """Forecasts in order of their origins, what came about, scores (see `scores.scored`), and by origin the stack's
    points [sex, target, point] and weights [member].
    """

    forecasts: tuple[Forecast, ...]
    truth: Truth
    scores: pd.DataFrame
    stacks: dict[int, Array]
    weights: dict[int, Array]


def run_backtest(
    folder: Path, chosen: Sequence[Origin] | None = None, *, workers: int = 1,
    progress: Callable[[float], None] = lambda share: None,
) -> Backtest:  # fmt: skip
    """Forecast from every origin (by default all) with the pack in `folder`, and score what has come about."""
    asked = tuple(chosen or origins())
    forecasts = _forecasts(folder, asked, workers, progress)
    truth = yearly(open_pack(folder / SETTINGS, checked=True).evidence)
    points, weights = stacked(forecasts)
    return Backtest(forecasts, truth, scored(forecasts, truth), points, weights)


def _forecasts(
    folder: Path, asked: tuple[Origin, ...], workers: int, progress: Callable[[float], None]
) -> tuple[Forecast, ...]:
    years = tuple(each.year for each in asked)
    batches = batches_of(len(years), 1, SAMPLING.seed)
    key = _key(folder, asked)
    work = Forecasting(folder, years)
    made = run_batches(Ledger(ledger_path()), key, batches, work, workers=workers, progress=progress)
    return tuple(read_forecast(each) for each in made)


def ledger_path() -> Path:
    """Where forecasts are recorded."""
    return kept.cache_folder() / "backtest.sqlite"


def _key(folder: Path, asked: tuple[Origin, ...]) -> str:
    """Key over the declaration, the evidence of each day, code and settings."""
    fits = [fit_key(mechanical_problem(folder, each), SAMPLING) for each in asked]
    return kept.key_of(code_of_forecasts(), repr(BOUNDS), version("statsforecast"), *fits)


def code_of_forecasts() -> str:
    """Hash of the code that makes forecasts of a fit."""
    package = Path(__file__).parents[1]
    return kept.hash_of_code(*(package / name for name in CODE))
