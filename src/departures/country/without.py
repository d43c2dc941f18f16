"""A problem without one of its rooms: what the room does is gone, all else is as it was."""

from __future__ import annotations

from dataclasses import replace

from departures.country.problem import Problem
from departures.model.graph import compile_graph
from departures.model.room import Parts
from departures.model.transition import with_factors


def without_room(problem: Problem, name: str) -> Problem:
    """The problem with the room of this name switched off (see `Room.switched_off`); same graph and parameters.

    Drivers stay, because a room that is off may have made some that others read.
    """
    rooms = tuple(room.switched_off() if room.name == name else room for room in problem.rooms)
    if rooms == problem.rooms:
        raise ValueError(f"no room {name!r}; use one of: {', '.join(room.name for room in problem.rooms)}")
    parts = sum((room.parts for room in rooms), start=Parts())
    declaration = replace(
        problem.declaration,
        transitions=tuple(with_factors(item, parts.factors) for item in parts.transitions),
        entries=parts.entries,
        consequences=parts.consequences,
    )
    return replace(problem, rooms=rooms, declaration=declaration, graph=compile_graph(declaration))
