"""The feedback of many replicates at once: signals from their people, and hazards from their signals."""

from __future__ import annotations

from collections.abc import Mapping

import jax
import numpy as np

from departures.engines.hazards import compile_hazards, driver_paths
from departures.engines.signals import compile_signals
from departures.model.graph import Graph
from departures.quantities import Array, Parameters

Signals = Mapping[str, Array]
"""Values by name, [replicate, cell]."""


class Feedback:
    """How signals act, compiled at the first call for each number of replicates.

    `edges` are those that read signals, in the order in which `hazards` gives them.
    """

    def __init__(self, graph: Graph) -> None:
        hazards, followers = compile_hazards(graph), compile_signals(graph)
        reading = {item.name for item in graph.declaration.transitions if item.reads}
        count = sum(edge.transition in reading for edge in graph.edges)
        self.edges: Array = np.argsort(np.asarray(hazards.order, dtype=int))[len(graph.edges) - count :]
        self._drivers = {name: np.asarray(path) for name, path in driver_paths(graph).items()}
        self._cells = graph.declaration.cells.count
        self._initial = followers.initial
        self._hazards = jax.jit(jax.vmap(hazards.moving, in_axes=(None, None, 0)))
        self._next = jax.jit(jax.vmap(followers.next, in_axes=(0, 0, 0, None, None)))

    @property
    def acts(self) -> bool:
        """Whether any intensity reads a signal."""
        return len(self.edges) > 0

    def first(self, replicates: int) -> Signals:
        """The signals before the first month."""
        return {name: self._each(value, replicates) for name, value in self._initial().items()}

    def hazards(
        self, parameters: Parameters, month: int, latents: Mapping[str, Array], signals: Signals
    ) -> Array:
        """Hazards of this month, [replicate, cell, edge of `edges`]; latents are [month, cell].

        They are not checked: where nobody is, a signal may be no number.
        """
        replicates = len(next(iter(signals.values())))
        beside = {name: self._each(path[month], replicates) for name, path in latents.items()}
        return np.asarray(self._hazards(parameters, self._now(month), {**beside, **signals}))

    def next(
        self, parameters: Parameters, month: int, signals: Signals, stocks: Array, moves: Array
    ) -> Signals:
        """Next month's signals from people [replicate, cell, compartment] and this month's moves [replicate, cell,
        edge].
        """
        people, flows = stocks.astype(float), moves.astype(float)
        after: Signals = self._next(signals, people, flows, self._now(month), parameters)
        return after

    def _now(self, month: int) -> dict[str, Array]:
        return {name: path[month] for name, path in self._drivers.items()}

    def _each(self, value: Array, replicates: int) -> Array:
        return np.broadcast_to(np.asarray(value), (replicates, self._cells))
