"""Who has a row, and what waits for its time: arrays that grow, compiled by Numba.

A row is a person who has moved, with an identity, a cell, a compartment and the number of moves so far, the *episode*.
What waits stands in heaps, one a cell and exit (see `individual_heaps`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numba
import numpy as np

from departures.engines.individual_keys import JIT
from departures.quantities import Array

NONE = -1
ROWS, NODES, FREE, PARTIES, MEMBERS, LOGGED, NOTING = range(7)
"""Places in `counts`: how many rows, nodes, parties, members and noted moves there are, the first node to use
again, and 1 where moves are noted.
"""


class Rows(NamedTuple):
    """People with a row, each [row]: identity, cell, compartment, episode, and their neighbours in the list of all who
    are in their cell and compartment.
    """

    ids: Array
    cells: Array
    places: Array
    episodes: Array
    before: Array
    after: Array


class Nodes(NamedTuple):
    """Nodes of all heaps, each [node]: the hazard at which it is due, the row (or −2 − party) that waits, its episode,
    the first of its children and the next of its siblings.
    """

    due: Array
    who: Array
    episodes: Array
    child: Array
    sibling: Array


class Parties(NamedTuple):
    """People who wait together: first member and free places of each party [party]; row, episode and next member of
    each member [member].
    """

    first: Array
    free: Array
    who: Array
    episodes: Array
    after: Array


class Moves(NamedTuple):
    """Moves that are noted, each [move], in the order in which they were made: sub-step, identity, episode and edge."""

    steps: Array
    ids: Array
    episodes: Array
    edges: Array


class State(NamedTuple):
    """Everything that a run goes on from.

    pool [cell, compartment]: people without a row; people [cell, compartment]: everybody; passed [cell, exit]: hazard
    that has passed, in events per person; heads [cell, exit]: the first node of each heap; open_party [cell, exit];
    first_row [cell, compartment]; counts: see `ROWS`.
    """

    pool: Array
    people: Array
    passed: Array
    heads: Array
    open_party: Array
    first_row: Array
    counts: Array
    rows: Rows
    nodes: Nodes
    parties: Parties
    moves: Moves

    def arrays(self) -> dict[str, Array]:
        """All arrays by name, those of a part as `part.name`."""
        parts = {name: getattr(self, name) for name in PARTS}
        whole = {name: array for name, array in self._asdict().items() if name not in PARTS}
        return whole | {f"{name}.{n}": a for name, part in parts.items() for n, a in part._asdict().items()}


PARTS: dict[str, Any] = {"rows": Rows, "nodes": Nodes, "parties": Parties, "moves": Moves}


def state_of(arrays: Mapping[str, Array]) -> State:
    """The state with copies of these arrays, see `State.arrays`; raises `KeyError` where one is missing."""
    parts = {
        name: kind(**{n: arrays[f"{name}.{n}"].copy() for n in kind._fields}) for name, kind in PARTS.items()
    }
    return State(**{n: arrays[n].copy() for n in State._fields if n not in PARTS}, **parts)


def nobody(cells: int, places: int, exits: int, noting: bool = False) -> State:
    """A state without people; with `noting`, moves are noted."""
    kinds = {"ids": np.uint64, "due": np.float64}
    parts = {
        name: kind(**{n: np.zeros(1, dtype=kinds.get(n, np.int64)) for n in kind._fields})
        for name, kind in PARTS.items()
    }
    counts = np.zeros(NOTING + 1, dtype=np.int64)
    counts[FREE], counts[NOTING] = NONE, noting
    return State(
        pool=np.zeros((cells, places), dtype=np.int64),
        people=np.zeros((cells, places), dtype=np.int64),
        passed=np.zeros((cells, exits)),
        heads=np.full((cells, exits), NONE),
        open_party=np.full((cells, exits), NONE),
        first_row=np.full((cells, places), NONE),
        counts=counts,
        **parts,
    )


@numba.njit(**JIT)
def _longer(values, length):  # type: ignore[no-untyped-def]
    wider = np.zeros(length, dtype=values.dtype)
    wider[: len(values)] = values
    return wider


@numba.njit(**JIT)
def room(state, rows, exits):  # type: ignore[no-untyped-def]
    """The state with room for so many moves of people more: each may make a row, and wait for so many exits."""
    r, n, p, m = state.rows, state.nodes, state.parties, state.moves
    needed = state.counts[ROWS] + rows
    if needed > len(r.ids):
        size = max(needed, 2 * len(r.ids))
        r = Rows(
            _longer(r.ids, size), _longer(r.cells, size), _longer(r.places, size), _longer(r.episodes, size),
            _longer(r.before, size), _longer(r.after, size),
        )  # fmt: skip
    needed = state.counts[NODES] + rows * exits
    if needed > len(n.due):
        size = max(needed, 2 * len(n.due))
        n = Nodes(
            _longer(n.due, size), _longer(n.who, size), _longer(n.episodes, size), _longer(n.child, size),
            _longer(n.sibling, size),
        )  # fmt: skip
    needed = max(state.counts[PARTIES], state.counts[MEMBERS]) + rows * exits
    if needed > len(p.who):
        size = max(needed, 2 * len(p.who))
        p = Parties(
            _longer(p.first, size), _longer(p.free, size), _longer(p.who, size), _longer(p.episodes, size),
            _longer(p.after, size),
        )  # fmt: skip
    needed = state.counts[LOGGED] + 2 * rows
    if state.counts[NOTING] and needed > len(m.ids):
        size = max(needed, 2 * len(m.ids))
        m = Moves(
            _longer(m.steps, size), _longer(m.ids, size), _longer(m.episodes, size), _longer(m.edges, size)
        )
    return State(
        state.pool, state.people, state.passed, state.heads, state.open_party, state.first_row, state.counts,
        r, n, p, m,
    )  # fmt: skip


@numba.njit(**JIT)
def link(state, row, cell, place):  # type: ignore[no-untyped-def]
    """Put a row into the list of its cell and compartment."""
    rows, first = state.rows, state.first_row[cell, place]
    rows.places[row], rows.before[row], rows.after[row] = place, NONE, first
    if first != NONE:
        rows.before[first] = row
    state.first_row[cell, place] = row


@numba.njit(**JIT)
def unlink(state, row, cell):  # type: ignore[no-untyped-def]
    """Take a row out of the list where it stands."""
    rows = state.rows
    before, after = rows.before[row], rows.after[row]
    if before == NONE:
        state.first_row[cell, rows.places[row]] = after
    else:
        rows.after[before] = after
    if after != NONE:
        rows.before[after] = before
