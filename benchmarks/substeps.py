"""How far yearly arrivals are off by steps a month, when newcomers of a step wait and when they move too."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from departures.country.pack import open_pack, put_together
from departures.country.problem import Problem
from departures.engines import mean_field as engine
from departures.inference.priors import layout_of
from departures.observation.expected import records_of

FINEST = 64
STEPS = (1, 2, 4, 8, 16)
SMALLEST = 10.0
"""Years with fewer arrivals than this are left out: a hundredth of them is nobody."""


def yearly(problem: Problem, substeps: int, reference: bool = False) -> Any:
    """Arrivals at the centre of the priors, [year]; by the compiled recurrence or by the scan."""
    layout = layout_of(problem)
    ways = len(problem.observation.ways)
    record = records_of(problem.graph, problem.observation).matrix[:, :ways].sum(1, keepdims=True)
    run = jax.jit(engine.mean_field(problem.graph, record, substeps=substeps, reference=reference).run)
    flows = np.asarray(run(layout.values(jnp.zeros(layout.size))).flows)
    months = problem.declaration.months
    return np.array([flows[slice(*months.of_year(year))].sum() for year in months.years])


def main() -> None:
    """Print the largest error of a year, in per cent, against the finest steps."""
    problem = put_together(open_pack(None))
    exact = yearly(problem, FINEST)
    counted = exact > SMALLEST
    both = engine._chances

    def waiting(graph: Any, hazards: Any, substeps: int) -> Any:
        chances = both(graph, hazards, substeps)
        return jnp.stack([chances[0], jnp.zeros_like(chances[1])])

    print("steps a month   newcomers move too   newcomers wait")
    for substeps in STEPS:
        moving = yearly(problem, substeps)
        engine._chances = waiting  # only the scan asks for chances by themselves
        staying = yearly(problem, substeps, reference=True)
        engine._chances = both
        errors = [100.0 * np.abs(found / exact - 1.0)[counted].max() for found in (moving, staying)]
        print(f"{substeps:13d} {errors[0]:17.2f} % {errors[1]:14.2f} %")


if __name__ == "__main__":
    main()
