"""The mechanical model: one declaration for all origins, fitted to what was known, with breaks on top."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from departures.backtest.breaks import breaks_in
from departures.backtest.origins import EVERYBODY, MEN, SEXES, WOMEN, Origin, known_at, series
from departures.backtest.points import points_of
from departures.country.pack import open_pack, put_together
from departures.country.problem import Problem
from departures.country.settings import REFERENCE
from departures.faults import Fault, Faults
from departures.inference.fit import FitRefused, Gate
from departures.inference.gates import Bounds, Judge
from departures.inference.run import sampled_posterior
from departures.inference.sampled import Sampled
from departures.inference.settings import SamplingSettings
from departures.quantities import Array

MODEL = "model"
SETTINGS = "backtest.toml"
"""The file of a pack that holds the mechanical declaration."""
BOUNDS = Bounds(r_hat=1.02, ess=200.0, divergent=0.01, e_bfmi=0.2)
SAMPLING = SamplingSettings(
    chains=2, pilots=(0, 60, 100), draws=100, unjudged=2, learned_again=(3, 6, 10), batches=30, trajectory=2.0,
    most_steps=12, curvature_points=12, bend_points=40, bend_draws=120, moving=False, cause_draws=0, workers=1,
    seed=20_261_130,
)  # fmt: skip
"""Short chains of one worker each: origins are forecast side by side instead."""
REPEATS = 4
"""Counts drawn for each draw of the posterior."""


def mechanical_problem(folder: Path, origin: Origin) -> Problem:
    """The mechanical declaration of a pack as of an origin. Raises `Faults` where the pack has none."""
    file = folder / SETTINGS
    if not file.is_file():
        remedy = f"write the declaration that serves all origins into {SETTINGS}"
        raise Faults([Fault(str(file), None, "", "this pack has no mechanical declaration", remedy)])
    return put_together(open_pack(file, checked=True), REFERENCE, origin.day)


def forecast_of_model(problem: Problem, origin: Origin) -> tuple[dict[str, Array], str]:
    """Points by sex, [target, point]; and why the fit failed its gates, where it did."""
    years = np.array(list(problem.declaration.months.years))
    ahead = np.flatnonzero((years > origin.year) & (years <= max(origin.targets)))
    judge = Judge(BOUNDS)

    def met(sampled: Sampled) -> tuple[Gate, ...] | None:
        told = {"arrivals": sampled.quantities["arrivals"][:, :, ahead]}
        return judge.met(told, sampled.energy, sampled.diverging)

    try:
        sampled, gates = sampled_posterior(problem, SAMPLING, problem.observation, met)
    except FitRefused as refusal:
        return {}, str(refusal)
    return _counts(problem, origin, sampled, ahead), "" if gates else "its gates were not met"


def _counts(problem: Problem, origin: Origin, sampled: Sampled, ahead: Array) -> dict[str, Array]:
    """Counts drawn around what is expected, with breaks; [target, point] by sex."""
    random = np.random.default_rng((SAMPLING.seed, origin.year))
    flat = sampled.flat
    expected = np.repeat(flat["arrivals"][:, ahead], REPEATS, axis=0)  # draw, target, cell
    _, counts = series(known_at(problem, origin)[EVERYBODY])
    jumps = breaks_in(counts).drawn(len(expected), len(ahead), random)
    total = np.maximum(expected.sum(-1) * np.exp(jumps), 1e-9)
    names = [item.name for item in problem.parameters for _ in range(item.size)]
    natural = np.repeat(flat["natural"], REPEATS, axis=0)
    above = natural[:, names.index(problem.observation.parties[problem.observation.ways[0]])][:, None]
    arrived = random.poisson(np.minimum(random.gamma(total / above, above), 1e6))
    female = np.asarray(problem.declaration.cells.covariates["female"])
    share = np.clip((expected @ female) / np.maximum(expected.sum(-1), 1e-12), 1e-6, 1.0 - 1e-6)
    concentration = natural[:, names.index(problem.observation.concentration)][:, None]
    women = random.binomial(arrived, random.beta(share * concentration, (1.0 - share) * concentration))
    by_sex = {EVERYBODY: arrived, MEN: arrived - women, WOMEN: women}
    return {sex: np.stack([points_of(draws) for draws in by_sex[sex].T]) for sex in SEXES}
