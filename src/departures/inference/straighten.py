"""Straightening: the few combinations of the unknowns that the figures hold most tightly, made linear.

All counts together hold the level of arrivals to a few per cent, and many unknowns move that level, each in its own
curved way; so the thin layer in which the posterior lies is bent, and a sampler's steps must be as short as the
layer is thin. A shear by the second differences of those combinations along the free directions takes out most of
the bend (see decisions/straightening.md).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np

from departures.inference.curvature import Linked, jacobian
from departures.inference.metric import Bend
from departures.quantities import Array

BENT = 10
"""Combinations that are straightened; more gained little (see decisions/straightening.md)."""
FREE_SHARE = 0.85
"""Share of the directions along which the bend is measured: the widest; the others are too short to bend."""
PAIRS = 1
"""Pairs of opposite points around the mode over which the second differences are averaged."""
REACH = 1.0
"""Length of the second differences, in standard deviations of the normal at the mode."""


def sizes(entries: int) -> tuple[int, int]:
    """How many combinations are straightened, and along how many directions."""
    bent = max(1, min(BENT, entries // 3))
    return bent, max(1, min(entries - bent, round(FREE_SHARE * entries)))


def bend_around(linked: Linked, mode: Array, seed: int) -> Bend:
    """The bend around the mode of a problem with these expectations and their information (see `curvature`)."""
    slopes, weights = jacobian(linked, mode)
    bent, free = sizes(len(mode))
    left, strength, right = np.linalg.svd(np.sqrt(weights)[:, None] * slopes)
    strength = np.concatenate([strength, np.zeros(bent)])[:bent]
    told = strength > 1.0  # what the figures hold less than the prior does is left as it is
    tight, scale = right[:bent], np.where(told, strength, np.inf)
    directions = _free_directions(slopes.T @ (weights[:, None] * slopes) + np.eye(len(mode)), tight, free)
    weighing = np.zeros((bent, len(weights)))
    weighing[told] = left[:, :bent].T[told[: left.shape[1]]] * np.sqrt(weights)
    points = _points(mode, directions, seed)

    def combined(point: Array) -> Array:
        return np.asarray(weighing @ np.asarray(linked(point)[0]))

    seconds = [_second_differences(combined, point, REACH * directions) for point in points]
    return Bend(
        mode, tight / scale[:, None], np.linalg.pinv(directions.T), np.mean(seconds, axis=0) / REACH**2
    )


def _points(mode: Array, directions: Array, seed: int) -> Array:
    """Points around the mode along the free directions, in opposite pairs; [point, entry]."""
    steps = np.random.default_rng(seed).standard_normal((PAIRS, len(directions))) @ directions
    return np.concatenate([mode + steps, mode - steps])


def _free_directions(curvature: Array, tight: Array, count: int) -> Array:
    """The widest principal axes at right angles to `tight`, each one standard deviation long; [direction, entry]."""
    size = len(curvature)
    rest = np.linalg.svd(np.eye(size) - tight.T @ tight)[0][:, : size - len(tight)]
    values, vectors = np.linalg.eigh(rest.T @ curvature @ rest)
    return np.asarray((rest @ (vectors[:, :count] / np.sqrt(values[:count]))).T)


def _second_differences(function: Callable[[Array], Array], point: Array, steps: Array) -> Array:
    """∂²f at a point by pairs of steps, [value, step, step]."""
    start = function(point)
    ahead = np.array([function(point + step) for step in steps]) - start
    behind = np.array([function(point - step) for step in steps]) - start
    second = np.zeros((ahead.shape[1], len(steps), len(steps)))
    for i in range(len(steps)):
        second[:, i, i] = ahead[i] + behind[i]
    for i, j in combinations(range(len(steps)), 2):
        both = function(point + steps[i] + steps[j]) - start
        second[:, i, j] = second[:, j, i] = both - ahead[i] - ahead[j]
    return second
