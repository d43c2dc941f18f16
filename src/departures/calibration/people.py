"""What whole people do in a made-up world, as far as figures tell of it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from departures.country.problem import Problem
from departures.engines.population import Population, population
from departures.inference.made_up import Counted
from departures.observation.expected import records_of
from departures.observation.parties import counted_parties
from departures.quantities import MONTHS_PER_YEAR, Array, Parameters

HALF = 0.5
"""Where nobody was there or moved, a stock or flow counts as half a person, so that it has a logarithm."""


class Happened(NamedTuple):
    """Persons counted; stocks of the published days [stock]; events a year of the published periods [flow]."""

    counted: Counted
    stocks: Array
    flows: Array


class People:
    """The population engine of a problem, compiled when it is first asked. It does not tell when those who arrive had
    left: figures that rest on that stay as the mean field expects them.
    """

    def __init__(self, problem: Problem) -> None:
        self._graph, self._observation = problem.graph, problem.observation
        self._months = problem.declaration.months
        self._days = sorted({self._months.index_of(datum.day) for datum in self._observation.stocks})

    @cached_property
    def _engine(self) -> Population:
        records = records_of(self._graph, self._observation).matrix
        parties = counted_parties(self._graph, self._observation)
        return population(self._graph, records, parties, stock_months=self._days, threads=1)

    def moved(self, parameters: Parameters, seed: int) -> Happened:
        """One run of a seed."""
        ran = self._engine.run(parameters, 1, seed)
        flows, stocks, ways = ran.flows[0], ran.stocks[0], len(self._observation.ways)
        arrived = flows[:, :, :ways].sum(2)  # month, cell
        female = np.asarray(self._graph.declaration.cells.covariates["female"]) > 0.0
        splits = [(split.window.start, split.window.end) for split in self._observation.splits]
        return Happened(
            Counted(
                np.array([self._within(arrived, w.start, w.end) for w in self._observation.windows]),
                np.array([self._within(arrived, *period) for period in splits]),
                np.array([self._within(arrived[:, female], *period) for period in splits]),
            ),
            np.maximum([self._there(stocks, d.day, d.states) for d in self._observation.stocks], HALF),
            np.maximum([
                self._a_year(flows[:, :, ways + place], datum.start, datum.end)
                for place, datum in enumerate(self._observation.flows)
            ], HALF),
        )  # fmt: skip

    def _within(self, moved: Array, start: date, end: date) -> int:
        return int(moved[slice(*self._months.window(start, end))].sum())

    def _a_year(self, moved: Array, start: date, end: date) -> float:
        first, last = self._months.window(start, end)
        return MONTHS_PER_YEAR * float(moved[first:last].sum()) / (last - first)

    def _there(self, stocks: Array, day: date, states: tuple[str, ...]) -> float:
        places = np.concatenate([self._graph.places_of(state) for state in states])
        return float(stocks[self._days.index(self._months.index_of(day))][:, places].sum())
