"""The population engine: whole people, who move by chance and in whole parties where the mean field multiplies."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from departures.engines.mean_field import SUBSTEPS
from departures.engines.population_blocks import BLOCK, Block, Scheme, run_block
from departures.engines.population_calls import chances_of
from departures.engines.population_facts import Facts, compile_facts
from departures.engines.population_feedback import Feedback
from departures.engines.population_shape import Exits, declared_parties, exits_of, laws_of
from departures.model.graph import Graph
from departures.model.party import PartyLaw
from departures.quantities import Array, Parameters

Parties = Callable[[Parameters], Mapping[int, PartyLaw]]
"""Party laws by edge from the parameters, for the edges whose law is not the declared one."""


class PopulationTrajectory(NamedTuple):
    """What happened to whole people, replicate by replicate and month by month.

    flows: persons per month through each record, [replicate, month, cell, record];
    stocks: persons at the end of each month that was asked for, [replicate, month, cell, compartment].
    """

    flows: Array
    stocks: Array


@dataclass(frozen=True)
class Population:
    """A compiled engine; see `run`. `records` is [edge, record], as in the mean field; `stock_months` are the months
    (indices) of which stocks are kept.
    """

    graph: Graph
    records: Array
    substeps: int
    stock_months: tuple[int, ...]
    threads: int
    facts: Callable[[Parameters], Facts]
    feedback: Feedback
    exits: Exits
    declared: Mapping[int, PartyLaw]
    parties: Parties | None

    def run(self, parameters: Parameters, replicates: int, seed: int, first: int = 0) -> PopulationTrajectory:
        """Replicates number `first` to before `first + replicates` of the stream `seed`.

        Replicate r of a seed is the same whatever is run beside it. Raises `ValueError` where a hazard is below 0 or
        no number, or where a number of replicates or the seed is below 0.
        """
        if replicates < 0 or first < 0 or seed < 0:
            raise ValueError(f"{replicates} replicates from {first} on, seed {seed}: none may be below 0")
        months, cells = self.graph.declaration.months.count, self.graph.declaration.cells.count
        flows = np.zeros((replicates, months, cells, self.records.shape[1]), dtype=np.int64)
        kept = (len(self.stock_months), cells, len(self.graph.compartments))
        ran = PopulationTrajectory(flows, np.zeros((replicates, *kept), dtype=np.int64))
        work = partial(run_block, self._scheme(parameters, seed))
        with ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(work, _blocks(ran, first)))
        return ran

    def _scheme(self, parameters: Parameters, seed: int) -> Scheme:
        parties = {**self.declared, **(self.parties(parameters) if self.parties is not None else {})}
        kept = np.full(self.graph.declaration.months.count, -1)
        kept[list(self.stock_months)] = np.arange(len(self.stock_months))
        facts = self.facts(parameters)
        odds = None if self.feedback.acts else chances_of(facts.hazards, self.exits, self.substeps)
        return Scheme(
            parameters, facts, self.feedback, odds, self.exits, laws_of(parties), self.substeps, kept, seed
        )


def population(
    graph: Graph,
    records: Array | None = None,
    parties: Parties | None = None,
    substeps: int = SUBSTEPS,
    *,
    stock_months: Sequence[int] | None = None,
    threads: int | None = None,
) -> Population:
    """Compile the graph into a population engine.

    `records` are by default one for each edge; `parties` gives other party laws than the declared ones;
    `stock_months` are by default all months; `threads` are by default as many as there are cores.
    """
    chosen = np.eye(len(graph.edges)) if records is None else np.asarray(records, dtype=float)
    months = range(graph.declaration.months.count) if stock_months is None else stock_months
    return Population(
        graph, chosen, substeps, tuple(months), threads or os.cpu_count() or 1, compile_facts(graph),
        Feedback(graph), exits_of(graph, chosen), declared_parties(graph), parties,
    )  # fmt: skip


def _blocks(ran: PopulationTrajectory, first: int) -> Iterator[Block]:
    """The blocks that hold the replicates from `first` on, each with the part of the result that it fills."""
    last = first + len(ran.flows)
    for start in range(first - first % BLOCK, last, BLOCK):
        numbers = range(max(start, first), min(start + BLOCK, last))
        part = slice(numbers.start - first, numbers.stop - first)
        yield Block(start, numbers, ran.flows[part], ran.stocks[part])
