"""The constant arrays of a recurrence: its edges, and which lane follows whom.

A *lane* is one cell of one column. Lanes come column by column, in rows of four, so that a row of four takes one
instruction where four numbers would take four. Everybody's lanes come first.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from departures.engines.lanes import LANES
from departures.engines.tracers import Tracers
from departures.model.graph import Graph
from departures.quantities import Array


class Constants(NamedTuple):
    """In the order in which the kernel takes them. Edges come sorted by source."""

    sources: Array
    starts: Array
    """First edge of each compartment, and behind them the number of edges; [compartment + 1]."""
    targets: Array
    order: Array
    """Place of each edge in the graph's own order."""
    departures: Array
    """Edges by which people leave."""
    told: Array
    """Edges that some record counts, each once."""
    recorded: Array
    """Pairs of an edge and the record that it adds to; [pair, 2]."""
    cells: Array
    """The cell of each lane; [row, lane]."""
    everybody: Array
    """Where everybody of the lane's cell stands in an array [row, compartment, lane]; [row, lane]."""
    own: Array
    """1 for lanes of everybody; [row, lane]."""
    lanes: Array
    """Place of each lane among those of a month, column by column; lanes of no column have that of the last; [row,
    lane].
    """
    keep: Array
    """1 where the lane's people are followed; [row, compartment, lane]."""
    clock: Array
    """Person-months gained per person and month; [row, compartment, lane]."""
    ticking: Array
    """1 for rows with a clock; [row]."""
    live: Array
    """0 for rows that nobody follows in a month, 2 where departures enter, else 1; [month, row]."""


class Sizes(NamedTuple):
    """How long the arrays are; `kept` is the number of months of which the path is kept."""

    months: int
    cells: int
    edges: int
    places: int
    columns: int
    records: int
    steps: int
    departures: int
    told: int
    recorded: int
    kept: int
    rows: int
    """Rows of lanes, of which `shared` hold lanes of everybody; rows `patterns` apart hold the same cells."""
    shared: int
    patterns: int

    @property
    def path(self) -> int:
        """Numbers in a path: people before, and those who arrive, in each sub-step."""
        return self.kept * self.steps * 2 * self.rows * self.places * LANES

    @property
    def work(self) -> int:
        """Numbers in the working arrays (see `Work`)."""
        of_odds, of_people = self.patterns * self.edges, self.rows * self.places
        return (4 * of_odds + self.rows * self.edges + 4 * of_people) * LANES

    @property
    def rates(self) -> int:
        """Numbers in the hazards by month."""
        return self.months * self.edges * self.cells

    @property
    def factors(self) -> int:
        """Numbers in the factors: four a compartment and cell."""
        return self.months * self.places * 4 * self.cells


class Work(NamedTuple):
    """Arrays that the kernel works in: chances [pattern, edge, lane] and their adjoints, moves [row, edge, lane], and
    four of people [row, compartment, lane], of which a run forwards uses three for itself.
    """

    first: Array
    second: Array
    to_first: Array
    to_second: Array
    moved: Array
    after: Array
    of_arrived: Array
    to_before: Array
    to_arrived: Array


whole = partial(np.asarray, dtype=np.uint64)


def shape_of(
    graph: Graph, records: Array, tracers: Tracers, substeps: int, copies: int = 1
) -> tuple[Constants, Sizes]:
    """Constants and sizes of a recurrence in which every cell stands `copies` times, nothing kept."""
    constants = constants_of(graph, records, tracers, copies)
    cells = copies * graph.declaration.cells.count
    return constants, sizes_of(constants, cells, tracers.count, records.shape[1], substeps)


def constants_of(graph: Graph, records: Array, tracers: Tracers, copies: int = 1) -> Constants:
    """Gather the constant arrays of a graph; `records` [edge, record] holds 0 and 1."""
    if not np.isin(records, (0.0, 1.0)).all():
        raise ValueError("records must be 0 or 1: an edge adds up to a recorded flow, or it does not")
    order = np.argsort(graph.sources, kind="stable")
    sources = graph.sources[order]
    leaving = [graph.edges[edge].departure for edge in order]
    pairs = [(place, record) for place, edge in enumerate(order) for record in np.flatnonzero(records[edge])]
    cells, places = copies * graph.declaration.cells.count, len(graph.compartments)
    lane = _lanes(cells * tracers.count)
    column, cell = lane // cells, lane % cells
    entered = _by_lane(np.asarray(tracers.masks, dtype=float), column).any(axis=2)
    followed = _by_lane(tracers.live, column).any(axis=2)
    clock = np.moveaxis(_by_lane(tracers.clock(graph), column), 0, 1)
    return Constants(
        sources=whole(sources),
        starts=whole(np.searchsorted(sources, np.arange(places + 1))),
        targets=whole([graph.edges[edge].target for edge in order]),
        order=whole(order),
        departures=whole(np.flatnonzero(leaving)),
        told=whole(sorted({edge for edge, _ in pairs})),
        recorded=whole(pairs).reshape(-1, 2),
        cells=whole(cell),
        everybody=whole(cell // LANES * places * LANES + cell % LANES),
        own=(column == 0).astype(float),
        lanes=whole(np.minimum(lane, cells * tracers.count - 1)),
        keep=np.ascontiguousarray(np.moveaxis(_by_lane(tracers.keep(graph), column), 0, 1)),
        clock=np.ascontiguousarray(clock),
        ticking=whole(clock.any(axis=(1, 2))),
        live=whole(np.where(followed, 1 + entered, 0)),
    )


def sizes_of(constants: Constants, cells: int, columns: int, records: int, steps: int) -> Sizes:
    """The sizes that go with these constants, nothing kept."""
    months, rows = constants.live.shape
    return Sizes(
        months, cells, len(constants.sources), len(constants.starts) - 1, columns, records, steps,
        len(constants.departures), len(constants.told), len(constants.recorded), 1, rows,
        shared=-(-cells // LANES), patterns=min(cells // int(np.gcd(cells, LANES)), rows),
    )  # fmt: skip


def _lanes(count: int) -> Array:
    """Numbers of the lanes, [row, lane]; the last row is filled up with lanes of no column."""
    return np.arange(-(-count // LANES) * LANES).reshape(-1, LANES)


def _by_lane(values: Array, column: Array) -> Array:
    """Values [..., column] for each lane, [..., row, lane]; nothing for lanes of no column."""
    padded = np.concatenate([values, np.zeros((*values.shape[:-1], 1), values.dtype)], axis=-1)
    return np.ascontiguousarray(padded[..., np.minimum(column, values.shape[-1])])
