"""From flows to published figures: what the model expects where something was published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from departures.model.graph import Graph
from departures.observation.declared import LatentDatum, Observation
from departures.observation.interviews import compile_interviews
from departures.observation.periods import sums_over
from departures.quantities import MONTHS_PER_YEAR, Array, Months, Parameters


class Flows(NamedTuple):
    """The part of an engine's trajectory that observation reads (see `engines.mean_field.Trajectory`), and the latent
    paths by name, [month, cell].
    """

    flows: Array
    stocks: Array
    latents: Mapping[str, Array]


class Expected(NamedTuple):
    """What is expected for each datum, in the order of the observation.

    counts [window]: persons; dispersion [window]: variance over mean; women [split]: share;
    stocks, flows (per year), stays (years), indicators (index), attitudes (share), statements (share who left since
    the date): one value per datum; interviews: for each datum what `interviews.Interviews.shares` gives.
    """

    counts: Array
    dispersion: Array
    women: Array
    stocks: Array
    flows: Array
    stays: Array
    indicators: Array
    attitudes: Array
    statements: Array
    interviews: tuple[Array, ...] = ()


@dataclass(frozen=True)
class Records:
    """Which edges add up to which recorded flow: `matrix` is [edge, record]."""

    names: tuple[str, ...]
    matrix: Array

    def at(self, name: str) -> int:
        """Place of a record."""
        return self.names.index(name)


def records_of(graph: Graph, observation: Observation) -> Records:
    """One record per way out for arrivals, then one per observed flow."""
    names: list[str] = []
    columns: list[Array] = []
    for way in observation.ways:
        names.append(f"arrivals:{way}")
        columns.append(_sum_of(graph, observation.counted, {"way": way}))
    for datum in observation.flows:
        names.append(f"flow:{datum.name}")
        columns.append(_sum_of(graph, datum.transitions, {}))
    return Records(tuple(names), np.stack(columns, axis=1))


def _sum_of(graph: Graph, transitions: tuple[str, ...], levels: dict[str, str]) -> Array:
    column = np.zeros(len(graph.edges))
    for transition in transitions:
        column[graph.edges_of(transition, levels)] = 1.0
    return column


def tracer_months(months: Months, observation: Observation) -> tuple[int, ...]:
    """First months of the tracers that the statements need, each once, in order."""
    return tuple(sorted({months.index_of(datum.since) for datum in observation.statements}))


def tracer_ends(months: Months, observation: Observation) -> tuple[int, ...]:
    """Last month in which the clock, and then each tracer of `tracer_months`, is read."""
    clock = max((months.index_of(datum.end) for datum in observation.stays), default=-1)
    ends: dict[int, int] = {}
    for datum in observation.statements:
        first = months.index_of(datum.since)
        ends[first] = max(ends.get(first, 0), months.index_of(datum.end))
    return (clock, *(ends[first] for first in sorted(ends)))


def compile_expected(graph: Graph, observation: Observation) -> Callable[[Flows, Parameters], Expected]:
    """A pure function from a trajectory to `Expected`. Its columns: everybody, the clock, the statements' tracers, then
    for each datum of interviews those who will describe, by period of leaving.
    """
    months = graph.declaration.months
    female = np.asarray(graph.declaration.cells.covariates["female"])
    ways = len(observation.ways)
    over_windows = sums_over(months, [(w.start, w.end) for w in observation.windows])
    over_splits = sums_over(months, [(s.window.start, s.window.end) for s in observation.splits])
    stocks_of = _stocks(graph, observation)
    flows_of = _flows(months, observation)
    lags_of = _lags(months, observation)
    indicators_of = _of_latents(months, observation.indicators)
    attitudes_of = _of_latents(months, observation.attitudes)
    interviews = [compile_interviews(graph, datum) for datum in observation.interviews]
    first = 2 + len(tracer_months(months, observation))
    ends = np.cumsum([first, *(each.masks.shape[1] for each in interviews)])

    def expected(trajectory: Flows, parameters: Parameters) -> Expected:
        arrivals = trajectory.flows[:, :, :ways, :]  # month, cell, way, column
        by_way = over_windows(arrivals[..., 0].sum(1))
        counts = by_way.sum(-1)
        above = jnp.stack([jnp.asarray(parameters[observation.parties[way]]) for way in observation.ways])
        dispersion = 1.0 + (by_way @ above) / jnp.maximum(counts, 1e-12)
        by_cell = over_splits(arrivals[..., 0].sum(2))
        women = by_cell @ female / jnp.maximum(by_cell.sum(-1), 1e-12)
        stays, statements = lags_of(arrivals.sum((1, 2)))
        by_column = arrivals.sum(2)
        of_interviews = tuple(
            each.shares(by_column[..., start:end], by_column[..., 0], parameters)
            for each, start, end in zip(interviews, ends, ends[1:], strict=False)
        )
        return Expected(
            counts, dispersion, women, stocks_of(trajectory.stocks),
            flows_of(trajectory.flows[:, :, ways:, 0].sum(1)), stays,
            indicators_of(trajectory.latents), attitudes_of(trajectory.latents), statements, of_interviews,
        )  # fmt: skip

    return expected


def _stocks(graph: Graph, observation: Observation) -> Callable[[Array], Array]:
    months = graph.declaration.months
    on_days = sums_over(months, [(datum.day, datum.day) for datum in observation.stocks])
    counted = np.zeros((len(observation.stocks), len(graph.compartments)))
    for row, datum in enumerate(observation.stocks):
        counted[row, np.concatenate([graph.places_of(state) for state in datum.states])] = 1.0

    def stocks(values: Array) -> Array:
        return (on_days(values.sum(1)) * counted).sum(1)

    return stocks


def _flows(months: Months, observation: Observation) -> Callable[[Array], Array]:
    """Each record over its own period: a product with a matrix, since the gradient of a place cut out of an array is a
    whole array.
    """
    periods = [(datum.start, datum.end) for datum in observation.flows]
    over_periods, own = sums_over(months, periods), np.eye(len(periods))
    count = np.array([np.diff(months.window(*period))[0] for period in periods], dtype=float)
    years = np.maximum(count, 1.0) / MONTHS_PER_YEAR

    def flows(values: Array) -> Array:
        return (over_periods(values) * own).sum(1) / years

    return flows


def _of_latents(months: Months, data: tuple[LatentDatum, ...]) -> Callable[[Mapping[str, Array]], Array]:
    """Mean of a latent over the months of a period and over the cells, one per datum."""
    names = sorted({datum.latent for datum in data})
    weights = np.zeros((len(data), len(names), months.count))
    for row, datum in enumerate(data):
        first, last = months.window(datum.start, datum.end)
        weights[row, names.index(datum.latent), first:last] = 1.0 / (last - first)
    flat = weights.reshape(len(data), len(names) * months.count)

    def means(latents: Mapping[str, Array]) -> Array:
        if not names:
            return jnp.array([])
        return flat @ jnp.concatenate([latents[name].mean(1) for name in names])

    return means


def _lags(months: Months, observation: Observation) -> Callable[[Array], tuple[Array, Array]]:
    first = tracer_months(months, observation)
    over_stays = sums_over(months, [(datum.start, datum.end) for datum in observation.stays])
    over_statements = sums_over(months, [(datum.start, datum.end) for datum in observation.statements])
    own = np.zeros(
        (len(observation.statements), 2 + len(first))
    )  # the tracer of each, as a matrix (see `_flows`)
    for row, datum in enumerate(observation.statements):
        own[row, 2 + first.index(months.index_of(datum.since))] = 1.0

    def lags(arrivals: Array) -> tuple[Array, Array]:
        stayed, arrived = over_stays(arrivals[:, :2]), over_statements(arrivals[:, : own.shape[1]])
        stays = stayed[:, 1] / MONTHS_PER_YEAR / jnp.maximum(stayed[:, 0], 1e-12)
        return stays, (arrived * own).sum(1) / jnp.maximum(arrived[:, 0], 1e-12)

    return lags
