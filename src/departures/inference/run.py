"""From a problem to a fit: mode, curvature, chains, quantities, gates, predictions; each stage timed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from departures.country.problem import Problem
from departures.inference.chains import Chain
from departures.inference.fit import STANDARD, Fit
from departures.inference.gates import gates_of
from departures.inference.likelihood import datum_names
from departures.inference.predictive import split_table, window_table
from departures.inference.priors import Layout
from departures.inference.quantities import DIMENSIONS
from departures.inference.settings import SamplingSettings
from departures.inference.worker import Recipe
from departures.inference.workforce import Workforce
from departures.observation.declared import Observation
from departures.quantities import Array

Progress = Callable[[str, float], None]
"""Called with the name of the stage at work and its finished share, from 0 to 1."""

PRINTED = tuple(DIMENSIONS)
STAYS = (1, 3, 5)
"""Calendar years between leaving and arriving by which the answers tell the lag."""


def silent(stage: str, share: float) -> None:
    """Progress that tells nobody."""


@dataclass
class _Stages:
    """Times of the stages, and progress over the chains of the one at work."""

    settings: SamplingSettings
    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)
    done: dict[int, int] = field(default_factory=dict)

    def run(self, name: str, work: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        self.progress(name, 0.0)
        result = work()
        self.seconds[name] = round(time.perf_counter() - started, 1)
        self.progress(name, 1.0)
        return result

    def chain_moved(self, seed: int, done: int) -> None:
        self.done[seed] = done
        total = self.settings.chains * (self.settings.warm_up + self.settings.draws)
        self.progress("sampling", min(sum(self.done.values()) / total, 1.0))


def fit_problem(
    problem: Problem,
    settings: SamplingSettings | None = None,
    progress: Progress = silent,
    observation: Observation | None = None,
) -> Fit:
    """Fit a problem; `observation` replaces the published figures, for data made up to check the method."""
    chosen = settings or SamplingSettings()
    stages = _Stages(chosen, progress)
    recipe = Recipe(problem.folder, problem.explanation, problem.as_of, observation, chosen)
    if observation is not None:
        problem = _with(problem, observation)
    with Workforce(recipe, stages.chain_moved) as workers:
        mode, root = stages.run("mode and metric", lambda: _metric(workers, chosen))
        chains: list[Chain] = stages.run("sampling", lambda: _chains(workers, chosen, mode, root))
        z = np.stack([chain.z for chain in chains])
        draws: dict[str, Array] = stages.run("quantities", lambda: _quantities(workers, chosen, z))
    return stages.run("gates and predictions", lambda: _fit(problem, chosen, chains, z, draws, stages.seconds))  # type: ignore[no-any-return]


def _with(problem: Problem, observation: Observation) -> Problem:
    return replace(problem, observation=observation)


def _metric(workers: Workforce, settings: SamplingSettings) -> tuple[Array, Array]:
    """Mode and metric by the first worker and the last, while whoever is free compiles the sampler."""
    compiling = [("compile", None)] * (settings.workers - 1)
    if not compiling:
        mode = workers.ask([("mode", None)])[0]
        root = workers.ask([("metric", mode)])[0]
        workers.ask([("compile", None)])
        return mode, root
    mode = workers.ask([("mode", None), *compiling])[0]
    root = workers.ask([("compile", None), ("metric", mode)])[1]
    return mode, root


def _chains(workers: Workforce, settings: SamplingSettings, mode: Array, root: Array) -> list[Chain]:
    seeds = [settings.seed + number for number in range(settings.chains)]
    shares = [seeds[i :: settings.workers] for i in range(settings.workers)]
    results = workers.ask([("chains", (mode, root, share)) for share in shares])
    by_seed = {seed: chain for share, part in zip(shares, results, strict=True) for seed, chain in zip(share, part, strict=True)}
    return [by_seed[seed] for seed in seeds]


def _quantities(workers: Workforce, settings: SamplingSettings, z: Array) -> dict[str, Array]:
    flat = z.reshape(-1, z.shape[-1])
    parts = workers.ask([("quantities", part) for part in np.array_split(flat, settings.workers)])
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _fit(
    problem: Problem, settings: SamplingSettings, chains: list[Chain], z: Array, draws: dict[str, Array],
    seconds: dict[str, float],
) -> Fit:  # fmt: skip
    layout = Layout(problem.parameters)
    shape = z.shape[:2]
    in_chains = {name: values.reshape(*shape, *values.shape[1:]) for name, values in draws.items()}
    parameters = _parameters(layout, in_chains["natural"])
    flat = {name: values.reshape(-1, *values.shape[2:]) for name, values in parameters.items()}
    quantities = _dataset(problem, {name: in_chains[name] for name in PRINTED})
    gates = gates_of(
        _gated(problem, in_chains),
        np.stack([chain.energy for chain in chains]),
        np.stack([chain.diverging for chain in chains]),
    )
    names = datum_names(problem.observation)
    combined = {**draws, **flat}
    windows: pd.DataFrame = window_table(problem, combined, names, settings.seed)
    return Fit(
        explanation=problem.explanation,
        quantities=quantities,
        parameters=xr.Dataset(
            {n: (("chain", "draw", f"{n}_knot")[: v.ndim], v) for n, v in parameters.items()}
            | {STANDARD: (("chain", "draw", "entry"), z)}
        ),
        windows=windows,
        splits=split_table(problem, combined, names, settings.seed),
        gates=gates,
        contraction=dict(zip(layout.names, 1.0 - z.reshape(-1, z.shape[-1]).var(axis=0), strict=True)),
        seconds=seconds,
        fingerprint=problem.fingerprint,
    )


def _gated(problem: Problem, in_chains: dict[str, Array]) -> dict[str, Array]:
    """What the answers print: years from the first window to the last, the lag as shares by years of stay."""
    years = np.array(list(problem.declaration.months.years))
    windows = problem.observation.windows
    first, last = min(w.start.year for w in windows), max(w.end.year for w in windows)
    told = (years >= first) & (years <= last)
    gated = {name: in_chains[name][:, :, told] for name in PRINTED if name != "lag"}
    lag = in_chains["lag"]
    total = lag.sum(-1)
    for stay in STAYS:
        before = years[None, :] <= years[:, None] - stay
        gated[f"stayed {stay} years"] = ((lag * before).sum(-1) / np.maximum(total, 1e-12))[:, :, told]
    return gated | {"windows": in_chains["expected_counts"]}


def _parameters(layout: Layout, natural: Array) -> dict[str, Array]:
    """Natural values by name, [chain, draw] or [chain, draw, knot]."""
    values: dict[str, Array] = {}
    start = 0
    for parameter in layout.parameters:
        part = natural[..., start : start + parameter.size]
        values[parameter.name] = part[..., 0] if parameter.size == 1 else part
        start += parameter.size
    return values


def _dataset(problem: Problem, arrays: dict[str, Array]) -> xr.Dataset:
    years = [int(year) for year in problem.declaration.months.years]
    coordinates = {
        "year": years,
        "year_left": years,
        "gender": list(problem.declaration.cells.names),
        "way": list(problem.observation.ways),
    }
    used = {dimension for name in arrays for dimension in DIMENSIONS[name]}
    return xr.Dataset(
        {name: (("chain", "draw", *DIMENSIONS[name]), values, {"units": "persons"}) for name, values in arrays.items()},
        coords={name: values for name, values in coordinates.items() if name in used},
    )
