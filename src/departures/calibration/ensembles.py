"""Ensembles of trials, made in batches that outlive a kill."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from departures.calibration.kinds import Ensemble
from departures.calibration.record import read_trials, write_trials
from departures.calibration.settings import LOOSE, QUICK, RANKS
from departures.calibration.trial import Trial
from departures.country.problem import Problem
from departures.inference.run import recipe_of
from departures.inference.settings import SamplingSettings
from departures.inference.stored import fit_key
from departures.runs import cache as kept
from departures.runs.batches import batches_of, run_batches
from departures.runs.ledger import Ledger

SEED = 20_261_130
CODE = ("runs", "calibration")
"""Parts of the package whose code decides a trial, besides those that decide a fit."""


def trials_of(
    problem: Problem, ensemble: Ensemble, fitted_with: SamplingSettings, *, seed: int = SEED, workers: int = 1,
    sampling: SamplingSettings = QUICK, record: Path | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Every trial of an ensemble, in order; see `trial.held_against`. Finished ones are not made again, neither those
    in the ledger of this machine nor those in the file `record`, into which each is written as it is made. Raises
    `Faults` where that file holds other trials.

    Worlds of one ensemble do not depend on how many there are, nor on workers or order.
    """
    trial = Trial(ensemble, recipe_of(problem, fitted_with), fitted_with, sampling)
    batches = batches_of(ensemble.sets, 1, seed_of_ensemble(seed, ensemble))
    key = key_of(problem, ensemble, fitted_with, sampling, seed)
    ledger = Ledger(ledger_path())
    ledger.begin(key)
    for row in read_trials(record, key) if record else ():
        ledger.record(key, row["number"], json.dumps([row]).encode())

    def told(share: float) -> None:
        progress(share)
        if record:
            write_trials(record, key, rows_of(ledger.made(key).values()))

    made = run_batches(ledger, key, batches, trial, workers=workers, progress=told)
    told(1.0)
    return rows_of(made)


def rows_of(made: Iterable[bytes]) -> list[dict[str, Any]]:
    """The trials of batches, see `Trial`."""
    return [row for each in made for row in json.loads(each)]


def seed_of_ensemble(seed: int, ensemble: Ensemble) -> int:
    """A seed of its own, so that ensembles share neither truths nor chains."""
    return seed + zlib.crc32(ensemble.name.encode())


def ledger_path() -> Path:
    """Where the trials are recorded: not beside ensembles of seconds, which would push them out."""
    return kept.cache_folder() / "calibration.sqlite"


def key_of(
    problem: Problem, ensemble: Ensemble, fitted_with: SamplingSettings, sampling: SamplingSettings, seed: int
) -> str:
    """Key over pack, model code, libraries, settings, kind and seed; the number of worlds is no part of it."""
    package = Path(__file__).parents[1]
    code = kept.hash_of_code(*(package / name for name in CODE))
    settings = repr((fitted_with, sampling, LOOSE, RANKS))
    return kept.key_of(fit_key(problem, sampling), code, settings, ensemble.kind, str(seed))
