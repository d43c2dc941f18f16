"""Measures the population engine: how its cost grows with replicates, and what one costs beside the mean field."""

from __future__ import annotations

import time
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from departures.country.problem import Problem
from departures.engines.mean_field import mean_field
from departures.engines.population import Population, population
from departures.inference.priors import layout_of
from departures.observation.expected import records_of
from departures.observation.parties import counted_parties

MANY, FEW = 1000, 250
REPEATS = 3
SEED = 1


def recorded(problem: Problem) -> Any:
    """Arrivals by way, and departures; [edge, record]."""
    ways = len(problem.observation.ways)
    arrivals = records_of(problem.graph, problem.observation).matrix[:, :ways]
    departures = np.array([[float(edge.departure)] for edge in problem.graph.edges])
    return np.concatenate([arrivals, departures], axis=1)


def seconds(engine: Population, parameters: Any, replicates: int) -> float:
    """Fastest of several runs; others may be using the machine."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        engine.run(parameters, replicates, SEED)
        times.append(time.perf_counter() - started)
    return min(times)


def measure(problem: Problem) -> list[str]:
    """Lines to print: the first run with all compilation, times by replicates, and ratios."""
    layout = layout_of(problem)
    parameters = layout.values(jnp.asarray(0.3 * layout.draws_from_prior(1, SEED)[0]))
    records = recorded(problem)
    laws = counted_parties(problem.graph, problem.observation)
    engine = population(problem.graph, records, stock_months=())
    in_parties = population(problem.graph, records, laws, stock_months=())
    started = time.perf_counter()
    engine.run(parameters, 1, SEED)
    first = time.perf_counter() - started
    many, few = seconds(engine, parameters, MANY), seconds(engine, parameters, FEW)
    in_parties.run(parameters, 1, SEED)
    counted = seconds(in_parties, parameters, FEW)
    run = jax.jit(mean_field(problem.graph, records).run)
    jax.block_until_ready(run(parameters))
    started = time.perf_counter()
    for _ in range(FEW):
        jax.block_until_ready(run(parameters))
    mean = (time.perf_counter() - started) / FEW
    return [
        f"population, {MANY} replicates on {engine.threads} threads {many:10.2f} s",
        f"population, {FEW} replicates {few:26.2f} s",
        f"population, first run with what it compiles {first:8.2f} s",
        f"{MANY} replicates over {FEW} {many / few:28.2f} (linear: {MANY / FEW:.0f})",
        f"one replicate over one mean field {many / MANY / mean:18.2f}",
        f"with parties as counted, over without {counted / few:14.2f}",
    ]


def main() -> None:
    """Measure the shipped pack alone."""
    from departures.country.pack import open_pack, put_together

    print("\n".join(measure(put_together(open_pack(None)))))


if __name__ == "__main__":
    main()
