"""The toy form on which engines of people are compared: 12 cells, 8 states with two exits each, 300 months.

Nothing but NumPy is needed here, so that every peer can read it in an environment of its own.
"""

from __future__ import annotations

import json
import resource

import numpy as np

CELLS, STATES, MONTHS = 12, 8, 300
HOME = 0
TARGETS = np.array([[1, 2], [2, 3], [3, 4], [4, 5], [5, 6], [6, 1], [7, 2], [0, 1]])
"""State that each exit leads to, [state, exit]."""
LEAVING = 2e-5
"""Events per person at home and month, by each of the two exits, at `PEOPLE` people."""
PEOPLE = 1_000_000


def hazards(people: int = PEOPLE) -> np.ndarray:
    """Events per person per month, [cell, state, exit]. Fewer leave where more people are, so that as many do."""
    factor = 0.8 + 0.4 * np.arange(CELLS) / (CELLS - 1)
    found = np.full((CELLS, STATES, 2), 0.03)
    found[:, HOME] = LEAVING * PEOPLE / people
    return found * factor[:, None, None]


def leaves(people: int = PEOPLE) -> tuple[np.ndarray, np.ndarray]:
    """Chance to leave in a month [cell, state], and the share of it that goes by the first exit."""
    by_exit = hazards(people)
    total = by_exit.sum(-1)
    return 1.0 - np.exp(-total), by_exit[..., 0] / total


def told(version: str, people: int, months: int, seconds: float) -> str:
    """A measurement of a peer as JSON; megabytes of the whole process at its most."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"version": version, "people": people, "months": months, "seconds": seconds, "megabytes": memory}
    return json.dumps(found)
