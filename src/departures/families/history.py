"""A run's moves put in order: when, who, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from departures.families.households import AWAY, DEAD, FREE, HELD, HOME
from departures.families.kernel import Moves
from departures.model.graph import Graph
from departures.model.state import Role
from departures.quantities import Array

STATUS = {
    Role.HOME: HOME, Role.RETURNED: HOME, Role.AT_WORK_ABROAD: HOME,
    Role.CUSTODY: HELD, Role.PUNISHED: HELD,
    Role.ARRIVED: FREE, Role.SETTLED_ABROAD: FREE, Role.DEAD: DEAD,
}  # fmt: skip
"""What has become of somebody in a state of this role; in all others they are away."""


@dataclass(frozen=True)
class Edges:
    """What families look at of every edge, each [edge]: what becomes of who takes it; whether it is a departure, and
    one from home; whether it is an arrival where counts are published; and whether kin can draw people to it.
    """

    statuses: Array
    leaves: Array
    from_home: Array
    arrives: Array
    drawing: Array

    @staticmethod
    def of(graph: Graph, drawing: frozenset[str]) -> Edges:
        """Those of a graph; `drawing` are the transitions to which kin can draw people."""
        roles = [graph.declaration.state(place.state).role for place in graph.compartments]
        targets = [roles[int(np.argmax(row == 1))] for row in graph.incidence]
        sources = [roles[source] for source in graph.sources]
        leaves = np.array([edge.departure for edge in graph.edges])
        return Edges(
            statuses=np.array([STATUS.get(role, AWAY) for role in targets]),
            leaves=leaves,
            from_home=leaves & np.array([role is Role.HOME for role in sources]),
            arrives=np.array([role is Role.ARRIVED for role in targets]),
            drawing=np.array([edge.departure and edge.transition in drawing for edge in graph.edges]),
        )


def in_order(moves: Array, edges: Edges, substeps: int) -> Moves:
    """Of the moves of people with a row (see `individual_state.MOVE`) those that change what has become of them, in the
    order of time, whatever that of the log.
    """
    away = edges.statuses == AWAY
    moves = moves[(moves["episodes"] == 0) | (~away | edges.leaves)[moves["edges"]]]
    about = np.zeros(len(moves), dtype=np.int64)
    for name in ("steps", "episodes", "cells", "edges"):
        most = int(moves[name].max(initial=0)) + 1
        about = about * most + moves[name]
    order = np.lexsort((moves["ids"], moves["whens"], about))
    moves = moves[order]
    first = moves["episodes"] == 0
    alike = np.ones(max(len(moves) - 1, 0), dtype=bool)
    for name in ("steps", "episodes", "cells", "edges", "whens"):
        alike &= moves[name][1:] == moves[name][:-1]
    same_party = np.concatenate([[False], alike])[: len(moves)] & first & edges.from_home[moves["edges"]]
    return Moves(
        months=(moves["steps"] // substeps).astype(np.int64),
        people=np.unique(moves["ids"], return_inverse=True)[1].astype(np.int64),
        ids=np.ascontiguousarray(moves["ids"]),
        first=first,
        drawing=edges.drawing[moves["edges"]] & first,
        same_party=same_party,
        statuses=edges.statuses[moves["edges"]].astype(np.int64),
        arrives=edges.arrives[moves["edges"]],
    )
