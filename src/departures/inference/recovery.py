"""Recovery: figures made up from the posterior's own range are fitted, and the truth should lie where it is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import jax.numpy as jnp
import numpy as np

from departures.country.problem import Problem
from departures.inference.fit import STANDARD, Fit
from departures.inference.made_up import made_up_observation
from departures.inference.progress import Progress, silent
from departures.inference.run import fit_problem
from departures.inference.settings import SHORT, SamplingSettings
from departures.inference.stored import fit_key
from departures.quantities import Array
from departures.runs import cache

KIND = "recovery"
LEVEL = (0.05, 0.95)

Refit = Callable[..., Fit]


def recovered(
    problem: Problem,
    fit: Fit,
    number: int,
    *,
    settings: SamplingSettings = SHORT,
    progress: Progress = silent,
    refit: Refit = fit_problem,
) -> Array:
    """Whether the 90 % interval of made-up data set `number` holds the truth, per year of leaving; [year] of bool.

    Eventual departures of both sexes together, from the first to the last year with a window. A finished data
    set is kept, so that a run that was stopped goes on where it was.
    """
    key = cache.key_of(fit_key(problem, settings), fit.fingerprint, str(number))
    found = cache.find(KIND, key)
    if found is None:
        again = partial(refit, problem, settings, progress)
        found = cache.keep(KIND, key, lambda folder: _run(folder, problem, fit, number, again))
    return np.array(json.loads((found / "inside.json").read_text(encoding="utf-8")), dtype=bool)


def truth_of(fit: Fit, number: int) -> tuple[Array, Array]:
    """z [entry] and eventual departures [year] of the draw that serves as truth of data set `number`."""
    standard = fit.parameters[STANDARD].values.reshape(-1, fit.parameters.sizes["entry"])
    eventual = fit.quantities["eventual"].sum("gender").values.reshape(len(standard), -1)
    place = np.random.default_rng(number).integers(len(standard))
    return standard[place], eventual[place]


def _run(folder: Path, problem: Problem, fit: Fit, number: int, refit: Refit) -> None:
    z, truth = truth_of(fit, number)
    observation = made_up_observation(problem, jnp.asarray(z), number)
    again = refit(observation)
    eventual = again.quantities["eventual"].sum("gender").values.reshape(-1, len(truth))
    low, high = np.quantile(eventual, LEVEL, axis=0)
    years = np.array(list(problem.declaration.months.years))
    windows = problem.observation.windows
    told = (years >= windows[0].start.year) & (years <= windows[-1].end.year)
    inside = ((low <= truth) & (truth <= high))[told]
    (folder / "inside.json").write_text(json.dumps([bool(value) for value in inside]), encoding="utf-8")
