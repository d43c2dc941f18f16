"""Parties in which people set out and are counted, so that counts vary about as the likelihood says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from departures.model.graph import Graph
from departures.model.party import PartyLaw, logarithmic_parties
from departures.model.state import Role
from departures.observation.declared import Observation
from departures.quantities import Parameters


def counted_parties(graph: Graph, observation: Observation) -> Callable[[Parameters], dict[int, PartyLaw]]:
    """A function of the parameters that gives the party laws, by edge, of those who will be counted, by way out.

    Parties are kept together where people are counted and, if that ends a transit, where the transit begins: at its
    end alone they would only bunch within a month those who arrive anyway. From an inexhaustible source such parties
    come as a Poisson stream, and a window's count is negative binomial with variance (1 + value)·mean, where
    `Observation.parties` names the parameter that holds the value.
    """
    names = {
        edge: observation.parties[way]
        for way in observation.ways
        for transition in observation.counted
        for counted in graph.edges_of(transition, {"way": way})
        for edge in (int(counted), *_setting_out(graph, int(counted)))
    }

    def laws(parameters: Parameters) -> dict[int, PartyLaw]:
        return {edge: logarithmic_parties(1.0 + float(parameters[name])) for edge, name in names.items()}

    return laws


def _setting_out(graph: Graph, counted: int) -> Iterator[int]:
    """The edges by which people enter the transit that a counted edge ends; none where it ends no transit."""
    last = graph.compartments[graph.edges[counted].source]
    if graph.declaration.state(last.state).role is not Role.TRANSIT:
        return
    for place, edge in enumerate(graph.edges):
        source, target = graph.compartments[edge.source], graph.compartments[edge.target]
        if (target.state, target.levels) == (last.state, last.levels) and source.state != last.state:
            yield place
