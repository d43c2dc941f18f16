"""Who has a row, and what waits for its time: arrays that grow, compiled by Numba.

A row is a person who has moved, with an identity, a compartment and the number of moves so far, the *episode*.
What waits stands in lists of sub-steps (`individual_ahead`) or, beyond the months that are known, in heaps, one a cell
and exit (`individual_heaps`).
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from departures.engines.individual_keys import JIT
from departures.quantities import Array

NONE = -1
ROWS, NODES, FREE, PARTIES, MEMBERS, LOGGED, NOTING = range(7)
"""Places in `counts`: how many rows, nodes, parties, members and noted moves there are, the first node to use
again, and 1 where moves are noted.
"""


ROW = np.dtype(
    [("ids", "u8"), ("places", "i4"), ("episodes", "i4"), ("before", "i4"), ("after", "i4")], align=True
)
"""A person: identity, compartment, episode, and the neighbours in the list of all who are in the same cell and
compartment; nobody changes the cell. Fields of one person lie together, since they are read together."""
NODE = np.dtype([("due", "f8"), ("who", "i4"), ("episodes", "i4"), ("child", "i4"), ("sibling", "i4")])
"""In a heap: the hazard at which it is due, the row (or −2 − party) that waits, its episode, the first of its children
and the next of its siblings. In a list the child is the exit, and the sibling the next in it."""
PARTY = np.dtype([("first", "i4"), ("members", "i4")])
"""People who wait together: the member who came last, and how many they are."""
MEMBER = np.dtype([("who", "i4"), ("episodes", "i4"), ("after", "i4")])
"""Of a party: row, episode and the next member."""
MOVE = np.dtype(
    [("steps", "i4"), ("edges", "i4"), ("episodes", "i4"), ("cells", "i4"), ("whens", "f8"), ("ids", "u8")]
)
"""A move that is noted: sub-step, edge, episode, cell, when within the sub-step (alike for a party), and identity."""
KINDS = {"rows": ROW, "nodes": NODE, "parties": PARTY, "members": MEMBER, "moves": MOVE}


class State(NamedTuple):
    """Everything that a run goes on from.

    pool [cell, compartment]: people without a row; people [cell, compartment]: everybody; passed [cell, exit]: hazard
    that has passed, in events per person; heads [cell, exit]: the first node of each heap; open_party [cell, exit];
    first_row [cell, compartment]; counts: see `ROWS`; rows, nodes, parties, members and moves: with room for more.
    """

    pool: Array
    people: Array
    passed: Array
    heads: Array
    open_party: Array
    first_row: Array
    counts: Array
    rows: Array
    nodes: Array
    parties: Array
    members: Array
    moves: Array


def nobody(cells: int, places: int, exits: int, noting: bool = False) -> State:
    """A state without people; with `noting`, moves are noted."""
    counts = np.zeros(NOTING + 1, dtype=np.int64)
    counts[FREE], counts[NOTING] = NONE, noting
    return State(
        np.zeros((cells, places), dtype=np.int64),
        np.zeros((cells, places), dtype=np.int64),
        np.zeros((cells, exits)),
        np.full((cells, exits), NONE),
        np.full((cells, exits), NONE),
        np.full((cells, places), NONE),
        counts,
        *(np.zeros(1, dtype=kind) for kind in KINDS.values()),
    )


@numba.njit(**JIT)
def _longer(values, needed):  # type: ignore[no-untyped-def]
    """The array, or a longer one that begins with it."""
    if needed <= len(values):
        return values
    wider = np.zeros(max(needed, 2 * len(values)), dtype=values.dtype)
    wider[: len(values)] = values
    return wider


@numba.njit(**JIT)
def room(state, rows, exits):  # type: ignore[no-untyped-def]
    """The state with room for so many moves of people more: each may make a row, and wait for so many exits."""
    counts = state.counts
    noted = counts[LOGGED] + 2 * rows if counts[NOTING] else 0
    return State(
        state.pool, state.people, state.passed, state.heads, state.open_party, state.first_row, counts,
        _longer(state.rows, counts[ROWS] + rows),
        _longer(state.nodes, counts[NODES] + rows * exits),
        _longer(state.parties, counts[PARTIES] + rows * exits),
        _longer(state.members, counts[MEMBERS] + rows * exits),
        _longer(state.moves, noted),
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
