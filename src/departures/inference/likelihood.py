"""The likelihood: one term per published figure, by name, so that each can be left out and looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np

from departures.country.problem import Problem
from departures.engines.mean_field import SUBSTEPS, mean_field
from departures.engines.tracers import since
from departures.inference.densities import (
    beta_binomial,
    compound_poisson,
    log_normal,
    logit_normal,
    possible_hits,
    wordings,
)
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
        return -(log_prior(z) + self.terms(z, known).sum())


def compile_likelihood(problem: Problem, substeps: int = SUBSTEPS) -> Likelihood:
    """Engine, observation and densities of a problem as functions of z."""
    graph, observation = problem.graph, problem.observation
    layout = layout_of(problem)
    months = problem.declaration.months
    records = records_of(graph, observation)
    tracers = since(months, tracer_months(months, observation), True, tracer_ends(months, observation))
    engine = mean_field(graph, records.matrix, tracers, substeps)
    to_expected = compile_expected(graph, observation)
    compare = _comparison(observation)

    def of(z: Array, known: Known | None) -> tuple[Expected, Parameters]:
        parameters = layout.values(z, known)
        trajectory = engine.run(parameters)
        flows = Flows(trajectory.flows, trajectory.stocks, trajectory.latents)
        return to_expected(flows, parameters), parameters

    def expected(z: Array, known: Known | None = None) -> Expected:
        return of(z, known)[0]

    def terms(z: Array, known: Known | None = None) -> Array:
        return compare(*of(z, known))

    def linked(z: Array, known: Known | None = None) -> tuple[Array, Array]:
        return _linked(observation, *of(z, known))

    def weighed(z: Array, share: Array | float, weights: Array, known: Known | None = None) -> Array:
        seen, parameters = of(z, known)
        potential = -(log_prior(z) + compare(seen, parameters).sum())
        return share * potential + weights @ _linked(observation, seen, parameters)[0]

    size = len(observation.datum_names) + len(observation.windows)
    return Likelihood(layout, observation.datum_names, expected, terms, compare, linked, weighed, size)


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
    trials = np.concatenate([totals, people])
    women_and_hits = np.concatenate([women, *hits])
    groups = np.concatenate([np.arange(len(women)), len(women) + owner])

    def compare(expected: Expected, parameters: Parameters) -> Array:
        shares = jnp.concatenate([expected.women, expected.statements])
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
            wordings(chances[len(women) :], owner, len(hits)),
        ])  # fmt: skip

    return compare


LEAST = 1e-9
"""Below this an expectation counts as this one, as in the densities: its logarithm stays a number."""
WORDING_INFORMATION = 4.0
"""Most that one published wording tells on the logit scale; its likelihood is flat inside and steep at its ends."""


def _linked(observation: Observation, expected: Expected, parameters: Parameters) -> tuple[Array, Array]:
    """Link scale and expected information of every term, in order, and of the dispersion of the counts."""
    totals = np.array([split.window.value for split in observation.splits], dtype=float)
    people = np.array([datum.people for datum in observation.statements], dtype=float)
    spread = 1.0 + parameters[observation.concentration]
    spreads = [
        *(d.spread for d in observation.stocks),
        *(d.spread for d in observation.flows),
        *(d.spread for d in observation.stays),
        *(d.spread for d in observation.indicators),
        *(d.spread for d in observation.attitudes),
    ]

    def of_share(trials: Array, share: Array) -> Array:
        return trials * share * (1.0 - share) / (1.0 + (trials - 1.0) / spread)

    statements = jnp.minimum(of_share(people, expected.statements), WORDING_INFORMATION)
    scale = [
        _log(expected.counts), _logit(expected.women), _log(expected.stocks), _log(expected.flows),
        _log(expected.stays), _log(expected.indicators), _logit(expected.attitudes), _logit(expected.statements),
        _log(expected.dispersion),
    ]  # fmt: skip
    information = [
        expected.counts / expected.dispersion,
        of_share(totals, expected.women),
        jnp.array([1.0 / spread**2 for spread in spreads]),
        0.3 * statements,
        jnp.full(len(observation.windows), 0.5),
    ]
    return jnp.concatenate(scale), jnp.concatenate(information)


def _log(positive: Array) -> Array:
    return jnp.log(jnp.maximum(positive, LEAST))


def _logit(share: Array) -> Array:
    inside = jnp.clip(share, 1e-6, 1.0 - 1e-6)
    return jnp.log(inside) - jnp.log1p(-inside)
