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
    HITS,
    beta_binomial,
    compound_poisson,
    dirichlet_multinomial,
    log_normal,
    logit_normal,
    wordings,
)
from departures.inference.figures import Figures, groups_of
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

    Every function takes priors, switches and figures as its last argument, `known`; by default those of the layout.
    """

    layout: Layout
    names: tuple[str, ...]
    expected: Callable[..., Expected]
    terms: Callable[..., Array]
    from_expected: Callable[..., Array]
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

    def from_expected(seen: Expected, parameters: Parameters, known: Known | None = None) -> Array:
        every = [compare(seen, parameters, figures) for figures in (known or layout.known).figures]
        return sum(every[1:], start=every[0])

    def terms(z: Array, known: Known | None = None) -> Array:
        return from_expected(*of(z, known), known)

    def linked(z: Array, known: Known | None = None) -> tuple[Array, Array]:
        given = known or layout.known
        seen = of(z, given)
        every = [linked_expectations(observation, *seen, figures.trials) for figures in given.figures]
        scale, information = every[0][0], sum((each for _, each in every[1:]), start=every[0][1])
        return scale, information * given.counted[owners]

    def weighed(z: Array, share: Array | float, weights: Array, known: Known | None = None) -> Array:
        given = known or layout.known
        seen, parameters = of(z, given)
        potential = -(log_prior(z) + given.counted @ from_expected(seen, parameters, given))
        scale, _ = linked_expectations(observation, seen, parameters, given.figures[0].trials)
        return share * potential + weights @ scale

    return Likelihood(
        layout, observation.datum_names, expected, terms, from_expected, linked, weighed, len(owners)
    )


def _comparison(observation: Observation) -> Callable[[Expected, Parameters, Figures], Array]:
    every: list[StockDatum | FlowDatum | StayDatum | LatentDatum] = [
        *observation.stocks, *observation.flows, *observation.stays, *observation.indicators
    ]  # fmt: skip
    spreads = np.array([datum.spread for datum in every])
    attitude_spreads = np.array([datum.spread for datum in observation.attitudes])
    split_count, told = len(observation.splits), len(observation.splits) + len(observation.interviews)
    groups = groups_of(observation)

    def of_interviews(expected: Expected, parameters: Parameters, figures: Figures, women: Array) -> Array:
        """Years of leaving, and then women, of each datum; [2 × datum]."""
        years = [
            dirichlet_multinomial(*counted, shares[:-1], parameters[datum.concentration])
            for datum, counted, shares in zip(
                observation.interviews, figures.interviews, expected.interviews, strict=True
            )
        ]
        return jnp.stack([jnp.stack(years), women], axis=1).ravel() if years else jnp.array([])

    def compare(expected: Expected, parameters: Parameters, figures: Figures) -> Array:
        described = jnp.array([shares[-1] for shares in expected.interviews])
        shares = jnp.concatenate([expected.women, described, expected.statements])
        concentration = parameters[observation.concentration]
        chances = beta_binomial(figures.hits, figures.trials, figures.ways, shares, concentration, groups)
        return jnp.concatenate([
            compound_poisson(figures.counts, expected.counts, expected.dispersion, figures.log_factorials),
            chances[:split_count],
            log_normal(
                figures.positive,
                jnp.concatenate([expected.stocks, expected.flows, expected.stays, expected.indicators]),
                spreads,
            ),
            logit_normal(figures.attitudes, expected.attitudes, attitude_spreads),
            of_interviews(expected, parameters, figures, chances[split_count:told]),
            wordings(chances[told:].reshape(-1, HITS), figures.stands_for, figures.careless),
        ])  # fmt: skip

    return compare
