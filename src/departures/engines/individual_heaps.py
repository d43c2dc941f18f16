"""Who waits for an exit, compiled by Numba: pairing heaps by the hazard that must have passed, so that a month costs
what happens in it, however many wait.

Source: Fredman, Sedgewick, Sleator and Tarjan, Algorithmica 1986, doi 10.1007/BF01840439.
"""

from __future__ import annotations

import numba

from departures.engines.individual_keys import JIT
from departures.engines.individual_state import FREE, NODES, NONE


@numba.njit(**JIT)
def _merged(nodes, one, other):  # type: ignore[no-untyped-def]
    """The root of two heaps put together."""
    if one == NONE:
        return other
    if other == NONE:
        return one
    if nodes.due[other] < nodes.due[one]:
        one, other = other, one
    nodes.sibling[other] = nodes.child[one]
    nodes.child[one] = other
    return one


@numba.njit(**JIT)
def free_node(state):  # type: ignore[no-untyped-def]
    """A node to use; there must be room."""
    node = state.counts[FREE]
    if node == NONE:
        node = state.counts[NODES]
        state.counts[NODES] += 1
    else:
        state.counts[FREE] = state.nodes.sibling[node]
    return node


@numba.njit(**JIT)
def wait(state, cell, exit_, due, who, episode):  # type: ignore[no-untyped-def]
    """Someone waits for an exit until so much hazard has passed; there must be room."""
    nodes, node = state.nodes, free_node(state)
    nodes.due[node], nodes.who[node], nodes.episodes[node] = due, who, episode
    nodes.child[node], nodes.sibling[node] = NONE, NONE
    state.heads[cell, exit_] = _merged(nodes, state.heads[cell, exit_], node)


@numba.njit(**JIT)
def take(state, cell, exit_):  # type: ignore[no-untyped-def]
    """Take the first who waits for an exit; gives the node, whose fields stay as they are until the next `wait`."""
    nodes, counts = state.nodes, state.counts
    root = state.heads[cell, exit_]
    pairs, child = NONE, nodes.child[root]
    while child != NONE:  # children are put together in pairs, and the pairs strung up
        other = nodes.sibling[child]
        rest = NONE if other == NONE else nodes.sibling[other]
        nodes.sibling[child] = NONE
        if other != NONE:
            nodes.sibling[other] = NONE
        pair = _merged(nodes, child, other)
        nodes.sibling[pair] = pairs
        pairs, child = pair, rest
    whole = NONE
    while pairs != NONE:
        rest = nodes.sibling[pairs]
        nodes.sibling[pairs] = NONE
        whole = _merged(nodes, whole, pairs)
        pairs = rest
    state.heads[cell, exit_] = whole
    nodes.sibling[root] = counts[FREE]
    counts[FREE] = root
    return root
