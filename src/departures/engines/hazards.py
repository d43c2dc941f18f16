"""The declaration compiled to hazards: what reads no signal for all months at once, the rest month by month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import jax.numpy as jnp

from departures.engines.once import Once
from departures.model.graph import Edge, Graph
from departures.model.transition import Transition
from departures.quantities import Array, Parameters


@dataclass(frozen=True)
class Hazards:
    """Functions that give every edge's hazard, in events per person per month.

    `latents(parameters)` → paths by name, [month, cell]; `fixed(parameters, latents)` → [fixed edge, month, cell];
    `moving(parameters, drivers_now, signals)` → [cell, moving edge], where `signals` holds the latents of the month
    too; `order` puts the concatenation of both back into the graph's edge order.
    """

    latents: Callable[[Parameters], dict[str, Array]]
    fixed: Callable[[Parameters, Mapping[str, Array]], Array]
    moving: Callable[[Parameters, Mapping[str, Array], Mapping[str, Array]], Array]
    order: tuple[int, ...]
    has_moving: bool


def compile_hazards(graph: Graph) -> Hazards:
    """Sort the edges by whether their transition reads a signal and wrap their intensities."""
    transitions = {item.name: item for item in graph.declaration.transitions}
    reads = [bool(transitions[edge.transition].reads) for edge in graph.edges]
    still = [i for i, moves in enumerate(reads) if not moves]
    moving = [i for i, moves in enumerate(reads) if moves]
    position = {edge: place for place, edge in enumerate([*still, *moving])}
    drivers = {driver.name: jnp.asarray(driver.now()) for driver in graph.declaration.drivers}
    months, cells = graph.declaration.months.count, graph.declaration.cells.count

    def latents(parameters: Parameters) -> dict[str, Array]:
        paths: dict[str, Array] = {}
        for latent in graph.declaration.latents:
            paths[latent.name] = jnp.broadcast_to(latent.path(parameters, drivers, paths), (months, cells))
        return paths

    def fixed(parameters: Parameters, paths: Mapping[str, Array]) -> Array:
        rows = _evaluate(graph, transitions, still, parameters, drivers, paths)
        return _stacked(rows, (months, cells), axis=0)

    def moved(parameters: Parameters, now: Mapping[str, Array], signals: Mapping[str, Array]) -> Array:
        return _stacked(_evaluate(graph, transitions, moving, parameters, now, signals), (cells,))

    order = tuple(position[i] for i in range(len(graph.edges)))
    return Hazards(latents, fixed, moved, order, bool(moving))


def driver_paths(graph: Graph) -> dict[str, Array]:
    """Every driver with its month axis first: [month, 1] or [month, 1, knot]."""
    return {driver.name: jnp.asarray(driver.now()) for driver in graph.declaration.drivers}


def cell_view(graph: Graph, edge: Edge) -> dict[str, Array]:
    """Covariates of the cells, and 0/1 for each value of each level of the edge's source."""
    declaration = graph.declaration
    place = graph.compartments[edge.source]
    state = declaration.state(place.state)
    here = dict(place.levels)
    levels = {
        f"{level}={value}": 1.0 if here[level] == value else 0.0
        for level, values in state.levels.items()
        for value in values
    }
    return {**declaration.cells.values(), **levels}


def _evaluate(
    graph: Graph,
    transitions: Mapping[str, Transition],
    indices: list[int],
    parameters: Parameters,
    drivers_now: Mapping[str, Array],
    signals: Mapping[str, Array],
) -> list[Array]:
    rows: list[Array] = []
    at_once = Once(parameters, drivers_now, signals)
    known: dict[tuple[object, ...], Array] = {}
    for index in indices:
        edge = graph.edges[index]
        key = (edge.transition, graph.compartments[edge.source].levels)
        if key not in known:  # the stages of one way out share their intensity
            known[key] = at_once.value(transitions[edge.transition].intensity, cell_view(graph, edge))
        rows.append(known[key] * edge.speed)
    return rows


def _stacked(rows: list[Array], shape: tuple[int, ...], axis: int = -1) -> Array:
    if not rows:
        return jnp.zeros((0, *shape) if axis == 0 else (*shape, 0))
    return jnp.stack([jnp.broadcast_to(row, shape) for row in rows], axis=axis)


def exit_probabilities(hazards: Array, sources: Array, compartments: int, step: float) -> Array:
    """Competing exits, combined once: P(i→j) = (1 − exp(−step·Σh))·h_ij/Σh; shape of `hazards` [..., edge].

    `step` in months. The ratio is taken so that it stays finite, with its gradient, where Σh is 0.
    """
    one_hot = jnp.eye(compartments)[sources]
    total = hazards @ one_hot
    safe = jnp.where(total > 0.0, total, 1.0)
    share = jnp.where(total > 0.0, -jnp.expm1(-step * safe) / safe, step)
    return hazards * (share @ one_hot.T)  # a product, since the gradient of a gather is slow on a CPU
