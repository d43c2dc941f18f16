"""The mean field: it multiplies where the other engines draw, so it can be differentiated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from departures.engines.consequences import compile_consequences
from departures.engines.hazards import Hazards, compile_hazards, driver_paths, exit_probabilities
from departures.engines.recurrence import recurrence
from departures.engines.recurrence_shape import shape_of
from departures.engines.signals import compile_signals
from departures.engines.tracers import Tracers, no_tracers
from departures.model.graph import Graph
from departures.quantities import Array, Parameters

SUBSTEPS = 2
"""Steps a month. In each, everybody moves, and whoever has just moved may move once more with half the time
left: without that, a step delays every stage by half its length (see decisions/newcomers-move-too.md)."""


class Trajectory(NamedTuple):
    """What happened in the mean, month by month.

    flows: persons per month through each record, [month, cell, record, column];
    stocks: persons at the end of the month, [month, cell, compartment];
    latents: their paths by name, [month, cell].
    Column 0 is everybody; the further columns are the tracers.
    """

    flows: Array
    stocks: Array
    latents: dict[str, Array]


@dataclass(frozen=True)
class MeanField:
    """A compiled engine; `run(parameters)` is pure, traceable and differentiable.

    A second argument of `run`, [month, column], stands in for the tracers' masks: where those are other than 0, it may
    have other weights, which may depend on parameters. `records` is [edge, record]: which edges add up to which
    recorded flow (by default every edge on its own).
    """

    graph: Graph
    records: Array
    tracers: Tracers
    substeps: int
    run: Callable[..., Trajectory]


def mean_field(
    graph: Graph,
    records: Array | None = None,
    tracers: Tracers | None = None,
    substeps: int = SUBSTEPS,
    *,
    reference: bool = False,
) -> MeanField:
    """Compile the graph into a mean-field engine.

    Where nothing reads a signal and nothing has consequences, the compiled recurrence runs it; `reference`
    asks for the scan all the same, which the tests compare it with.
    """
    chosen = np.eye(len(graph.edges)) if records is None else np.asarray(records, dtype=float)
    followed = tracers or no_tracers(graph.declaration.months)
    hazards = compile_hazards(graph)
    if hazards.has_moving or graph.declaration.consequences or reference:
        run = _scanned(graph, hazards, chosen, followed, substeps)
    else:
        run = _compiled(graph, hazards, chosen, followed, substeps)
    return MeanField(graph, chosen, followed, substeps, run)


def _compiled(
    graph: Graph, hazards: Hazards, records: Array, tracers: Tracers, substeps: int
) -> Callable[..., Trajectory]:
    kernel = recurrence(partial(shape_of, graph, records, tracers, substeps))
    cells = graph.declaration.cells.count

    def run(parameters: Parameters, masks: Array = tracers.masks) -> Trajectory:
        first = initial_stocks(graph, parameters, 1)[..., 0].T
        latents = hazards.latents(parameters)
        entries = jnp.swapaxes(entries_of(graph, parameters), 1, 2)
        weights = jnp.repeat(jnp.asarray(masks)[..., None], cells, axis=-1)
        flows, stocks = kernel(hazards.fixed(parameters, latents), first, entries, weights)
        return Trajectory(jnp.moveaxis(flows, -1, 1), jnp.swapaxes(stocks, 1, 2), latents)

    return run


def _scanned(
    graph: Graph, hazards: Hazards, records: Array, tracers: Tracers, substeps: int
) -> Callable[..., Trajectory]:
    def run(parameters: Parameters, masks: Array = tracers.masks) -> Trajectory:
        latents = hazards.latents(parameters)
        fixed = jnp.moveaxis(hazards.fixed(parameters, latents), 0, -1)
        month = _month(graph, hazards, parameters, records, tracers, substeps)
        start = (initial_stocks(graph, parameters, tracers.count), compile_signals(graph).initial())
        sequence = (
            fixed, entries_of(graph, parameters), jnp.asarray(masks), driver_paths(graph),
            latents,
        )  # fmt: skip
        _, (flows, stocks) = jax.lax.scan(month, start, sequence)
        return Trajectory(flows, stocks, latents)

    return run


def _chances(graph: Graph, hazards: Array, substeps: int) -> Array:
    """Exit probabilities over a sub-step and over half of one, stacked first: [2, ..., edge]."""
    places = len(graph.compartments)
    return jnp.stack(
        [exit_probabilities(hazards, graph.sources, places, part / substeps) for part in (1.0, 0.5)]
    )


Carry = tuple[Array, dict[str, Array]]


def _month(
    graph: Graph, hazards: Hazards, parameters: Parameters, records: Array, tracers: Tracers, substeps: int
) -> Callable[[Carry, tuple[Any, ...]], tuple[Carry, tuple[Array, Array]]]:
    """One month of the scan: hazards of now, the sub-steps, then the signals of next month; it gives flows and stocks
    as in `Trajectory`.
    """
    followers = compile_signals(graph)
    step = _step(graph, tracers, substeps, parameters)
    order = jnp.asarray(hazards.order)

    def month(carry: Carry, now: tuple[Any, ...]) -> tuple[Carry, tuple[Array, Array]]:
        stocks, signals = carry
        rates, entry, masks, drivers_now, latents_now = now
        if hazards.has_moving:
            moving = hazards.moving(parameters, drivers_now, {**latents_now, **signals})
            rates = jnp.concatenate([rates, moving], axis=-1)[..., order]
        chances = _chances(graph, rates, substeps)
        flows: Array = 0.0
        for _ in range(substeps):
            stocks, moved = step(stocks, chances, entry, masks)
            flows = flows + moved
        after = followers.next(signals, stocks[..., 0], flows[..., 0], drivers_now, parameters)
        recorded = jnp.einsum("cek,er->crk", flows, records)
        return (stocks, after), (recorded, stocks[..., 0])

    return month


def _step(
    graph: Graph, tracers: Tracers, substeps: int, parameters: Parameters
) -> Callable[[Array, Array, Array, Array], tuple[Array, Array]]:
    """One sub-step: everybody moves, newcomers once more with half the time, then consequences act."""
    departures = jnp.asarray([edge.departure for edge in graph.edges], dtype=float)[:, None]
    keep, clock = tracers.keep(graph), tracers.clock(graph)
    consequences = compile_consequences(graph)
    sources, incidence = graph.sources, jnp.asarray(graph.incidence)
    arriving = jnp.maximum(incidence, 0.0)

    def moves(people: Array, chances: Array, masks: Array) -> Array:
        moved = people[:, sources, :] * chances[..., None]
        if tracers.count > 1:
            moved = moved + moved[:, :, :1] * departures * masks[None, None, :]
        return moved

    def step(stocks: Array, chances: Array, entry: Array, masks: Array) -> tuple[Array, Array]:
        first = moves(stocks, chances[0], masks)
        newcomers = (jnp.einsum("cek,es->csk", first, arriving) * keep).at[:, :, 0].add(entry / substeps)
        moved = first + moves(newcomers, chances[1], masks)
        change = jnp.einsum("cek,es->csk", moved, incidence)
        if tracers.count > 1:
            change = change * keep + stocks[:, :, :1] * clock / substeps
        change = change.at[:, :, 0].add(entry / substeps)
        if consequences is not None:
            after = (stocks + change)[..., 0]  # of whom some may have just left: nobody is moved twice
            change = change.at[:, :, 0].add(consequences(after, moved[..., 0], parameters))
        return stocks + change, moved

    return step


def initial_stocks(graph: Graph, parameters: Parameters, columns: int) -> Array:
    """Stocks before the first month, [cell, compartment, column]; tracers start empty."""
    declaration = graph.declaration
    first = {driver.name: jnp.asarray(driver.now())[0] for driver in declaration.drivers}
    stocks = jnp.zeros((declaration.cells.count, len(graph.compartments), columns))
    cell = declaration.cells.values()
    for item in declaration.initial:
        place = int(graph.places_of(item.target, item.assign)[0])
        persons = item.persons(parameters, first, cell, {})
        stocks = stocks.at[:, place, 0].add(jnp.broadcast_to(persons, (declaration.cells.count,)))
    return stocks


def entries_of(graph: Graph, parameters: Parameters) -> Array:
    """Persons per month who enter, [month, cell, compartment]."""
    declaration = graph.declaration
    shape = (declaration.months.count, declaration.cells.count)
    entries = jnp.zeros((*shape, len(graph.compartments)))
    for item in declaration.entries:
        place = int(graph.places_of(item.target, item.assign)[0])
        persons = item.persons(parameters, driver_paths(graph), declaration.cells.values(), {})
        entries = entries.at[:, :, place].add(jnp.broadcast_to(persons, shape))
    return entries
