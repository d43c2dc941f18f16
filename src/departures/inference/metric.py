"""The coordinates of the sampler: z = S(center + root · u), with u about a standard normal.

`S` takes the bend out of the directions that the figures hold most tightly (see `straighten`). The rest is linear: it
begins as the curvature around the mode. Both are then learned from the chains' own warm-up: the bend from gradients of
what it straightens, the rest as the metric that brings covariance of draws and covariance of gradients to the same
matrix (the least Fisher divergence from a normal). For a normal target that is exact from as many draws as there are
entries (see decisions/metric-from-draws.md).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.linalg import solve_continuous_lyapunov

from departures.quantities import Array

OLD_DRAWS = 10.0
"""Weight, in draws, with which a learned metric is drawn towards the old one."""


class Bend(NamedTuple):
    """S(x) = x − tightᵀ·½ w'Hw with w = wide·(x − origin): a shear, so volumes stay what they are.

    origin [entry]; tight [bent, entry]; wide [free, entry], orthogonal to `tight`; second [bent, free, free].
    """

    origin: Array
    tight: Array
    wide: Array
    second: Array

    def straightened(self, x: Array) -> Array:
        """S(x) for x [..., entry]; NumPy or JAX."""
        return x - self._shift(x)

    def bent_back(self, z: Array) -> Array:
        """The x of which z is the image: a shear leaves w as it is."""
        return z + self._shift(z)

    def slope(self, x: Array, by_z: Array) -> Array:
        """Gradients by x of a function with the gradients `by_z` at S(x); [..., entry]."""
        return np.asarray(by_z - self._pull(x, by_z))

    def slope_back(self, x: Array, by_x: Array) -> Array:
        """Gradients by z, from those by x: `slope` turned round; `tight` and `wide` are at right angles."""
        return np.asarray(by_x + self._pull(x, by_x))

    def learned(self, z: Array, slopes: Array, old_points: float) -> Bend:
        """The bend that fits gradients of the combinations at points z best; slopes [point, bent, entry], by z.

        A combination whose gradient along the free directions is b + Hw has the second derivatives H along w. The old
        ones weigh as much as so many points whose w has variance 1, as it has in the normal at the mode. A point at
        which a gradient is no number tells nothing.
        """
        told = np.isfinite(slopes).all(axis=(1, 2))
        if not told.any():
            return self
        z, slopes = z[told], slopes[told]
        w = (z - self.origin) @ self.wide.T
        w = w - w.mean(0)
        along = (slopes - slopes.mean(0)) @ np.linalg.pinv(self.wide)
        spread = w.T @ w + old_points * np.eye(w.shape[1])
        met = np.einsum("pbk,pl->bkl", along, w) + old_points * self.second
        both = [solve_continuous_lyapunov(spread, each + each.T) for each in met]
        return self._replace(second=np.array(both).reshape(self.second.shape))

    def _pull(self, x: Array, by_either: Array) -> Array:
        w = (x - self.origin) @ self.wide.T
        along = np.einsum("...m,mkl,...l->...k", by_either @ self.tight.T, self.second, w, optimize=True)
        return np.asarray(along @ self.wide)

    def _shift(self, x: Array) -> Array:
        w = (x - self.origin) @ self.wide.T
        bow = ((w[..., None, None, :] @ self.second)[..., 0, :] * w[..., None, :]).sum(-1)
        return 0.5 * bow @ self.tight


class Metric(NamedTuple):
    """Center [entry] and root [entry, entry] of the linear part, and the bend."""

    center: Array
    root: Array
    bend: Bend

    def to_z(self, u: Array) -> Array:
        """Vectors u [..., entry] on the scale of z; NumPy or JAX."""
        return self.bend.straightened(self.center + u @ self.root.T)

    def to_u(self, z: Array) -> Array:
        """Vectors z [..., entry] on the scale of u."""
        return np.linalg.solve(self.root, (self.bend.bent_back(z) - self.center).T).T

    def slope(self, u: Array, by_z: Array) -> Array:
        """Gradients by u of a function with the gradients `by_z` at the z of u; [..., entry]."""
        return np.asarray(self.bend.slope(self.center + u @ self.root.T, by_z) @ self.root)

    def slope_back(self, u: Array, by_u: Array) -> Array:
        """Gradients by z, from those by u; [..., entry]."""
        return self.bend.slope_back(self.center + u @ self.root.T, by_u @ np.linalg.inv(self.root))

    def learned(self, u: Array, slopes: Array, bend: Bend) -> Metric:
        """The next metric, with this bend, from draws u and the potential's gradients there by u, [draw, entry]."""
        x = bend.bent_back(self.to_z(u))
        straight = self._replace(bend=bend)
        v = np.linalg.solve(self.root, (x - self.center).T).T
        covariance, of_slopes = _drawn_to_one(v), _drawn_to_one(straight.slope(v, self.slope_back(u, slopes)))
        root, inverse = power(of_slopes, 0.5), power(of_slopes, -0.5)
        square = inverse @ power(root @ covariance @ root, 0.5) @ inverse
        return Metric(x.mean(0), np.asarray(self.root @ power(square, 0.5)), bend)


def power(matrix: Array, exponent: float) -> Array:
    """A power of a symmetric positive matrix."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2.0)
    return np.asarray((vectors * values**exponent) @ vectors.T)


def _drawn_to_one(values: Array) -> Array:
    count, size = values.shape
    away = values - values.mean(0)
    return np.asarray((away.T @ away + OLD_DRAWS * np.eye(size)) / (count + OLD_DRAWS))
