"""The likelihood: one term per published figure, by name, so that each can be left out and looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np

from departures.country.problem import Problem
from departures.engines.mean_field import SUBSTEPS, mean_field
from departures.engines.tracers import beside, since
from departures.inference.densities import (
    beta_binomial,
    compound_poisson,
    dirichlet_multinomial,
    log_normal,
    logit_normal,
    possible_hits,
    wordings,
)
from departures.inference.linked import linked_expectations, linked_owners
from departures.inference.priors import Known, Layout, layout_of, log_prior
from departures.observation.declared import FlowDatum, LatentDatum, Observation, StayDatum, StockDatum
from departures.observation.expected import (
    Expected,
    Flows,
    compile_expected,
    records_of,
    tracer_ends,
    tracer_months,
)
from departures.observation.interviews import compile_interviews
from departures.quantities import Array, Parameters


@dataclass(frozen=True)
class Likelihood:
    """`expected(z)` and `terms(z)` [datum] are pure and differentiable; `names` are `kind:figure`.

    Every function takes priors and switches as its last argument, `known`; by default those of the layout.
    """

    layout: Layout
    names: tuple[str, ...]
    expected: Callable[..., Expected]
    terms: Callable[..., Array]
    from_expected: Callable[[Expected, Parameters], Array]
    linked: Callable[..., tuple[Array, Array]]
    """Expectations on the scale on which their errors are even, and the information on each (see `curvature`)."""
    weighed: Callable[..., Array]
    """`weighed(z, share, weights)`: share × potential + weights · those expectations. One program, so that gradients
    of either are compiled once."""
    linked_size: int
    """How many expectations `linked` gives."""

    def potential(self, z: Array, known: Known | None = None) -> Array:
        """Minus the log posterior density of z, up to a constant."""
        given = known or self.layout.known
        return -(log_prior(z) + given.counted @ self.terms(z, given))


def compile_likelihood(problem: Problem, substeps: int = SUBSTEPS) -> Likelihood:
    """Engine, observation and densities of a problem as functions of z."""
    graph, observation = problem.graph, problem.observation
    layout = layout_of(problem)
    months = problem.declaration.months
    records = records_of(graph, observation)
    tracers = since(months, tracer_months(months, observation), True, tracer_ends(months, observation))
    interviews = [compile_interviews(graph, datum) for datum in observation.interviews]
    fixed = tracers.masks
    for each in interviews:
        tracers = beside(tracers, each.masks, each.last)
    engine = mean_field(graph, records.matrix, tracers, substeps)
    to_expected = compile_expected(graph, observation)
    owners = linked_owners(observation)
    compare = _comparison(observation)

    def of(z: Array, known: Known | None) -> tuple[Expected, Parameters]:
        parameters = layout.values(z, known)
        masks = jnp.concatenate([fixed, *(each.describing(parameters) for each in interviews)], axis=1)
        trajectory = engine.run(parameters, masks)
        flows = Flows(trajectory.flows, trajectory.stocks, trajectory.latents)
        return to_expected(flows, parameters), parameters

    def expected(z: Array, known: Known | None = None) -> Expected:
        return of(z, known)[0]

    def terms(z: Array, known: Known | None = None) -> Array:
        return compare(*of(z, known))

    def linked(z: Array, known: Known | None = None) -> tuple[Array, Array]:
        scale, information = linked_expectations(observation, *of(z, known))
        return scale, information * (known or layout.known).counted[owners]

    def weighed(z: Array, share: Array | float, weights: Array, known: Known | None = None) -> Array:
        seen, parameters = of(z, known)
        potential = -(log_prior(z) + (known or layout.known).counted @ compare(seen, parameters))
        return share * potential + weights @ linked_expectations(observation, seen, parameters)[0]

    return Likelihood(layout, observation.datum_names, expected, terms, compare, linked, weighed, len(owners))


def _comparison(observation: Observation) -> Callable[[Expected, Parameters], Array]:
    counts = np.array([window.value for window in observation.windows], dtype=float)
    women = np.array([split.women for split in observation.splits], dtype=float)
    totals = np.array([split.window.value for split in observation.splits], dtype=float)
    stocks, flows, stays = observation.stocks, observation.flows, observation.stays
    indicators = observation.indicators
    positive = np.array([
        *(d.value for d in stocks), *(d.per_year for d in flows), *(d.years for d in stays),
        *(d.value for d in indicators),
    ])  # fmt: skip
    every: list[StockDatum | FlowDatum | StayDatum | LatentDatum] = [*stocks, *flows, *stays, *indicators]
    spreads = np.array([datum.spread for datum in every])
    attitudes = np.array([datum.value for datum in observation.attitudes])
    attitude_spreads = np.array([datum.spread for datum in observation.attitudes])
    hits = [possible_hits(datum.people, datum.low, datum.high) for datum in observation.statements]
    owner = np.concatenate([np.full(len(h), i) for i, h in enumerate(hits)] or [np.zeros(0)]).astype(int)
    people = np.array([datum.people for datum in observation.statements], dtype=float)
    interviews = observation.interviews
    told = len(women) + len(interviews)
    trials = np.concatenate([totals, [float(datum.described) for datum in interviews], people])
    women_and_hits = np.concatenate([women, [float(datum.women) for datum in interviews], *hits])
    groups = np.concatenate([np.arange(told), told + owner])

    def of_interviews(expected: Expected, parameters: Parameters, chances: Array) -> Array:
        """Years of leaving, and then women, of each datum; [2 × datum]."""
        years = [
            dirichlet_multinomial(np.array(datum.counts), shares[:-1], parameters[datum.concentration])
            for datum, shares in zip(interviews, expected.interviews, strict=True)
        ]
        return jnp.stack([jnp.stack(years), chances], axis=1).ravel() if years else jnp.array([])

    def compare(expected: Expected, parameters: Parameters) -> Array:
        described = jnp.array([shares[-1] for shares in expected.interviews])
        shares = jnp.concatenate([expected.women, described, expected.statements])
        chances = beta_binomial(women_and_hits, trials, shares, parameters[observation.concentration], groups)
        return jnp.concatenate([
            compound_poisson(counts, expected.counts, expected.dispersion),
            chances[: len(women)],
            log_normal(
                positive,
                jnp.concatenate([expected.stocks, expected.flows, expected.stays, expected.indicators]),
                spreads,
            ),
            logit_normal(attitudes, expected.attitudes, attitude_spreads),
            of_interviews(expected, parameters, chances[len(women) : told]),
            wordings(chances[told:], owner, len(hits)),
        ])  # fmt: skip

    return compare
