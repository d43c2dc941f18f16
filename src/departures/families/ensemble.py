"""Families under draws of the posterior: what runs count, with names and units, kept in the ledger of ensembles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import xarray as xr

from departures.country.problem import Problem
from departures.engines.population import population
from departures.families import kernel
from departures.families.kept import DRAWS
from departures.families.lives import invented_life
from departures.families.one_run import nation
from departures.families.settings import FamiliesSetting, drawn, read_families
from departures.inference.ensemble import INDIVIDUALS, Run, ensemble_of, simulated
from departures.inference.fit import STANDARD, Fit
from departures.inference.priors import layout_of
from departures.inference.quantities import year_matrix
from departures.inference.settings import SamplingSettings
from departures.observation.parties import counted_parties
from departures.quantities import Array, Parameters

BATCH = 4
"""Draws of a batch: some seconds of work, which is what a kill may lose."""
BY_CHANCE = 24
"""Runs of whole people under each draw, which differ by chance alone."""


class Told(NamedTuple):
    """A number that is counted each year: its name, what it is, and its unit."""

    name: str
    title: str
    unit: str


HOUSEHOLDS, PERSONS = "households", "persons"
CHANCE = "by_chance"
"""Name of arrivals as chance alone moves them."""
COUNTED = {
    kernel.HOUSEHOLDS: Told("families", "families with a member gone and somebody still at home", HOUSEHOLDS),
    kernel.PEOPLE: Told("at_home", "people in those families who never left", PERSONS),
    kernel.WATCHED: Told("watched", "of those families, watched", HOUSEHOLDS),
    kernel.WATCHED_CLOSELY: Told("watched_closely", "of those families, watched day and night", HOUSEHOLDS),
    kernel.REFUSED: Told("refused", "of those families, refused permits to travel", HOUSEHOLDS),
    kernel.PUNISHED: Told("punished", "of those families, ever punished", HOUSEHOLDS),
    kernel.IN_CONTACT: Told("in_contact", "of those families, in contact", HOUSEHOLDS),
    kernel.SENT_MONEY: Told("sent_money", "of those families, sent money in the year", HOUSEHOLDS),
    kernel.FREE_WITH_FAMILY: Told("free_with_family", "escapees in freedom with a household at home", PERSONS),
    kernel.AT_RISK: Told("family_at_risk", "of them, with a household watched or refused permits", PERSONS),
    kernel.LEFT: Told("left_first", "people who left for the first time", PERSONS),
    kernel.FOLLOWED: Told("followed", "of them, drawn by kin who had arrived", PERSONS),
    kernel.WITH_FAMILY: Told("with_family", "of them, together with family", PERSONS),
    kernel.ARRIVED: Told("arrived_since", "arrivals of people who left since the first month", PERSONS),
    kernel.ARRIVED_TO_KIN: Told("arrived_to_kin", "of them, with kin there before", PERSONS),
}  # fmt: skip
"""What is told, by its place in what a run counts."""

PUBLISHED = (
    Told("arrivals", "arrivals", PERSONS),
    Told("departures", "departures, which are events", "events"),
)
"""What runs of all engines count, as published figures do."""


@dataclass(frozen=True)
class WithFamilies:
    """Makes runs with families, of what a pack says of them; see `inference.ensemble.Maker`."""

    setting: FamiliesSetting
    by_chance: int = BY_CHANCE
    """Runs of whole people beside it."""
    name: str = "families"
    code: tuple[str, ...] = ("families",)

    def __call__(self, problem: Problem) -> Run:
        """A run that counts families, what is published, and arrivals as chance alone moves them: [year, counted]."""
        people, months = nation(problem, self.setting), problem.declaration.months
        in_year = year_matrix(months).astype(int)
        whole = population(
            problem.graph, people.engine.records[:, :1], counted_parties(problem.graph, problem.observation),
            stock_months=(), threads=1,
        )  # fmt: skip

        def run(parameters: Parameters, seed: int) -> Array:
            unknowns = drawn(self.setting, np.random.default_rng(seed))
            made = people.run(parameters, unknowns, seed)
            by_chance = whole.run(parameters, self.by_chance, seed).flows[..., 0].sum(2) @ in_year
            return np.column_stack([made.counted, made.arrivals, made.departures, by_chance.T])

        return run


def families_of(
    problem: Problem, settings: SamplingSettings, fit: Fit, setting: FamiliesSetting, *, draws: int = DRAWS,
    by_chance: int = BY_CHANCE, seed: int = 1, workers: int = 1,
    progress: Callable[[float], None] = lambda share: None,
) -> xr.Dataset:  # fmt: skip
    """Families by draw of the posterior and year (see `COUNTED`); arrivals and departures; and `by_chance` [run of a
    draw, too], arrivals of runs that differ by chance alone, over their mean.

    What was killed goes on from where it was. Raises `FitRefused` where the fit failed a gate.
    """
    make = WithFamilies(setting, by_chance)
    made = ensemble_of(
        problem, settings, fit, make, draws, seed, batch=BATCH, workers=workers, progress=progress
    )
    return labelled(made, [int(year) for year in problem.declaration.months.years])


def labelled(made: Array, years: list[int]) -> xr.Dataset:
    """What runs count [draw, year, counted], with names and units."""
    told = COUNTED | {kernel.COUNTED + place: each for place, each in enumerate(PUBLISHED)}
    data: dict[str, tuple[tuple[str, ...], Array, dict[str, str]]] = {
        each.name: (("draw", "year"), made[..., place], _about(each, place < kernel.COUNTED))
        for place, each in told.items()
    }
    runs = np.moveaxis(made[..., kernel.COUNTED + len(PUBLISHED) :], 2, 1)
    if runs.shape[1]:
        mean = runs.mean(1, keepdims=True)
        alone = np.where(mean > 0.0, runs / np.where(mean > 0.0, mean, 1.0), 1.0)
        title = {"long_name": "arrivals over those expected, as chance alone moves them", "units": "1"}
        data[CHANCE] = (("draw", "run", "year"), alone, title)
    return xr.Dataset(data, coords={"year": years})


def _about(told: Told, judged: bool) -> dict[str, str]:
    rests = {"rests_on": "judgements of the pack that no figure tests"} if judged else {}
    return {"long_name": told.title, "units": told.unit} | rests


def runs_of(
    problem: Problem, settings: SamplingSettings, fit: Fit, engine: str, replicates: int, seed: int, *,
    workers: int = 1, progress: Callable[[float], None] = lambda share: None,
) -> xr.Dataset:  # fmt: skip
    """What every replicate of an engine counts, by run and year, with names and units: arrivals and departures; of
    people one by one their families, too, where the pack tells of families.
    """
    setting = read_families(problem) if engine == INDIVIDUALS else None
    if setting is not None:
        made = families_of(
            problem, settings, fit, setting, draws=replicates, by_chance=0, seed=seed, workers=workers,
            progress=progress,
        )  # fmt: skip
        return made.rename(draw="run")
    counted = simulated(problem, settings, fit, engine, replicates, seed, workers=workers, progress=progress)
    data = {
        each.name: (("run", "year"), counted[..., place], {"long_name": each.title, "units": each.unit})
        for place, each in enumerate(PUBLISHED)
    }
    return xr.Dataset(data, coords={"year": [int(year) for year in problem.declaration.months.years]})


def one_life(problem: Problem, fit: Fit, setting: FamiliesSetting, seed: int) -> tuple[str, ...]:
    """An invented life (see `lives`): of one run under one draw of the posterior, both chosen by the seed."""
    fit.require_passed()
    layout, random = layout_of(problem), np.random.default_rng(seed)
    points = np.asarray(fit.parameters[STANDARD]).reshape(-1, layout.size)
    parameters = jax.jit(layout.values)(jnp.asarray(points[random.integers(len(points))]))
    whole = nation(problem, setting)
    run = whole.run(parameters, drawn(setting, random), seed)
    return invented_life(problem, run, seed, whole.engine.substeps)
