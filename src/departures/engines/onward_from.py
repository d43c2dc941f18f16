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
    graph: Graph, records: Array, start: int, stop: int, substeps: int = SUBSTEPS
) -> Callable[[Array, Array, Array], Array]:
    """A pure function of hazards [edge, month, cell], stocks before month `start` [compartment, cell] and entries
    [month, compartment, cell] that gives flows, [month, record], of the months from `start` to before `stop`.
    """
    months = graph.declaration.months
    span = Months(months.date_of(start), months.date_of(stop - 1))
    short = replace(graph, declaration=replace(graph.declaration, months=span))
    chosen = np.asarray(records, dtype=float)
    kernel = recurrence(partial(shape_of, short, chosen, no_tracers(span), substeps))
    nobody = np.zeros((span.count, 1, graph.declaration.cells.count))

    def flows(hazards: Array, stocks: Array, entries: Array) -> Array:
        return kernel(hazards, stocks, entries, nobody)[0][:, :, 0].sum(-1)

    return flows
