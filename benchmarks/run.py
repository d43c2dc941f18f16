"""Measures the engine and the reading of evidence in one run, and prints ratios rather than times alone."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import population  # beside this file

from departures.country.pack import open_pack, put_together
from departures.country.problem import Problem
from departures.engines.mean_field import mean_field
from departures.engines.tracers import since
from departures.evidence import read_package
from departures.inference.likelihood import compile_likelihood
from departures.inference.priors import layout_of
from departures.observation.expected import records_of, tracer_ends, tracer_months

REPEATS = 7


def best(work: Callable[[], Any], repeats: int = REPEATS) -> float:
    """Milliseconds of the fastest of several runs, after one that compiles; others may be using the machine."""
    jax.block_until_ready(work())
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        jax.block_until_ready(work())
        times.append(time.perf_counter() - started)
    return 1000.0 * min(times)


def engine_times(problem: Problem, z: Any) -> dict[str, float]:
    """One run and one gradient of the mean field, by the compiled recurrence and by the scan."""
    months, observation, layout = problem.declaration.months, problem.observation, layout_of(problem)
    tracers = since(months, tracer_months(months, observation), True, tracer_ends(months, observation))
    records = records_of(problem.graph, observation).matrix
    times = {}
    for name, reference in (("compiled", False), ("scan", True)):
        engine = mean_field(problem.graph, records, tracers, reference=reference)

        def total(z: Any, engine: Any = engine) -> Any:
            ran = engine.run(layout.values(z))
            return ran.flows.sum() + ran.stocks.sum()

        value, gradient = jax.jit(total), jax.jit(jax.grad(total))
        times[f"{name} recurrence, value"] = best(lambda value=value: value(z))
        times[f"{name} recurrence, gradient"] = best(lambda gradient=gradient: gradient(z))
    return times


def posterior_times(problem: Problem, z: Any) -> dict[str, float]:
    """One gradient of the log posterior, by number of sub-steps."""
    times = {}
    for substeps in (1, 2, 4):
        gradient = jax.jit(jax.value_and_grad(compile_likelihood(problem, substeps).potential))
        times[f"log posterior and gradient, {substeps} sub-steps"] = best(
            lambda gradient=gradient: gradient(z)
        )
    both = jax.jit(jax.vmap(jax.value_and_grad(compile_likelihood(problem).potential)))
    times[TWO] = best(lambda: both(jnp.stack([z, -z])))
    return times


TWO = "two log posteriors and gradients side by side"
RATIOS = (
    ("compiled recurrence, value", "scan recurrence, value"),
    ("compiled recurrence, gradient", "scan recurrence, gradient"),
    ("compiled recurrence, gradient", "compiled recurrence, value"),
    ("log posterior and gradient, 1 sub-steps", "log posterior and gradient, 2 sub-steps"),
    ("log posterior and gradient, 4 sub-steps", "log posterior and gradient, 2 sub-steps"),
    (TWO, "log posterior and gradient, 2 sub-steps"),
)


def main() -> None:
    """Measure, and print times and ratios."""
    pack = open_pack(None)
    problem = put_together(pack)
    z = 0.1 * jnp.asarray(np.random.default_rng(1).standard_normal(layout_of(problem).size))
    times = {
        "reading the evidence": best(lambda: read_package(pack.folder / "evidence").fingerprint(), 2),
        "putting the pack together": best(lambda: put_together(pack).fingerprint, 1),
        **engine_times(problem, z),
        **posterior_times(problem, z),
    }
    print(f"{pack.title}: {problem.declaration.months.count} months, {len(problem.graph.edges)} edges\n")
    for name, milliseconds in times.items():
        print(f"{name:45s} {milliseconds:10.2f} ms")
    print()
    for one, other in RATIOS:
        print(f"{one:45s} {times[one] / times[other]:8.2f} of {other}")
    print("\n" + "\n".join(population.measure(problem)))
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"\nmost memory in use: {kilobytes / 1024:.0f} MB")


if __name__ == "__main__":
    main()
