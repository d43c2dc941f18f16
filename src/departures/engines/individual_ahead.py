"""When those who wait will be due, as far as hazards are known ahead, compiled by Numba: a list for each sub-step.

Of several exits only the first that comes is noted: whoever takes it waits anew. What lies beyond the months that are
known stands in heaps (`individual_heaps`), from where later months take it.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from departures.engines.individual_heaps import free_node, wait
from departures.engines.individual_keys import JIT
from departures.engines.individual_state import NONE
from departures.quantities import Array


class Ahead(NamedTuple):
    """What is known of the months of a run: hazard that will have passed at the end of each sub-step [cell, exit,
    sub-step]; the first node of the list of each sub-step [cell, sub-step]; the number of the first sub-step; and
    whether the run ends with these months, so that nobody waits beyond.
    """

    passed: Array
    heads: Array
    first: int
    whole: bool


@numba.njit(**JIT)
def looked_ahead(state, hazards, steps, edges, first, whole):  # type: ignore[no-untyped-def]
    """What these months hold, with nobody waiting yet. Hazards are added up one by one, as they are while they pass."""
    months, cells, _ = hazards.shape
    passed = np.zeros((cells, len(edges), months * steps))
    for c in range(cells):
        for e in range(len(edges)):
            so_far = state.passed[c, e]
            for n in range(months * steps):
                so_far += hazards[n // steps, c, edges[e]] * (1.0 / steps)
                passed[c, e, n] = so_far
    return Ahead(passed, np.full((cells, months * steps), NONE), first, whole)


@numba.njit(**JIT)
def _step_of(passed, due, low, high):  # type: ignore[no-untyped-def]
    """The first sub-step from `low` to before `high` at whose end so much hazard has passed; `high` if none is."""
    if low >= high or passed[high - 1] < due:
        return high
    while low < high:
        middle = (low + high) // 2
        if passed[middle] < due:
            low = middle + 1
        else:
            high = middle
    return low


@numba.njit(**JIT)
def wait_ahead(state, now, e, due, who, episode, best):  # type: ignore[no-untyped-def]
    """Someone waits for an exit until so much hazard has passed, unless that comes after the sub-step `best`; gives
    the sub-step, or `best` where that is earlier. There must be room.
    """
    ahead, here = now.ahead, now.number - now.ahead.first
    last = ahead.heads.shape[1]
    step = _step_of(ahead.passed[now.cell, e], due, here + 1, min(best + 1, last))
    if step < min(best + 1, last):
        node = free_node(state)
        nodes = state.nodes
        nodes.due[node], nodes.who[node], nodes.episodes[node] = due, who, episode
        nodes.child[node], nodes.sibling[node] = e, ahead.heads[now.cell, step]
        ahead.heads[now.cell, step] = node
        return step
    if best >= last and not ahead.whole:
        wait(state, now.cell, e, due, who, episode)
    return best
