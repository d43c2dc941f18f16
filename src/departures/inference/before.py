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
from departures.observation.declared import Observation
from departures.quantities import Array

ARRIVALS = "arrivals"
DRAWS = 100
SEED = 1
ENDS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Before:
    """A figure, or people in a state: what was published (None for a state), and quantiles of the expectation.

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
        """Whether no draw of the priors comes to the published figure, from one side or the other."""
        return self.published is not None and not self.lowest <= self.published <= self.highest


def looked_at_before(problem: Problem, draws: int = DRAWS, seed: int = SEED) -> list[Before]:
    """Every published count, stock, flow and mean stay, and the most people that any month finds in each state."""
    likelihood = compile_likelihood(problem)
    engine = mean_field(problem.graph)

    def once(z: Array) -> tuple[Array, Array]:
        expected = likelihood.expected(z)
        stocks = engine.run(likelihood.layout.values(z)).stocks.sum(1)
        figures = [expected.counts, expected.stocks, expected.flows, expected.stays]
        return jnp.concatenate(figures), stocks.max(0)

    run = jax.jit(once)
    drawn = [run(jnp.asarray(z)) for z in likelihood.layout.draws_from_prior(draws, seed)]
    figures, places = (np.stack([np.asarray(draw[part]) for draw in drawn]) for part in (0, 1))
    lines = [
        _line(kind, name, value, of_draws)
        for (kind, name, value), of_draws in zip(_published(problem.observation), figures.T, strict=True)
    ]
    return lines + _of_states(problem, places)


def refuse_what_is_no_number(before: list[Before]) -> None:
    """Refuse a pack whose priors lead to something that is no number."""
    named = [
        f"{line.kind} {line.name}" for line in before if not np.isfinite([line.lowest, line.highest]).all()
    ]
    if named:
        raise FitRefused(
            f"Drawn from the priors, the model gives no finite number for: {', '.join(named[:8])}. {UNITS}"
        )


def _published(observation: Observation) -> list[tuple[str, str, float]]:
    return [
        *((ARRIVALS, window.name, float(window.value)) for window in observation.windows),
        *(("stock", datum.name, datum.value) for datum in observation.stocks),
        *(("flow a year", datum.name, datum.per_year) for datum in observation.flows),
        *(("mean stay, years", datum.name, datum.years) for datum in observation.stays),
    ]


def _of_states(problem: Problem, places: Array) -> list[Before]:
    """People in each state that is not its people's last, over all its levels; [draw, compartment]."""
    lines = []
    for state in problem.declaration.states:
        if state.absorbing:
            continue
        own = [i for i, place in enumerate(problem.graph.compartments) if place.state == state.name]
        lines.append(_line("people", state.name, None, places[:, own].sum(1)))
    return lines


def _line(kind: str, name: str, published: float | None, of_draws: Array) -> Before:
    low, middle, high = (float(end) for end in np.quantile(of_draws, ENDS))
    return Before(kind, name, published, float(of_draws.min()), low, middle, high, float(of_draws.max()))
