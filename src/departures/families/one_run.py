"""One run of the engine of individuals with the households of those who leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from departures.country.problem import Problem
from departures.engines.hazards import cell_view, compile_hazards, driver_paths
from departures.engines.individuals import Individuals, individuals
from departures.families.calls import run as gone_through
from departures.families.history import Edges, in_order
from departures.families.households import HOUSEHOLD, PERSON, Given
from departures.families.kernel import COUNTED
from departures.families.settings import FamiliesSetting
from departures.model.state import Role
from departures.observation.expected import records_of
from departures.observation.parties import counted_parties
from departures.quantities import MONTHS_PER_YEAR, Array, Parameters


class Run(NamedTuple):
    """What one run tells: `counted` [year, counted], see `kernel.COUNTED`; `arrivals` and `departures` [year], as
    published figures count them; every move, see `individual_state.MOVE`; and what has become of households and of
    people who left, in the order of their identities.
    """

    counted: Array
    arrivals: Array
    departures: Array
    moves: Array
    households: Array
    people: Array


@dataclass(frozen=True)
class Nation:
    """A problem made ready for runs with families; see `nation`."""

    engine: Individuals
    setting: FamiliesSetting
    edges: Edges
    ends: Array
    shares: Callable[[Parameters], tuple[Array, Array]]

    def run(self, parameters: Parameters, unknowns: Mapping[str, float], seed: int, number: int = 0) -> Run:
        """One run under these parameters and these unknowns of families (see `settings.drawn`)."""
        trajectory = self.engine.run(parameters, seed, number)
        moves = in_order(trajectory.moves, self.edges, self.engine.substeps)
        people = int(moves.people.max(initial=-1)) + 1
        households, persons = np.zeros(people + 1, dtype=HOUSEHOLD), np.zeros(people + 1, dtype=PERSON)
        counted = np.zeros((len(self.ends), COUNTED))
        gone_through(moves, self._given(parameters, unknowns), households, persons, counted)
        flows = np.add.reduceat(trajectory.flows.sum(1), np.concatenate([[0], self.ends[:-1]]))
        return Run(counted, flows[:, 0], flows[:, 1], trajectory.moves, households, persons)

    def _given(self, parameters: Parameters, unknowns: Mapping[str, float]) -> Given:
        drawn, contact = (np.asarray(each, dtype=float) for each in self.shares(parameters))
        rest = {name: value for name, value in unknowns.items() if name in Given._fields}
        return Given(
            of_people=self.setting.households.of_people,
            home=self._at_home(parameters),
            drawn=drawn,
            contact=contact,
            ends=self.ends,
            deaths=self.setting.households.deaths / MONTHS_PER_YEAR,
            watch_months=MONTHS_PER_YEAR * unknowns["watch_years"],
            **rest,
        )

    def _at_home(self, parameters: Parameters) -> Array:
        """People at home at the end of each month, [month], before those who leave are taken off: they are few."""
        facts, graph = self.engine.facts(parameters), self.engine.graph
        home = [graph.declaration.state(place.state).role is Role.HOME for place in graph.compartments]
        entering = facts.entries[..., home].sum((1, 2))
        return np.asarray(facts.first[:, home].sum() + np.cumsum(entering), dtype=float)


def nation(problem: Problem, setting: FamiliesSetting) -> Nation:
    """Compile a problem for runs with families."""
    arrived = records_of(problem.graph, problem.observation).matrix
    arrived = arrived[:, : len(problem.observation.ways)].sum(1, keepdims=True)
    left = np.array([[float(edge.departure)] for edge in problem.graph.edges])
    engine = individuals(
        problem.graph, np.concatenate([arrived, left], axis=1), counted_parties(problem.graph, problem.observation),
        stock_months=(), noting=True,
    )  # fmt: skip
    months = problem.declaration.months
    ends = np.array([months.of_year(year)[1] for year in months.years])
    drawing = frozenset(name for factor in _factors(problem, setting) for name in factor.on)
    return Nation(engine, setting, Edges.of(problem.graph, drawing), ends, _shares(problem, setting))


def _factors(problem: Problem, setting: FamiliesSetting) -> list:  # type: ignore[type-arg]
    return [
        factor for room in problem.rooms for factor in room.parts.factors if factor.name == setting.following
    ]


def _shares(problem: Problem, setting: FamiliesSetting) -> Callable[[Parameters], tuple[Array, Array]]:
    """From parameters to what `households.Given` calls drawn and contact, each [month].

    Kin multiply a hazard by a factor above 1; of those who leave, the part above 1 is drawn by kin.
    """
    graph, latents_of, drivers = (
        problem.graph,
        compile_hazards(problem.graph).latents,
        driver_paths(problem.graph),
    )
    shape = (graph.declaration.months.count, graph.declaration.cells.count)
    factors = _factors(problem, setting)
    edge = next((edge for edge in graph.edges for factor in factors if edge.transition in factor.on), None)

    @jax.jit
    def shares(parameters: Parameters) -> tuple[Array, Array]:
        latents = latents_of(parameters)
        contact = latents[setting.contact] if setting.contact else jnp.zeros(shape)
        risen = jnp.ones(shape)
        if edge is not None:
            for factor in factors:
                risen = risen * factor.value(parameters, drivers, cell_view(graph, edge), latents)
        return (1.0 - 1.0 / jnp.maximum(risen, 1.0)).mean(-1), jnp.broadcast_to(contact, shape).mean(-1)

    return shares
