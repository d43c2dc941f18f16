"""Consequences in the mean: each event of a transition moves its expected number of others."""

from __future__ import annotations

from collections.abc import Callable

import jax.numpy as jnp
import numpy as np

from departures.model.consequence import Consequence
from departures.model.graph import Compartment, Graph
from departures.quantities import Array, Parameters

Apply = Callable[[Array, Array, Parameters], Array]


def compile_consequences(graph: Graph) -> Apply | None:
    """A function (stocks [cell, compartment], flows [cell, edge], parameters) → change [cell, compartment].

    None when nothing is declared. Nobody is moved who is not there: of a stock n, n·(1 − exp(−m/n)) move
    when m are expected to; several consequences act one after the other, in order of name.
    """
    declared = ordered(graph)
    if not declared:
        return None
    parts = [_compiled(graph, item) for item in declared]

    def apply(stocks: Array, flows: Array, parameters: Parameters) -> Array:
        change = jnp.zeros_like(stocks)
        for part in parts:
            change = change + part(stocks + change, flows, parameters)
        return change

    return apply


def _compiled(graph: Graph, item: Consequence) -> Apply:
    on = np.asarray(graph.edges_of(item.on))
    sources, targets = places_of(graph, item)

    def apply(stocks: Array, flows: Array, parameters: Parameters) -> Array:
        there = stocks[:, sources]
        total = jnp.maximum(there.sum(-1, keepdims=True), 1e-12)
        expected = parameters[item.expected] * flows[:, on].sum(-1, keepdims=True)
        moved = there * -jnp.expm1(-expected / total)
        return jnp.zeros_like(stocks).at[:, sources].add(-moved).at[:, targets].add(moved)

    return apply


def ordered(graph: Graph) -> list[Consequence]:
    """The consequences in the order in which they act."""
    return sorted(graph.declaration.consequences, key=lambda item: item.name)


def places_of(graph: Graph, item: Consequence) -> tuple[Array, Array]:
    """Compartments from which a consequence moves people, and those to which it does; [place] each."""
    sources = graph.places_of(item.source, item.source_levels)
    return sources, np.array([_target(graph, item, int(place)) for place in sources], dtype=int)


def _target(graph: Graph, item: Consequence, place: int) -> int:
    start = graph.compartments[place]
    target = graph.declaration.state(item.target)
    known = {**dict(start.levels), **item.target_levels}
    levels = tuple((name, known.get(name, target.levels[name][0])) for name in sorted(target.levels))
    stage = start.stage if start.state == target.name else 0
    return graph.compartments.index(Compartment(target.name, levels, stage))
