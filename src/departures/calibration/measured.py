"""What is held against the truth: the numbers that answers rest on, from the quantities of draws."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from departures.country.problem import Problem
from departures.quantities import Array

LEAST, MOST = 1.0, 20_000.0
"""Yearly arrivals of a world lie between these: the prior is cut there, for truth and fit alike."""
EVENTUAL, CROSSINGS, SHARE, EFFECT, NEXT = "departures", "crossings", "way", "effect", "arrivals"
ENDING = "_effect"
"""By this the forms end the names of parameters that say how strongly a factor acts."""
FAMILIES = {
    EVENTUAL: "departures of those who arrive sooner or later, by year of leaving",
    CROSSINGS: "all crossings, by year",
    SHARE: "share of arrivals by way out",
    EFFECT: "effects of controls, of hardship and of what people think",
    NEXT: "arrivals in the year after the newest figure",
}


def told_years(problem: Problem) -> Array:
    """True for the years from the first to that of the last count, [year]."""
    years = np.array(list(problem.declaration.months.years))
    windows = problem.observation.windows
    first, last = min(w.start.year for w in windows), max(w.end.year for w in windows)
    return np.asarray((years >= first) & (years <= last))


def possible(problem: Problem, quantities: Mapping[str, Array]) -> Array:
    """True for the draws whose yearly arrivals all lie in the range of possible worlds, [draw]."""
    arrivals = quantities["arrivals"].sum(-1)[:, told_years(problem)]
    return np.asarray(((arrivals >= LEAST) & (arrivals <= MOST)).all(axis=1))


def measured(problem: Problem, quantities: Mapping[str, Array]) -> dict[str, Array]:
    """What is held against the truth, by name `family: entry`, [draw], from quantities [draw, ...]."""
    years = np.array(list(problem.declaration.months.years))
    told = told_years(problem)
    by_way = quantities["arrivals_by_way"][:, told].sum(1)
    found: dict[str, Array] = {}
    for place in np.flatnonzero(told):
        found[called(EVENTUAL, years[place])] = quantities["eventual"][:, place].sum(-1)
    for place in np.flatnonzero(told):
        found[called(CROSSINGS, years[place])] = quantities["crossings"][:, place]
    ways = (
        problem.observation.ways if len(problem.observation.ways) > 1 else ()
    )  # the one of one is nothing to tell
    for way, share in zip(ways, (by_way / by_way.sum(-1, keepdims=True)).T, strict=False):
        found[called(SHARE, way)] = share
    found |= _effects(problem, quantities["natural"])
    after = np.flatnonzero(told)[-1] + 1
    if after < len(years):
        found[called(NEXT, years[after])] = quantities["arrivals"][:, after].sum(-1)
    return found


def _effects(problem: Problem, natural: Array) -> dict[str, Array]:
    """The effects of the factors that this explanation keeps."""
    names = [item.name for item in problem.parameters for _ in range(item.size)]
    kept = dict(problem.switches)
    return {
        called(EFFECT, name): natural[:, place]
        for place, name in enumerate(names)
        if name.endswith(ENDING) and kept.get(name.removesuffix(ENDING), True)
    }


def family_of(name: str) -> str:
    """The family of a measured number."""
    return name.split(":", maxsplit=1)[0]


def called(family: str, entry: object) -> str:
    """The name of a measured number."""
    return f"{family}: {entry}"
