"""How far a signal's feedback makes whole people differ from the mean field, by the size of the population."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jax.numpy as jnp
import numpy as np

from departures.country.pack import open_pack, put_together
from departures.country.problem import Problem
from departures.engines.mean_field import mean_field
from departures.engines.population import population
from departures.inference.priors import layout_of
from departures.model.entry import Entry, InitialStock
from departures.model.graph import compile_graph
from departures.observation.expected import records_of

COUNTRY = "veldran"
SEED, WIDTH = 20, 0.3
SIZES = ((None, 400), (10_000, 4_000), (1_000, 16_000))
"""People in all states at first (None: as declared), and how many replicates."""
STRONG = 10.0
"""How much stronger than at the draw the pull of kin is in the second table."""


def scaled(problem: Problem, share: float) -> Any:
    """The graph with all first stocks and entries multiplied by `share`."""

    def less(item: Any) -> Any:
        return replace(item, persons=lambda *given: share * item.persons(*given))

    initial: tuple[InitialStock, ...] = tuple(less(item) for item in problem.declaration.initial)
    entries: tuple[Entry, ...] = tuple(less(item) for item in problem.declaration.entries)
    return compile_graph(replace(problem.declaration, initial=initial, entries=entries))


def difference(graph: Any, records: Any, parameters: Any, replicates: int) -> tuple[float, float, float]:
    """Arrivals a year in the mean field; relative difference of the population's mean, and its standard error."""
    months = graph.declaration.months.count
    mean = float(np.asarray(mean_field(graph, records).run(parameters).flows).sum()) * 12 / months
    ran = population(graph, records, stock_months=()).run(parameters, replicates, SEED)
    yearly = ran.flows.sum((1, 2, 3)) * 12 / months
    error = yearly.std(ddof=1) / np.sqrt(replicates)
    return mean, yearly.mean() / mean - 1.0, error / mean


def main() -> None:
    """Print the difference by size and by explanation, with the kin as strong as drawn and stronger."""
    print("explanation  kin   people at first  arrivals a year  population against mean field")
    for explanation, strength in (("no_kin", 1.0), ("reference", 1.0), ("reference", STRONG)):
        problem = put_together(open_pack(COUNTRY), explanation)
        layout = layout_of(problem)
        parameters = layout.values(jnp.asarray(WIDTH * layout.draws_from_prior(1, SEED)[0]))
        if "kin_effect" in parameters:
            parameters["kin_effect"] = strength * parameters["kin_effect"]
        matrix = records_of(problem.graph, problem.observation).matrix
        records = matrix[:, : len(problem.observation.ways)].sum(1, keepdims=True)
        first = float(np.asarray(mean_field(problem.graph).run(parameters).stocks)[0].sum())
        for people, replicates in SIZES:
            graph = problem.graph if people is None else scaled(problem, people / first)
            mean, away, error = difference(graph, records, parameters, replicates)
            size = first if people is None else people
            print(
                f"{explanation:12s} x{strength:<4.0f}{size:15,.0f} {mean:16.2f}"
                f"{100 * away:+20.2f} % ± {100 * error:.2f} %",
                flush=True,
            )


if __name__ == "__main__":
    main()
