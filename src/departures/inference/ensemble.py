"""Ensembles: each replicate is a draw of the posterior, run through an engine; their spread is what may be seen."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, Protocol

import jax
import jax.numpy as jnp
import numpy as np
import pandas as pd

from departures.country.problem import Problem
from departures.engines.individuals import individuals
from departures.engines.mean_field import mean_field
from departures.engines.population import population
from departures.faults import Fault, Faults
from departures.inference.fit import STANDARD, Fit
from departures.inference.priors import layout_of
from departures.inference.quantities import year_matrix
from departures.inference.settings import SamplingSettings
from departures.inference.stored import digest_of, fit_key, kept_fit
from departures.inference.worker import Recipe, reopened
from departures.observation.expected import records_of
from departures.observation.parties import counted_parties
from departures.quantities import Array, Parameters
from departures.runs import cache as kept
from departures.runs.batches import Batch, batches_of, run_batches
from departures.runs.ledger import Ledger

BATCH = 20
"""Replicates of a batch: a second or so of work, which is what a kill may lose."""
POPULATION, MEAN_FIELD, INDIVIDUALS = "population", "mean-field", "individuals"
COUNTED = ("arrivals", "departures")
"""What is counted of a replicate, year by year: persons who arrive, and departures, which are events."""
CODE = ("runs",)
"""Parts of the package whose code decides an ensemble, besides those that decide its fit."""

Run = Callable[[Parameters, int], Array]
"""From parameters and a seed to what is counted, [year, counted]."""


class Maker(Protocol):
    """What makes the run of a problem. It travels to other processes, and equal ones must make the same; `name` tells
    them apart in the ledger, and `code` names the parts of the package that decide what is counted, besides those that
    decide the fit.
    """

    @property
    def name(self) -> str:
        """What it makes, in a word or two."""
        ...

    @property
    def code(self) -> tuple[str, ...]:
        """Folders of the package."""
        ...

    def __call__(self, problem: Problem) -> Run:
        """The run of a problem."""
        ...


@dataclass(frozen=True)
class Counting:
    """Makes runs that count arrivals and departures, by the engine of this name."""

    name: str
    code: tuple[str, ...] = ()

    def __call__(self, problem: Problem) -> Run:
        """The engine as a function of parameters and a seed."""
        return _engine(problem, self.name)


def ledger_path() -> Path:
    """Where the batches of all ensembles are recorded."""
    return kept.cache_folder() / "ledger.sqlite"


def simulated(
    problem: Problem, settings: SamplingSettings, fit: Fit, engine: str = POPULATION, replicates: int = 1000,
    seed: int = 1, *, workers: int = 1, progress: Callable[[float], None] = lambda share: None,
) -> Array:  # fmt: skip
    """What is counted in every replicate, [replicate, year, counted]; see `COUNTED` and `ensemble_of`."""
    return ensemble_of(
        problem,
        settings,
        fit,
        Counting(engine),
        replicates,
        seed,
        batch=BATCH,
        workers=workers,
        progress=progress,
    )


def ensemble_of(
    problem: Problem, settings: SamplingSettings, fit: Fit, make: Maker, replicates: int, seed: int, *,
    batch: int, workers: int = 1, progress: Callable[[float], None] = lambda share: None,
) -> Array:  # fmt: skip
    """What `make` counts in every replicate, [replicate, year, counted], in batches of so many.

    Finished batches are recorded, and what was killed goes on from there. The numbers depend on fit, engine, seed
    and place in the ensemble alone, not on workers or order. Raises `FitRefused` where the fit failed a gate.
    """
    fit.require_passed()
    recipe = Recipe(problem.folder, problem.explanation, problem.as_of, None, settings, problem.fingerprint)
    threads = max((os.cpu_count() or 1) // workers, 1)
    work = Simulation(recipe, make, threads, digest_of(fit), (problem, fit))
    key = _key(problem, settings, fit, make, seed, f"{replicates} in batches of {batch}")
    batches = batches_of(replicates, batch, seed)
    made = run_batches(Ledger(ledger_path()), key, batches, work, workers=workers, progress=progress)
    return np.concatenate([np.load(io.BytesIO(each)) for each in made])


def by_year(problem: Problem, counted: Array) -> pd.DataFrame:
    """Median and 90 % range of what replicates count, for the years of which figures are published; three digits.

    `counted` is [replicate, year, counted], as from `simulated`.
    """
    last = max(window.end for window in problem.observation.windows).year
    years = [year for year in problem.declaration.months.years if year <= last]
    table: dict[str, list[float]] = {"year": list(years)}
    for place, name in enumerate(COUNTED):
        levels = np.quantile(counted[:, : len(years), place], (0.5, 0.05, 0.95), axis=0)
        for part, values in zip(("median", "low", "high"), levels, strict=True):
            table[f"{name}: {part}"] = [float(f"{value:.3g}") for value in values]
    return pd.DataFrame(table)


def _key(problem: Problem, settings: SamplingSettings, fit: Fit, make: Maker, seed: int, size: str) -> str:
    package = Path(__file__).parents[1]
    code = kept.hash_of_code(*(package / name for name in (*CODE, *make.code)))
    return kept.key_of(fit_key(problem, settings), code, digest_of(fit), repr(make), str(seed), size)


class Simulation:
    """Makes batches; to another process it travels as its recipe, and opens pack and fit there again, once."""

    def __init__(
        self, recipe: Recipe, make: Maker, threads: int, digest: str, opened: tuple[Problem, Fit] | None = None
    ) -> None:  # fmt: skip
        self._named = (recipe, make, threads, digest)
        self._opened = opened

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, self._named

    @cached_property
    def _parts(self) -> tuple[Array, Callable[[Array], Parameters], Run]:
        """The draws, the parameters of a draw, and the run; raises `Faults` where the fit is not kept as it was."""
        recipe, make, _, digest = self._named
        problem, fit = self._opened or _opened(recipe, digest)
        layout = layout_of(problem)
        points = np.asarray(fit.parameters[STANDARD]).reshape(-1, layout.size)
        return points, jax.jit(layout.values), make(problem)

    def __call__(self, batch: Batch) -> bytes:
        """What is counted in the replicates of a batch, [replicate, year, counted], as the bytes of a NumPy file."""
        points, values, run = self._parts
        random = np.random.default_rng(batch.seed)
        draws = random.integers(len(points), size=batch.count)
        seeds = random.integers(2**62, size=batch.count)

        def one(draw: int, seed: int) -> Array:
            return run(values(jnp.asarray(points[draw])), int(seed))

        with ThreadPoolExecutor(self._named[2]) as pool:
            counted = list(pool.map(one, draws, seeds))
        file = io.BytesIO()
        np.save(file, np.stack(counted))
        return file.getvalue()


@cache
def _again(recipe: Recipe, make: Maker, threads: int, digest: str) -> Simulation:
    return Simulation(recipe, make, threads, digest)


def _opened(recipe: Recipe, digest: str) -> tuple[Problem, Fit]:
    """Pack and fit as the starter of a worker had them; a worker never fits by itself."""
    problem = reopened(recipe, {})
    fit = kept_fit(problem, recipe.settings) if problem.fingerprint == recipe.fingerprint else None
    if fit is None or digest_of(fit) != digest:
        found = "the fit of this ensemble is no longer kept as it was"
        raise Faults([Fault("", None, "", found, "start the ensemble again")])
    return problem, fit


def _engine(problem: Problem, name: str) -> Run:
    """An engine as a function of parameters and a seed."""
    arrived = records_of(problem.graph, problem.observation).matrix
    arrived = arrived[:, : len(problem.observation.ways)].sum(1, keepdims=True)
    left = np.array([[float(edge.departure)] for edge in problem.graph.edges])
    records = np.concatenate([arrived, left], axis=1)
    in_year = year_matrix(problem.declaration.months)
    if name == MEAN_FIELD:
        return partial(_expected, jax.jit(mean_field(problem.graph, records).run), in_year)
    parties = counted_parties(problem.graph, problem.observation)
    if name == INDIVIDUALS:
        each = individuals(problem.graph, records, parties, stock_months=())
        return partial(_one_by_one, each.run, in_year.astype(int))
    whole = population(problem.graph, records, parties, stock_months=(), threads=1)
    return partial(_drawn, whole.run, in_year.astype(int))


def _expected(run: Callable[[Parameters], Any], in_year: Array, parameters: Parameters, seed: int) -> Array:
    return in_year.T @ np.asarray(run(parameters).flows)[..., 0].sum(1)


def _drawn(run: Callable[..., Any], in_year: Array, parameters: Parameters, seed: int) -> Array:
    return in_year.T @ run(parameters, 1, seed).flows[0].sum(1)


def _one_by_one(run: Callable[..., Any], in_year: Array, parameters: Parameters, seed: int) -> Array:
    return in_year.T @ run(parameters, seed).flows.sum(1)
