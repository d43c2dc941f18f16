"""One trial: a world is made up and fitted, and the truth takes its place among the draws."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from departures.calibration.kinds import AROUND, Ensemble
from departures.calibration.measured import measured, possible
from departures.calibration.settings import LOOSE, QUICK, RANKS
from departures.calibration.worlds import Maker, World
from departures.country.problem import Problem
from departures.inference.fit import STANDARD, FitRefused, Gate
from departures.inference.gates import Judge
from departures.inference.run import sampled_posterior
from departures.inference.sampled import Sampled
from departures.inference.settings import SamplingSettings
from departures.inference.stored import kept_fit
from departures.inference.worker import Recipe, reopened
from departures.inference.workforce import WorkerDied
from departures.quantities import Array
from departures.runs.batches import Batch

SEEDS = 10**8
"""Seeds of samplers lie below this, those of second attempts below twice this."""
ATTEMPTS = 2
"""Fits of a world before it counts as failed: with other chains, which know nothing of the first ones."""


@dataclass(frozen=True)
class Trial:
    """What a worker process needs to make the trials of an ensemble: it opens the pack again by the recipe, and for
    worlds around the published figures the fit that was made with these settings.
    """

    ensemble: Ensemble
    recipe: Recipe
    fitted_with: SamplingSettings
    sampling: SamplingSettings = QUICK

    def __call__(self, batch: Batch) -> bytes:
        """The trials of a batch as JSON: one object each, see `held_against`."""
        problem, maker = _made_ready(self.recipe, self.fitted_with, self.ensemble.kind)
        found = [
            _trial(problem, maker, self.ensemble.kind, number, batch.seed + number, self.sampling)
            for number in batch.replicates
        ]
        return json.dumps(found).encode()


@cache
def _made_ready(recipe: Recipe, settings: SamplingSettings, kind: str) -> tuple[Problem, Maker]:
    """Pack and functions, once for a process."""
    import jax

    jax.config.update("jax_enable_x64", True)
    problem = reopened(recipe, {})
    posterior = None
    if kind == AROUND:
        fit = kept_fit(problem, settings)
        if fit is None:
            raise FitRefused("The fit of the published figures is no longer kept; start again.")
        draws = np.asarray(fit.parameters[STANDARD])
        posterior = draws.reshape(-1, draws.shape[-1])
    return problem, Maker(problem, posterior)


def _trial(
    problem: Problem, maker: Maker, kind: str, number: int, seed: int, sampling: SamplingSettings
) -> dict[str, Any]:
    """A world of this seed, fitted; where the fit fails, why."""
    started = time.perf_counter()
    row: dict[str, Any] = {"number": number}
    try:
        row |= _fitted(problem, maker.world(kind, seed), kind, replace(sampling, seed=seed % SEEDS))
    except WorkerDied:
        raise  # it is the machine's doing, and another one may do better
    except (FitRefused, ArithmeticError, RuntimeError, ValueError) as error:
        # told as failed: it would fail again, and nobody would get past it
        row |= {"failed": str(error).splitlines()[0] if str(error) else type(error).__name__}
    return row | {"seconds": round(time.perf_counter() - started, 1)}


def _fitted(problem: Problem, world: World, kind: str, sampling: SamplingSettings) -> dict[str, Any]:
    observation = world.observation
    if kind == AROUND:
        observation = replace(problem.observation, again=(observation,))

    def met(sampled: Sampled) -> tuple[Gate, ...] | None:
        kept = max(float(possible(problem, sampled.flat).mean()), 1.0 / RANKS)
        judge = Judge(LOOSE._replace(ess=LOOSE.ess / kept))  # draws of impossible worlds are taken away
        return judge.met(in_chains(problem, sampled), sampled.energy, sampled.diverging)

    for attempt in range(ATTEMPTS):
        other = replace(sampling, seed=sampling.seed + attempt * SEEDS)
        sampled, gates = sampled_posterior(problem, other, observation, met)
        if gates:
            return held_against(problem, world, sampled)
    return {"failed": f"the gates were not met in {ATTEMPTS} attempts"}


def in_chains(problem: Problem, sampled: Sampled) -> dict[str, Array]:
    """What is measured of draws, [chain, draw]."""
    chains, draws = sampled.z.shape[:2]
    flat = measured(problem, sampled.flat)
    return {name: values.reshape(chains, draws) for name, values in flat.items()}


def held_against(problem: Problem, world: World, sampled: Sampled) -> dict[str, Any]:
    """For each number measured: the rank of the truth among `RANKS` thinned draws, and the share of all draws below it.

    Draws of impossible worlds are taken away first: the prior is cut in the fit as it was for the truth.
    """
    flat = sampled.flat
    kept = np.flatnonzero(possible(problem, flat))
    if len(kept) < RANKS:
        return {"failed": f"only {len(kept)} draws are of possible worlds"}
    thinned = np.linspace(0, len(kept) - 1, RANKS).round().astype(int)
    ranks, below = {}, {}
    for name, values in measured(problem, flat).items():
        is_below = values[kept] < world.truth[name]
        ranks[name], below[name] = int(is_below[thinned].sum()), round(float(is_below.mean()), 5)
    return {"ranks": ranks, "below": below, "draws": len(kept)}
