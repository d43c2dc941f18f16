"""From a problem to a fit: draws until the gates are met, then predictions, put together with names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from departures.country.problem import Problem
from departures.inference.causes import taken_apart
from departures.inference.contraction import PRIOR_DRAWS, of_causes, of_parameters
from departures.inference.fit import DIMENSIONS, STANDARD, UNITS, Fit, Gate
from departures.inference.gates import Judge, gates_of
from departures.inference.moved import Moved, moved_draws, needy, scales_of
from departures.inference.predictive import split_table, window_table
from departures.inference.priors import Layout, layout_of
from departures.inference.progress import Progress, silent
from departures.inference.sampled import Sampled
from departures.inference.sampling import Stages, quantities_of, sample
from departures.inference.settings import SamplingSettings
from departures.inference.sources import terms_of
from departures.inference.worker import Recipe
from departures.inference.workforce import Workforce
from departures.observation.declared import Observation
from departures.quantities import Array

PRINTED = tuple(DIMENSIONS)
PRIOR_CAUSES = 60
"""Draws of the prior of which changes are taken apart."""
STAYS = (1, 3, 5)
"""Calendar years between leaving and arriving by which the answers tell the lag."""


def fit_problem(
    problem: Problem,
    settings: SamplingSettings | None = None,
    progress: Progress = silent,
    observation: Observation | None = None,
) -> Fit:
    """Fit a problem; `observation` replaces the published figures, for data made up to check the method."""
    chosen = settings or SamplingSettings()
    stages = Stages(chosen, progress)
    recipe = recipe_of(problem, chosen, observation)
    if observation is not None:
        problem = replace(problem, observation=observation)
    with Workforce(recipe, stages.chain_moved) as workers:
        judge = Judge()
        sampled, gates = sample(workers, chosen, stages, lambda so_far: judge.met(*_judged(problem, so_far)))
        moved = _moved(problem, workers, chosen, stages, sampled) if gates is not None else {}
        prior = layout_of(problem).draws_from_prior(PRIOR_DRAWS, chosen.seed)
        before = stages.run("prior quantities", lambda: quantities_of(workers, chosen, prior))
        causes: xr.Dataset | None = None
        before_causes: xr.Dataset | None = None
        if problem.causes is not None and chosen.cause_draws:
            causes, before_causes = stages.run(
                "causes", lambda: _causes(problem, workers, chosen, sampled.z, prior)
            )
    fit = stages.run(
        "predictions", lambda: _fit(problem, chosen, sampled, gates, moved, before, stages.seconds)
    )
    if problem.causes is None or causes is None or before_causes is None:
        return fit
    learnt = of_causes(problem.causes, before_causes, causes)
    contraction = {**fit.contraction, **learnt}
    return replace(fit, causes=causes, causes_before=before_causes, contraction=contraction)


def recipe_of(problem: Problem, settings: SamplingSettings, observation: Observation | None = None) -> Recipe:
    """How a worker opens a problem again, by default with the figures of its pack."""
    return Recipe(
        problem.folder, problem.explanation, problem.as_of, observation, settings, problem.fingerprint
    )


def sampled_posterior(
    problem: Problem,
    settings: SamplingSettings,
    observation: Observation,
    met: Callable[[Sampled], tuple[Gate, ...] | None],
    progress: Progress = silent,
) -> tuple[Sampled, tuple[Gate, ...] | None]:
    """Draws of the posterior given these figures in place of the published ones, until `met` gives the gates that are
    passed; none are given where the batches were used up before.
    """
    stages = Stages(settings, progress)
    with Workforce(recipe_of(problem, settings, observation), stages.chain_moved) as workers:
        return sample(workers, settings, stages, met)


def _causes(
    problem: Problem, workers: Workforce, settings: SamplingSettings, z: Array, prior: Array
) -> tuple[xr.Dataset, xr.Dataset]:
    """Changes taken apart, by draws of the posterior and of the prior."""
    after = taken_apart(problem, workers, settings, z)
    before = taken_apart(problem, workers, replace(settings, cause_draws=PRIOR_CAUSES), prior[None])
    return after, before


def _judged(problem: Problem, sampled: Sampled) -> tuple[dict[str, Array], Array, Array]:
    """What the gates look at: the quantities, energies and divergences."""
    return (printed_quantities(problem, sampled.quantities), sampled.energy, sampled.diverging)


def _fit(
    problem: Problem,
    settings: SamplingSettings,
    sampled: Sampled,
    gates: tuple[Gate, ...] | None,
    moved: dict[int, Moved],
    before: dict[str, Array],
    seconds: dict[str, float],
) -> Fit:
    layout = layout_of(problem)
    in_chains, z = sampled.quantities, sampled.z
    parameters = _parameters(layout, in_chains["natural"])
    judged = gates or gates_of(*_judged(problem, sampled))
    told, foretold = _numbers_gate(sampled), {}
    if told.passed:
        foretold = _foretold(problem, sampled, moved, settings.seed)
    return Fit(
        explanation=problem.explanation,
        quantities=_dataset(problem, {name: in_chains[name] for name in PRINTED if in_chains[name].size}),
        parameters=xr.Dataset(
            {n: (("chain", "draw", f"{n}_knot")[: v.ndim], v) for n, v in parameters.items()}
            | {STANDARD: (("chain", "draw", "entry"), z)}
        ),
        gates=judged if told.passed else (told, *judged),
        contraction=of_parameters(layout, z),
        seconds=seconds,
        fingerprint=problem.fingerprint,
        before=_dataset(problem, {n: _single(before[n][None]) for n in PRINTED if before[n].size}),
        **({"windows": pd.DataFrame(), "splits": pd.DataFrame()} | foretold),
    )


def _moved(
    problem: Problem, workers: Workforce, settings: SamplingSettings, stages: Stages, sampled: Sampled
) -> dict[int, Moved]:
    """Draws moved for figures of which the posterior's own tell too roughly what it would be without them."""
    if not settings.moving or not _numbers_gate(sampled).passed:
        return {}
    names, counted, flat = problem.observation.datum_names, layout_of(problem).known.counted, sampled.flat
    scales, z = scales_of(flat), sampled.z.reshape(-1, sampled.z.shape[-1])

    def work() -> dict[int, Moved]:
        expected = {place: scales[:, place] for place in needy(flat["terms"], names, counted)}
        workers.ask([("foretold", z[:1])])  # compiled once; the others load it
        return moved_draws(
            z, flat, expected, counted, lambda at: quantities_of(workers, settings, at, "foretold")
        )

    found = stages.run("one left out", work)
    layout = layout_of(problem)
    return {
        place: each._replace(draws=each.draws | _parameters(layout, each.draws["natural"]))
        for place, each in found.items()
    }


def _foretold(problem: Problem, sampled: Sampled, moved: dict[int, Moved], seed: int) -> dict[str, Any]:
    """What is worked out with figures left out: tables of windows and of splits, and the terms for later."""
    names = problem.observation.datum_names
    flat = sampled.flat | _parameters(layout_of(problem), sampled.flat["natural"])
    return {
        "windows": window_table(problem, flat, names, seed, moved),
        "splits": split_table(problem, flat, names, seed, moved),
        "terms": terms_of(problem, sampled.quantities["terms"], sampled.z, seed),
    }


def _numbers_gate(sampled: Sampled) -> Gate:
    """Draws of which some quantity is no number: of a fit that runs away nothing can be foretold."""
    chains, draws = sampled.z.shape[:2]
    whole = [
        np.isfinite(part).reshape(chains, draws, -1).all(-1)
        for part in sampled.quantities.values()
        if part.size
    ]
    none = int(np.sum(~np.all(whole, axis=0)))
    told = f"Chains ran away in {none} of {chains * draws} draws. {UNITS}"
    return Gate("draws that are no numbers", float(none), 0.0, none == 0, told)


def printed_quantities(problem: Problem, in_chains: dict[str, Array]) -> dict[str, Array]:
    """Of quantities by name [chain, draw, ...] those that answers print and the gates look at:
    years from the first to that of the last window, the lag as shares by years of stay.
    """
    years = np.array(list(problem.declaration.months.years))
    windows = problem.observation.windows
    told = years <= max(w.end.year for w in windows)
    gated = {name: in_chains[name][:, :, told] for name in PRINTED if name not in ("lag", "figures")}
    lag = in_chains["lag"]
    total = lag.sum(-1)
    for stay in STAYS:
        before = years[None, :] <= years[:, None] - stay
        gated[f"stayed {stay} years"] = ((lag * before).sum(-1) / np.maximum(total, 1e-12))[:, :, told]
    figures = {"figures": in_chains["figures"]} if in_chains["figures"].size else {}
    return gated | {"windows": in_chains["expected_counts"]} | figures


def _single(values: Array) -> Array:
    """In single precision; what is too large for it, under a prior wide beyond use, as the largest that it holds."""
    most = np.finfo(np.float32).max
    return np.clip(values, -most, most).astype(np.float32)


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
        "figure": list(problem.observation.figure_names),
        "latent": [item.name for item in problem.declaration.latents],
    }
    used = {dimension for name in arrays for dimension in DIMENSIONS[name]}
    return xr.Dataset(
        {name: (("chain", "draw", *DIMENSIONS[name]), values) for name, values in arrays.items()},
        coords={name: values for name, values in coordinates.items() if name in used},
    )
