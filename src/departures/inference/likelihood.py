"""The likelihood: one term per published figure, by name, so that each can be left out and looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np

from departures.country.problem import Problem
from departures.engines.mean_field import SUBSTEPS, mean_field
from departures.engines.tracers import since
from departures.inference.densities import beta_binomial, compound_poisson, log_normal, possible_hits, wordings
from departures.inference.priors import Layout
from departures.observation.declared import Observation
from departures.observation.expected import (
    Expected,
    Flows,
    compile_expected,
    records_of,
    tracer_ends,
    tracer_months,
)
from departures.quantities import Array, Parameters


@dataclass(frozen=True)
class Likelihood:
    """`expected(z)` and `terms(z)` [datum] are pure and differentiable; `names` are `kind:figure`."""

    layout: Layout
    names: tuple[str, ...]
    expected: Callable[[Array], Expected]
    terms: Callable[[Array], Array]
    from_expected: Callable[[Expected, Parameters], Array]


def compile_likelihood(problem: Problem, substeps: int = SUBSTEPS) -> Likelihood:
    """Engine, observation and densities of a problem as functions of z."""
    graph, observation = problem.graph, problem.observation
    layout = Layout(problem.parameters)
    months = problem.declaration.months
    records = records_of(graph, observation)
    tracers = since(months, tracer_months(months, observation), True, tracer_ends(months, observation))
    engine = mean_field(graph, records.matrix, tracers, substeps)
    to_expected = compile_expected(graph, observation)
    compare = _comparison(observation)

    def expected(z: Array) -> Expected:
        parameters = layout.values(z)
        trajectory = engine.run(parameters)
        return to_expected(Flows(trajectory.flows, trajectory.stocks), parameters)

    def terms(z: Array) -> Array:
        return compare(expected(z), layout.values(z))

    return Likelihood(layout, datum_names(observation), expected, terms, compare)


def datum_names(observation: Observation) -> tuple[str, ...]:
    """Names of the likelihood terms, in their order."""
    return (
        *(f"count:{window.name}" for window in observation.windows),
        *(f"sex:{split.window.name}" for split in observation.splits),
        *(f"stock:{datum.name}" for datum in observation.stocks),
        *(f"flow:{datum.name}" for datum in observation.flows),
        *(f"stay:{datum.name}" for datum in observation.stays),
        *(f"statement:{datum.name}" for datum in observation.statements),
    )


def _comparison(observation: Observation) -> Callable[[Expected, Parameters], Array]:
    counts = np.array([window.value for window in observation.windows], dtype=float)
    women = np.array([split.women for split in observation.splits], dtype=float)
    totals = np.array([split.window.value for split in observation.splits], dtype=float)
    stocks, flows, stays = observation.stocks, observation.flows, observation.stays

    hits = [possible_hits(datum.people, datum.low, datum.high) for datum in observation.statements]
    owner = np.concatenate([np.full(len(h), i) for i, h in enumerate(hits)] or [np.zeros(0)]).astype(int)
    trials = np.concatenate([totals, np.array([d.people for d in observation.statements], dtype=float)[owner]])
    women_and_hits = np.concatenate([women, *hits])

    def compare(expected: Expected, parameters: Parameters) -> Array:
        shares = jnp.concatenate([expected.women, expected.statements[owner]])
        # one call for all: each separate one costs seconds of compilation
        chances = beta_binomial(women_and_hits, trials, shares, parameters[observation.concentration])
        return jnp.concatenate([
            compound_poisson(counts, expected.counts, expected.dispersion),
            chances[: len(women)],
            _log_normals([d.value for d in stocks], expected.stocks, [d.spread for d in stocks]),
            _log_normals([d.per_year for d in flows], expected.flows, [d.spread for d in flows]),
            _log_normals([d.years for d in stays], expected.stays, [d.spread for d in stays]),
            wordings(chances[len(women) :], owner, len(hits)),
        ])  # fmt: skip

    return compare


def _log_normals(values: list[float], medians: Array, spreads: list[float]) -> Array:
    if not values:
        return jnp.zeros(0)
    return log_normal(np.array(values), medians, np.array(spreads))
