"""The engine of individuals: every person who moves has an identity, and the rest are counted.

People who have never moved are alike within a cell and compartment; of them only those are made who leave (see
`individual_ranks`). So a nation costs what happens in it, not how many it has. All chance is keyed: by the seed, by who
a person is, by how often they have moved and by the name of what may happen. The same seed under other parameters
therefore gives the same people in the same circumstances, but for what the parameters change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from departures.engines.consequences import ordered
from departures.engines.individual_calls import begin, run
from departures.engines.individual_checkpoint import Checkpoint, graph_hash
from departures.engines.individual_due import Words
from departures.engines.individual_keys import name_key
from departures.engines.individual_state import LOGGED, NOTING, State, nobody
from departures.engines.mean_field import SUBSTEPS
from departures.engines.population import Parties
from departures.engines.population_calls import chances_of
from departures.engines.population_facts import Facts, checked, compile_facts
from departures.engines.population_feedback import Feedback
from departures.engines.population_shape import Exits, declared_parties, exits_of, laws_of
from departures.model.graph import Graph
from departures.model.party import PartyLaw
from departures.quantities import Array, Parameters

LARGEST = 2**63
"""Seeds and numbers of runs are smaller than this."""
LOOKED_AHEAD = 2**22
"""Hazards, of so many cells, exits and sub-steps, that are added up ahead at a time: 32 megabytes."""


class IndividualTrajectory(NamedTuple):
    """What happened in one run.

    flows: persons per month through each record, [month, cell, record], of the months that were run;
    stocks: persons at the end of each month that was asked for, [month, cell, compartment];
    moves: every move of people with a row by a transition, in the order in which they were made, of the months that
        were run, where that was asked for: an array with the fields of `individual_state.MOVE`; identities are those of
        a run;
    end: from where a run can go on.
    """

    flows: Array
    stocks: Array
    moves: Array
    end: Checkpoint


@dataclass(frozen=True)
class Individuals:
    """A compiled engine; see `run`. `records`, `stock_months` and `parties` are as in the population engine; with
    `noting` every move is noted.
    """

    graph: Graph
    records: Array
    substeps: int
    stock_months: tuple[int, ...]
    exits: Exits
    words: Words
    declared: Mapping[int, PartyLaw]
    parties: Parties | None
    noting: bool
    facts: Callable[[Parameters], Facts]
    feedback: Feedback

    def run(
        self, parameters: Parameters, seed: int, number: int = 0, *, until: int | None = None,
        start: Checkpoint | None = None,
    ) -> IndividualTrajectory:  # fmt: skip
        """Run number `number` of a seed, up to before month `until` (an index; by default to the end).

        With `start` it goes on from a checkpoint, under these parameters: what was run before stays as it was. Raises
        `ValueError` where a hazard is below 0 or no number, seed or number are out of range, or the checkpoint is of
        another graph or a later month.
        """
        facts = self.facts(parameters)
        last = self.graph.declaration.months.count if until is None else until
        if not (0 <= seed < LARGEST and 0 <= number < LARGEST):
            raise ValueError(f"seed {seed} and run {number} must be whole numbers from 0 to below 2⁶³")
        here = (
            self._begun(facts, seed, number)
            if start is None
            else start.checked(graph_hash(self.graph, self.substeps))
        )
        if not here.month <= last <= self.graph.declaration.months.count:
            raise ValueError(f"months {here.month} to before {last} are not among those of the model")
        return self._months(parameters, facts, here, last)

    def _begun(self, facts: Facts, seed: int, number: int) -> Checkpoint:
        cells, places, edges = len(facts.first), len(self.graph.compartments), len(self.graph.edges)
        state = nobody(cells, places, edges, self.noting)
        begin(state, seed, number, np.asarray(facts.first, dtype=float), self.words)
        signals = self.feedback.first(1) if self.feedback.acts else {}
        return Checkpoint(graph_hash(self.graph, self.substeps), 0, seed, number, state, signals)

    def _months(
        self, parameters: Parameters, facts: Facts, here: Checkpoint, last: int
    ) -> IndividualTrajectory:
        cells, edges = facts.hazards.shape[1:]
        count = last - here.month
        flows = np.zeros((count, cells, self.records.shape[1]), dtype=np.int64)
        asked = [month for month in self.stock_months if here.month <= month < last]
        stocks = np.zeros((len(asked), cells, len(self.graph.compartments)), dtype=np.int64)
        kept = np.full(count, -1)
        kept[[month - here.month for month in asked]] = np.arange(len(asked))
        laws = laws_of({**self.declared, **(self.parties(parameters) if self.parties is not None else {})})
        state, signals = State(*(part.copy() for part in here.state)), here.signals
        state.counts[NOTING], state.counts[LOGGED] = self.noting, 0
        stride = 1 if self.feedback.acts else max(LOOKED_AHEAD // (cells * edges * self.substeps), 1)
        steps = [slice(month, min(month + stride, last)) for month in range(here.month, last, stride)]
        end = self.graph.declaration.months.count
        for now in steps:
            hazards, moved = facts.hazards[now], np.zeros((cells, edges), dtype=np.int64)
            if self.feedback.acts:
                hazards = hazards.copy()
                moving = self.feedback.hazards(parameters, now.start, facts.latents, signals)
                hazards[..., self.feedback.edges] = checked(moving)
            odds = (hazards, chances_of(hazards, self.exits, self.substeps)[2])
            part = slice(now.start - here.month, now.stop - here.month)
            state = run(
                state, (here.seed, here.number, now.start, now.stop == end), odds, facts.entries[now], facts.expected,
                (self.exits, laws, self.words), self.substeps, kept[part], moved, flows[part], stocks,
            )  # fmt: skip
            if self.feedback.acts:
                signals = self.feedback.next(parameters, now.start, signals, state.people[None], moved[None])
        behind = replace(here, month=last, state=State(*state), signals=signals)
        return IndividualTrajectory(flows, stocks, state.moves[: state.counts[LOGGED]], behind)


def individuals(
    graph: Graph,
    records: Array | None = None,
    parties: Parties | None = None,
    substeps: int = SUBSTEPS,
    *,
    stock_months: Sequence[int] | None = None,
    noting: bool = False,
) -> Individuals:
    """Compile the graph into an engine of individuals; `stock_months` are by default all months."""
    chosen = np.eye(len(graph.edges)) if records is None else np.asarray(records, dtype=float)
    months = range(graph.declaration.months.count) if stock_months is None else stock_months
    exits = exits_of(graph, chosen)
    return Individuals(
        graph, chosen, substeps, tuple(months), exits, words_of(graph, exits), declared_parties(graph), parties,
        noting, compile_facts(graph), Feedback(graph),
    )  # fmt: skip


def words_of(graph: Graph, exits: Exits) -> Words:
    """The words by which keys name compartments, exits and consequences: names, not places in a list; and
    which exits are departures.
    """
    places = [name_key(item.state, str(item.levels), str(item.stage)) for item in graph.compartments]
    return Words(
        np.array(places),
        np.array([name_key(graph.edges[edge].transition) for edge in exits.edges], dtype=np.uint64),
        np.array([name_key(item.name) for item in ordered(graph)], dtype=np.uint64),
        np.array([graph.edges[edge].departure for edge in exits.edges]),
    )
