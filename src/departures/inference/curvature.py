"""How sharply the figures hold each direction: Gauss-Newton curvature J'WJ + I, and its mean around the mode.

At the mode alone it makes a poor metric: directions that the figures hold tightly turn as one moves along those
that they leave free. Its mean over points drawn around the mode holds everywhere (see decisions/mean-curvature.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from departures.inference.metric import power
from departures.quantities import Array

STEP = 1e-4

Linked = Callable[[Array], tuple[Array, Array]]


def jacobian(linked: Linked, z: Array) -> tuple[Array, Array]:
    """Forward differences J [datum, entry] at z, and the information W [datum].

    `linked(z)` gives the expectations on the scale on which their errors are even, and their information.
    """
    start, weights = (np.asarray(part) for part in linked(z))
    columns = [(np.asarray(linked(z + STEP * unit)[0]) - start) / STEP for unit in np.eye(len(z))]
    return np.stack(columns, axis=1), weights


def curvature_at(linked: Linked, z: Array) -> Array:
    """J'WJ + I at z; [entry, entry]."""
    slopes, weights = jacobian(linked, z)
    return np.asarray(slopes.T @ (weights[:, None] * slopes) + np.eye(len(z)))


def points_around(mode: Array, curvature: Array, count: int, seed: int) -> Array:
    """Draws of the normal with this mode and curvature, [point, entry]."""
    noise = np.random.default_rng(seed).standard_normal((count, len(mode)))
    return mode + noise @ root_of_inverse(curvature).T


def root_of_inverse(curvature: Array) -> Array:
    """A root R with R·Rᵀ = curvature⁻¹, [entry, entry]; its columns are principal directions, so that warm-up
    can lengthen each on its own. Eigenvalues are at least 1, the prior's own.
    """
    values, vectors = np.linalg.eigh(curvature)
    return np.asarray(vectors / np.sqrt(np.maximum(values, 1.0)))


def mean_curvature(parts: Sequence[Array]) -> Array:
    """Geometric mean of the arithmetic and the harmonic mean of several curvatures.

    The first is ruled by the few points where a direction is held tightly, the second by those where it is
    free; steps must suit both.
    """
    arithmetic = np.mean(parts, axis=0)
    harmonic = np.linalg.inv(np.mean([np.linalg.inv(part) for part in parts], axis=0))
    root = power(arithmetic, 0.5)
    inverse_root = power(arithmetic, -0.5)
    return np.asarray(root @ power(inverse_root @ harmonic @ inverse_root, 0.5) @ root)
