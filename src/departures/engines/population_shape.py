"""The population kernel's integer arrays: exits by source, what is recorded, and whom consequences move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from departures.engines.consequences import ordered, places_of
from departures.engines.population_parties import MANY
from departures.model.graph import Graph
from departures.model.party import PartyLaw, party_law
from departures.quantities import Array


class Exits(NamedTuple):
    """Edges sorted by source, so that the exits of a compartment stand side by side; all other arrays of edges are in
    the graph's own order.
    """

    starts: Array
    """First exit of each compartment, and behind them the number of exits; [compartment + 1]."""
    edges: Array
    """Edge of each exit; [exit]."""
    targets: Array
    """Compartment to which each exit leads; [exit]."""
    recorded: Array
    """Pairs of an edge and the record that it adds to; [pair, 2]."""
    event_starts: Array
    """First of the events of each consequence, and behind them their number; [consequence + 1]."""
    events: Array
    """Edges whose moves are events; [event]."""
    pair_starts: Array
    """First of the pairs of each consequence, and behind them their number; [consequence + 1]."""
    pairs: Array
    """Compartments from which and to which a consequence moves people; [pair, 2]."""


class Laws(NamedTuple):
    """Party laws by edge (see `model.party.PartyLaw`), each [edge]; from `many` people on, parties are not sorted one
    by one.
    """

    kinds: Array
    means: Array
    firsts: Array
    seconds: Array
    many: Array


def exits_of(graph: Graph, records: Array) -> Exits:
    """Gather the constant arrays of a graph; `records` [edge, record] holds 0 and 1.

    Raises `ValueError` for other records.
    """
    if not np.isin(records, (0.0, 1.0)).all():
        raise ValueError("records must be 0 or 1: an edge adds up to a recorded flow, or it does not")
    order = np.argsort(graph.sources, kind="stable")
    consequences = ordered(graph)
    events = [np.asarray(graph.edges_of(item.on)) for item in consequences]
    pairs = [np.stack(places_of(graph, item), axis=1) for item in consequences]
    return Exits(
        starts=np.searchsorted(graph.sources[order], np.arange(len(graph.compartments) + 1)),
        edges=order,
        targets=np.array([graph.edges[edge].target for edge in order], dtype=int),
        recorded=np.argwhere(records > 0.0).reshape(-1, 2),
        event_starts=_starts(events),
        events=np.concatenate([*events, np.zeros(0, dtype=int)]),
        pair_starts=_starts(pairs),
        pairs=np.concatenate([*pairs, np.zeros((0, 2), dtype=int)]),
    )


def _starts(parts: list[Array]) -> Array:
    return np.cumsum([0, *(len(part) for part in parts)])


def declared_parties(graph: Graph) -> dict[int, PartyLaw]:
    """The law of each edge as its transition declares it; the inner steps of a staged way are taken alone."""
    sizes = {item.name: item.group_size for item in graph.declaration.transitions}
    return {
        place: party_law(sizes[edge.transition] if edge.completes else None)
        for place, edge in enumerate(graph.edges)
    }


def laws_of(parties: Mapping[int, PartyLaw]) -> Laws:
    """The laws as arrays, in the order of the edges; `parties` holds one for each edge."""
    laws = [parties[edge] for edge in range(len(parties))]
    return Laws(
        kinds=np.array([int(law.kind) for law in laws], dtype=int),
        means=np.array([law.mean for law in laws], dtype=float),
        firsts=np.array([law.first for law in laws], dtype=float),
        seconds=np.array([law.second for law in laws], dtype=float),
        many=np.array([MANY * law.reach for law in laws], dtype=float),
    )
