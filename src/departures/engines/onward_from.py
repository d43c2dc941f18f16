"""The mean field from a given month on: stocks in, flows of a span of months out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from departures.engines.mean_field import SUBSTEPS
from departures.engines.recurrence import recurrence
from departures.engines.recurrence_shape import shape_of
from departures.engines.tracers import no_tracers
from departures.model.graph import Graph
from departures.quantities import Array, Months


def compile_onward(
    graph: Graph, records: Array, start: int, stop: int, substeps: int = SUBSTEPS, groups: int = 1
) -> Callable[[Array, Array, Array], Array]:
    """A pure function of hazards [edge, month, cell], stocks before month `start` [compartment, cell] and entries
    [month, compartment, cell] that gives flows, [month, record, cell], of the months from `start` to before `stop`.

    With several `groups` of people each cell stands so many times, group by group, on the last axis of all.
    """
    months = graph.declaration.months
    span = Months(months.date_of(start), months.date_of(stop - 1))
    short = replace(graph, declaration=replace(graph.declaration, months=span))
    chosen = np.asarray(records, dtype=float)
    shape = partial(shape_of, short, chosen, no_tracers(span), substeps)
    kernel = recurrence(lambda copies: shape(copies * groups))

    def flows(hazards: Array, stocks: Array, entries: Array) -> Array:
        return kernel(hazards, stocks, entries)[0][:, :, 0]

    return flows
