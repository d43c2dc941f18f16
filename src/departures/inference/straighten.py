"""Straightening: the few combinations of the figures that are held most tightly, made linear in the unknowns.

All counts together hold the level of arrivals to a few per cent, and many unknowns move that level, each in its own
curved way; so the thin layer in which the posterior lies is bent, and a sampler's steps must be as short as the
layer is thin. A shear by the second derivatives of those combinations along the free directions takes out most of
the bend; they are read off gradients at points around the mode, and again at the chains' own draws
(see decisions/straightening.md).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from departures.inference.metric import Bend
from departures.quantities import Array

BENT = 10
"""Combinations that are straightened; more gained little (see decisions/straightening.md)."""
FREE_SHARE = 0.85
"""Share of the directions along which the bend is measured: the widest; the others are too short to bend."""
NO_BEND_POINTS = 10.0
"""Weight, in points, with which the bend around the mode is drawn towards none."""

Slopes = Callable[[Array, Array], Array]
"""Gradients of combinations of the linked expectations: weights [bent, datum], points z [point, entry] →
[point, bent, entry]."""


def sizes(entries: int) -> tuple[int, int]:
    """How many combinations are straightened, and along how many directions."""
    bent = max(1, min(BENT, entries // 3))
    return bent, max(1, min(entries - bent, round(FREE_SHARE * entries)))


def held_most(jacobian: Array, information: Array, mode: Array) -> tuple[Bend, Array]:
    """The combinations that are held most tightly at the mode, as a bend that is none yet, and their weights
    [bent, datum] on the linked expectations (see `curvature`).
    """
    bent, free = sizes(len(mode))
    left, strength, right = np.linalg.svd(np.sqrt(information)[:, None] * jacobian)
    strength = np.concatenate([strength, np.zeros(bent)])[:bent]
    told = strength > 1.0  # what the figures hold less than the prior does is left as it is
    tight, scale = right[:bent], np.where(told, strength, np.inf)
    curvature = jacobian.T @ (information[:, None] * jacobian) + np.eye(len(mode))
    directions = _free_directions(curvature, tight, free)
    weights = np.zeros((bent, len(information)))
    weights[told] = left[:, :bent].T[told[: left.shape[1]]] * np.sqrt(information)
    none = np.zeros((bent, free, free))
    return Bend(mode, tight / scale[:, None], np.linalg.pinv(directions.T), none), weights


def bend_around(bend: Bend, weights: Array, slopes: Slopes, points: int, seed: int) -> Bend:
    """The bend as gradients tell it at points one standard deviation around the mode along the free directions."""
    noise = np.random.default_rng(seed).standard_normal((points, len(bend.wide)))
    around = bend.origin + noise @ np.linalg.pinv(bend.wide).T
    return bend.learned(around, slopes(weights, around), NO_BEND_POINTS)


def _free_directions(curvature: Array, tight: Array, count: int) -> Array:
    """The widest principal axes at right angles to `tight`, each one standard deviation long; [direction, entry]."""
    size = len(curvature)
    rest = np.linalg.svd(np.eye(size) - tight.T @ tight)[0][:, : size - len(tight)]
    values, vectors = np.linalg.eigh(rest.T @ curvature @ rest)
    return np.asarray((rest @ (vectors[:, :count] / np.sqrt(values[:count]))).T)
