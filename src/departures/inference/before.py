"""What the priors expect before a figure is seen, beside what was published: a first look at a pack.

A rate in the wrong unit, or a stock given where people a month are meant, need not stop a fit; here it stands out.
"""

from __future__ import annotations

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from departures.country.problem import Problem
from departures.engines.mean_field import mean_field
from departures.inference.fit import UNITS, FitRefused
from departures.inference.likelihood import compile_likelihood
from departures.inference.made_up import concentrations, drawn
from departures.observation.declared import Observation
from departures.observation.expected import Expected
from departures.quantities import Array

ARRIVALS = "arrivals"
DRAWS = 100
SEED = 1
ENDS = (0.05, 0.5, 0.95)
LARGEST = 1e12
"""What is larger counts as no number."""


@dataclass(frozen=True)
class Line:
    """A figure, or people in a state: what was published (None for a state), and quantiles of what the priors draw.

    `low` to `high` holds it with 90 %; `lowest` to `highest` are the ends of all draws.
    """

    kind: str
    name: str
    published: float | None
    lowest: float
    low: float
    middle: float
    high: float
    highest: float

    @property
    def surprising(self) -> bool:
        """Whether the published figure lies beyond every draw."""
        return self.published is not None and not self.lowest <= self.published <= self.highest


@dataclass(frozen=True)
class Before:
    """The lines, and how many of so many draws gave no finite number and were left out."""

    lines: tuple[Line, ...]
    draws: int
    left_out: int


def looked_at_before(problem: Problem, draws: int = DRAWS, seed: int = SEED) -> Before:
    """Every count, stock, flow and mean stay as it might have been published had a draw of the priors been true, and
    the most people that any month finds in each state. Refused where most draws give no finite number.
    """
    likelihood = compile_likelihood(problem)
    engine, owner = mean_field(problem.graph), jnp.asarray(_owners(problem))

    def once(z: Array) -> tuple[Expected, Array, dict[str, Array]]:
        parameters = likelihood.layout.values(z)
        people = (engine.run(parameters).stocks.sum(1) @ owner).max(0)
        spreads = {name: parameters[name] for name in concentrations(problem.observation)}
        return likelihood.expected(z), people, spreads

    run = jax.jit(once)
    made = [run(jnp.asarray(z)) for z in likelihood.layout.draws_from_prior(draws, seed)]
    finite = [each for each in made if _finite(each[0]) and _finite(each[1])]
    if 2 * len(finite) < draws:
        raise FitRefused(
            f"Most draws of the priors give no finite number ({draws - len(finite)} of {draws}). {UNITS}"
        )
    random = np.random.default_rng(seed)
    figures = [
        drawn(problem.observation, expected, {name: float(value) for name, value in spreads.items()}, random)
        for expected, _, spreads in finite
    ]
    return Before(
        (*_of_figures(problem, figures), *_of_states(problem, np.stack([people for _, people, _ in finite]))),
        draws,
        draws - len(finite),
    )


def _finite(parts: object) -> bool:
    return all((np.abs(part) < LARGEST).all() for part in jax.tree.leaves(parts))


def _of_figures(problem: Problem, made_up: list[Observation]) -> list[Line]:
    values = np.array([[value for *_, value in _figures(observation)] for observation in made_up])
    return [
        _line(kind, name, published, of_draws)
        for (kind, name, published), of_draws in zip(_figures(problem.observation), values.T, strict=True)
    ]


def _figures(observation: Observation) -> list[tuple[str, str, float]]:
    return [
        *((ARRIVALS, window.name, float(window.value)) for window in observation.windows),
        *(("stock", datum.name, datum.value) for datum in observation.stocks),
        *(("flow a year", datum.name, datum.per_year) for datum in observation.flows),
        *(("mean stay, years", datum.name, datum.years) for datum in observation.stays),
        *(("index", datum.name, datum.value) for datum in observation.indicators),
        *(("surveyed share", datum.name, datum.value) for datum in observation.attitudes),
        *(
            (f"left in {each.name}, of those interviewed", datum.name, float(each.count))
            for datum in observation.interviews
            for each in datum.left_in
        ),
    ]


def _states(problem: Problem) -> list[str]:
    """States that somebody leaves again."""
    return [state.name for state in problem.declaration.states if not state.absorbing]


def _owners(problem: Problem) -> Array:
    """1 where a compartment belongs to a state, [compartment, state]."""
    places = [place.state for place in problem.graph.compartments]
    return np.array([[float(place == state) for state in _states(problem)] for place in places])


def _of_states(problem: Problem, people: Array) -> list[Line]:
    return [
        _line("people", name, None, of_draws)
        for name, of_draws in zip(_states(problem), people.T, strict=True)
    ]


def _line(kind: str, name: str, published: float | None, of_draws: Array) -> Line:
    low, middle, high = (float(end) for end in np.quantile(of_draws, ENDS))
    return Line(kind, name, published, float(of_draws.min()), low, middle, high, float(of_draws.max()))
