"""Signals between months: the only way by which stocks reach an intensity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np

from departures.model.graph import Graph
from departures.quantities import Array, Parameters


@dataclass(frozen=True)
class Followers:
    """`initial()` → values by name; `next(...)` → next month's values by name, each of shape [cell]."""

    initial: Callable[[], dict[str, Array]]
    next: Callable[[Mapping[str, Array], Array, Array, Mapping[str, Array], Parameters], dict[str, Array]]


def compile_signals(graph: Graph) -> Followers:
    """Wrap every signal of the declaration so that it sees stocks by state and flows by transition."""
    declaration = graph.declaration
    cells = declaration.cells.count
    in_state = {state.name: graph.places_of(state.name) for state in declaration.states}
    of_transition = {item.name: graph.edges_of(item.name) for item in declaration.transitions}

    def initial() -> dict[str, Array]:
        return {signal.name: jnp.full((cells,), float(signal.initial)) for signal in declaration.signals}

    def following(
        last: Mapping[str, Array],
        stocks: Array,
        flows: Array,
        drivers_now: Mapping[str, Array],
        parameters: Parameters,
    ) -> dict[str, Array]:
        if not declaration.signals:
            return {}
        by_state = {name: stocks[:, np.asarray(places)].sum(-1) for name, places in in_state.items()}
        by_transition = {name: flows[:, np.asarray(edges)].sum(-1) for name, edges in of_transition.items()}
        return {
            signal.name: jnp.broadcast_to(
                signal.next(last[signal.name], by_state, by_transition, drivers_now, parameters), (cells,)
            )
            for signal in declaration.signals
        }

    return Followers(initial, following)
