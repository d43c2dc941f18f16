"""The declaration as a whole, and its compiled form: compartments and edges as integer arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

import numpy as np

from departures.model.cell import Cells
from departures.model.consequence import Consequence
from departures.model.driver import Driver
from departures.model.entry import Entry, InitialStock
from departures.model.latent import Latent
from departures.model.parameter import Parameter
from departures.model.signal import Signal
from departures.model.state import Role, State
from departures.model.transition import Transition
from departures.quantities import Array, Months

Levels = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Declaration:
    """Everything that is declared once and run by every engine."""

    months: Months
    cells: Cells
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    parameters: tuple[Parameter, ...]
    entries: tuple[Entry, ...] = ()
    initial: tuple[InitialStock, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    signals: tuple[Signal, ...] = ()
    latents: tuple[Latent, ...] = ()
    drivers: tuple[Driver, ...] = ()

    def state(self, name: str) -> State:
        """The state called `name`."""
        return next(state for state in self.states if state.name == name)


@dataclass(frozen=True)
class Compartment:
    """A state at one combination of levels, in one stage (counted from 0) of its staged way out."""

    state: str
    levels: Levels
    stage: int


@dataclass(frozen=True)
class Edge:
    """A transition from one compartment to another; `speed` multiplies the intensity (the number of stages)."""

    transition: str
    source: int
    target: int
    speed: float
    completes: bool
    """False for the inner steps of a staged transition."""
    departure: bool
    """True where people pass alive from a state under control to one that is not."""


@dataclass(frozen=True)
class Graph:
    """Compartments and edges of a declaration, in an order that does not depend on how it was written."""

    declaration: Declaration
    compartments: tuple[Compartment, ...]
    edges: tuple[Edge, ...]
    sources: Array = field(repr=False)
    """Compartment of each edge's source, shape [edge]."""
    incidence: Array = field(repr=False)
    """-1 at the source and +1 at the target, shape [edge, compartment]."""

    def places_of(self, state: str, levels: dict[str, str] | None = None) -> Array:
        """Indices of the compartments of a state, with the given levels if any."""
        wanted = (levels or {}).items()
        return np.array(
            [
                i
                for i, place in enumerate(self.compartments)
                if place.state == state and all(item in place.levels for item in wanted)
            ],
            dtype=int,
        )

    def edges_of(self, transition: str, levels: dict[str, str] | None = None) -> Array:
        """Indices of a transition's completing edges, with the given levels at the target if any."""
        wanted = (levels or {}).items()
        return np.array(
            [
                i
                for i, edge in enumerate(self.edges)
                if edge.transition == transition
                and edge.completes
                and all(item in self.compartments[edge.target].levels for item in wanted)
            ],
            dtype=int,
        )


def level_combinations(state: State) -> tuple[Levels, ...]:
    """Every combination of a state's levels, first values first."""
    names = sorted(state.levels)
    return tuple(
        tuple(zip(names, values, strict=True)) for values in product(*(state.levels[name] for name in names))
    )


def compile_graph(declaration: Declaration) -> Graph:
    """Unfold levels and stages; run `check.check_declaration` first, this assumes that it passed."""
    stages = {state.name: 1 for state in declaration.states}
    for transition in declaration.transitions:
        stages[transition.source] = max(stages[transition.source], transition.stages)
    compartments = tuple(
        Compartment(state.name, levels, stage)
        for state in sorted(declaration.states, key=lambda state: state.name)
        for levels in level_combinations(state)
        for stage in range(stages[state.name])
    )
    place = {compartment: i for i, compartment in enumerate(compartments)}
    edges = tuple(
        edge
        for transition in sorted(declaration.transitions, key=lambda transition: transition.name)
        for edge in _edges_of(declaration, transition, stages, place)
    )
    incidence = np.zeros((len(edges), len(compartments)))
    for row, edge in enumerate(edges):
        incidence[row, edge.source] -= 1.0
        incidence[row, edge.target] += 1.0
    sources = np.array([edge.source for edge in edges], dtype=int)
    return Graph(declaration, compartments, edges, sources, incidence)


def _edges_of(
    declaration: Declaration, transition: Transition, stages: dict[str, int], place: dict[Compartment, int]
) -> list[Edge]:
    source, target = declaration.state(transition.source), declaration.state(transition.target)
    departure = source.under_control and not target.under_control and target.role is not Role.DEAD
    edges: list[Edge] = []
    for levels in level_combinations(source):
        goal = place[Compartment(target.name, _levels_at(target, levels, transition.assign), 0)]
        for stage in range(stages[source.name]):
            start = place[Compartment(source.name, levels, stage)]
            completes = transition.stages == 1 or stage == transition.stages - 1
            end = goal if completes else place[Compartment(source.name, levels, stage + 1)]
            edges.append(
                Edge(
                    transition.name, start, end, float(transition.stages), completes, departure and completes
                )
            )
    return edges


def _levels_at(target: State, levels: Levels, assign: dict[str, str]) -> Levels:
    """Levels after the move: assigned, else kept where the target has them, else the first value."""
    known = {**dict(levels), **assign}
    return tuple(
        (name, known[name] if known.get(name) in target.levels[name] else target.levels[name][0])
        for name in sorted(target.levels)
    )
