"""What a chain has drawn, and where it starts; the sampler itself is in `hmc`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from departures.inference.metric import Metric
from departures.quantities import Array

FIRST_STEP = 0.3
"""Around this the search for a step size begins."""
START_SPREAD = 0.5
"""Starts lie around the mode, half as wide as the normal there: wide enough to differ, near enough to be quick."""
FALL, LEAST_FALL = -3.0, -1.5
"""Slope of the log odds of acceptance on the log of the step size: before anything is seen, and the flattest."""
FARTHEST = 10.0
"""Those log odds at the middle step size lie this near to 0, whatever is seen."""
MOST_AWAY = float(np.log(2.0))
"""The step size lies within a factor of two of the geometric mean of those that were tried."""


@dataclass(frozen=True)
class Chain:
    """A stretch of one chain: u and the potential's gradient by u [draw, entry]; per draw [draw] potential, energy,
    whether its trajectory diverged, leapfrog steps, their size and the mean acceptance along them. `Metric.to_z`
    leads from u to z.
    """

    u: Array
    slope: Array
    potential: Array
    energy: Array
    diverging: Array
    steps: Array
    step_size: Array
    acceptance: Array

    def __add__(self, later: Chain) -> Chain:
        """This chain with a later batch behind it."""
        joined = (np.concatenate([getattr(self, f.name), getattr(later, f.name)]) for f in fields(Chain))
        return Chain(*joined)


class Start(NamedTuple):
    """Where a chain starts a round of warm-up: z, potential and its gradient by z there, the seed of the round and
    the step size around which to search.
    """

    z: Array
    value: Array
    slope: Array
    seed: int
    step_size: float = FIRST_STEP


def start_of(value_and_gradient: Callable[[Array], tuple[Array, Array]], metric: Metric, seed: int) -> Start:
    """A first start, around the mode."""
    u = START_SPREAD * np.random.default_rng(seed).standard_normal(len(metric.center))
    z = metric.to_z(u)
    value, slope = value_and_gradient(z)
    return Start(z, np.asarray(value), np.asarray(slope), 10 * seed)


def fitting_step_size(chains: Sequence[Chain], settled: int, target: float) -> float:
    """The step size at which trajectories will be accepted about as often as the target says.

    Where a single chain's search ended is chance, so all settled trajectories of a round tell it together: the log
    odds of acceptance fall on a line with the log of the step size. For small steps in many dimensions what is refused
    grows with the square (Beskos et al. 2013, doi 10.3150/12-BEJ414), near the longest stable step it grows faster.
    Where chains differ, as in a posterior that is tighter in some places, the line is between theirs.
    """
    used, accepted = (
        np.concatenate([getattr(c, n)[settled:] for c in chains]) for n in ("step_size", "acceptance")
    )
    steps = np.log(used)
    middle = float(steps.mean())

    def mismatch(line: Array) -> float:
        odds = line[0] + line[1] * (steps - middle)
        misfit = np.sum(np.logaddexp(0.0, odds) - accepted * odds)
        return float(misfit + 0.5 * (line[1] - FALL) ** 2)

    wanted = np.log(target / (1.0 - target))
    bounds = [(-FARTHEST, FARTHEST), (None, LEAST_FALL)]
    level, fall = minimize(mismatch, np.array([wanted, FALL]), method="L-BFGS-B", bounds=bounds).x
    away = (wanted - level) / fall
    return float(np.exp(middle + np.clip(away, -MOST_AWAY, MOST_AWAY)))
