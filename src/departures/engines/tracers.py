"""Tracers: extra columns that follow those who left in stated months, through the same hazards.

They tell how long ago people had left when they arrive. Nothing feeds back from a tracer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from departures.model.graph import Graph
from departures.quantities import Array, Months

CLOCK = 1
"""Column of the clock, where there is one."""


@dataclass(frozen=True)
class Tracers:
    """`masks[month, column]`: weight with which a departure of that month enters the column (column 0 stays 0).

    With `with_clock`, column 1 holds person-months since departure instead of persons.
    """

    masks: Array
    with_clock: bool = False
    until: tuple[int, ...] | None = None
    """Last month in which each column is needed; what it holds after that month means nothing."""

    @property
    def count(self) -> int:
        """Number of columns, everybody included."""
        return int(self.masks.shape[1])

    @property
    def live(self) -> Array:
        """1 where a column is followed in a month, [month, column]; by default from its first departure on."""
        used = self.masks > 0.0
        starts = np.where(used.any(axis=0), used.argmax(axis=0), len(used))
        starts[: 1 + CLOCK * self.with_clock] = 0
        live = np.arange(len(used))[:, None] >= starts[None, :]
        if self.until is not None:
            live &= np.arange(len(used))[:, None] <= np.asarray(self.until)[None, :]
        live[:, 0] = True
        return live

    def keep(self, graph: Graph) -> Array:
        """1 where a column is kept, 0 where a tracer ends (people under control again); [compartment, column]."""
        keep = np.ones((len(graph.compartments), self.count))
        keep[_under_control(graph), 1:] = 0.0
        return keep

    def clock(self, graph: Graph) -> Array:
        """Person-months gained per person and month, [compartment, column]; all 0 without a clock."""
        gained = np.zeros((len(graph.compartments), self.count))
        if self.with_clock:
            gained[_away(graph), CLOCK] = 1.0
        return gained


def no_tracers(months: Months) -> Tracers:
    """Only the column of everybody."""
    return Tracers(np.zeros((months.count, 1)))


def since(
    months: Months,
    first_months: tuple[int, ...],
    with_clock: bool = False,
    until: tuple[int, ...] | None = None,
) -> Tracers:
    """One column per entry: people who left in that month (an index) or later; before them the clock, if asked.

    `until` holds the last month in which each column is needed, the clock's first.
    """
    index = np.arange(months.count)[:, None]
    masks = (index >= np.array(first_months, dtype=int)[None, :]).astype(float)
    ends = None if until is None else (months.count, *until)
    return Tracers(_framed(masks, with_clock), with_clock, ends)


def beside(tracers: Tracers, masks: Array, last: int) -> Tracers:
    """The tracers with further columns, [month, column], that are needed up to the month `last`."""
    ends = tracers.until or (len(masks),) * tracers.count
    every = np.concatenate([tracers.masks, masks], axis=1)
    return Tracers(every, tracers.with_clock, (*ends, *([last] * masks.shape[1])))


def by_year(months: Months) -> Tracers:
    """One column per calendar year of departure."""
    of_month = np.array([months.date_of(i).year for i in range(months.count)])
    masks = (of_month[:, None] == np.array(list(months.years))[None, :]).astype(float)
    return Tracers(_framed(masks, False), False)


def _framed(masks: Array, with_clock: bool) -> Array:
    everybody = np.zeros((masks.shape[0], 1))
    clock = [np.zeros((masks.shape[0], 1))] if with_clock else []
    return np.concatenate([everybody, *clock, masks], axis=1)


def _under_control(graph: Graph) -> Array:
    return np.array([graph.declaration.state(place.state).under_control for place in graph.compartments])


def _away(graph: Graph) -> Array:
    states = [graph.declaration.state(place.state) for place in graph.compartments]
    return np.array([not state.under_control and not state.absorbing for state in states])
