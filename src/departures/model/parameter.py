"""A parameter: its unit, its prior as a transform of a standard normal, and the source of that prior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import jax
import jax.numpy as jnp
import numpy as np
import scipy.special

from departures.quantities import Array

Kind = Literal["normal", "log_normal", "logit_normal", "half_normal", "uniform"]
KINDS: tuple[Kind, ...] = ("normal", "log_normal", "logit_normal", "half_normal", "uniform")
_EDGE = 1e-9  # keeps the quantile of a half-normal finite far in the tails


@dataclass(frozen=True)
class Prior:
    """A prior, written as the transform of z ~ Normal(0, 1).

    normal: center + spread·z; log_normal: center·exp(spread·z); logit_normal: center is the median of a
    share, spread acts on the logit; half_normal: scale `spread`, `center` must be 0; uniform: from `center`
    to `spread`.
    """

    kind: Kind
    center: Array
    spread: Array
    """Numbers; arrays when several parameters of one kind are transformed together."""

    def transform(self, z: Array) -> Array:
        """Natural-scale value of standard-normal `z`, same shape; by JAX for its arrays, else by NumPy at once."""
        library, special = _libraries_of(z)
        if self.kind == "normal":
            return self.center + self.spread * z
        if self.kind == "log_normal":
            return self.center * library.exp(self.spread * z)
        if self.kind == "logit_normal":
            start = library.log(self.center / (1.0 - self.center))
            return 1.0 / (1.0 + library.exp(-(start + self.spread * z)))
        if self.kind == "half_normal":
            return self.spread * special.ndtri(library.clip(0.5 * (1.0 + special.ndtr(z)), 0.5, 1.0 - _EDGE))
        return self.center + (self.spread - self.center) * special.ndtr(z)


def _libraries_of(z: Array) -> tuple[Any, Any]:
    return (jnp, jax.scipy.special) if isinstance(z, jax.Array) else (np, scipy.special)


@dataclass(frozen=True)
class Parameter:
    """One unknown (or `size` exchangeable ones, for knots)."""

    name: str
    unit: str
    prior: Prior
    source: str
    """Row id or source id of the evidence behind the prior, or `judgement: …` with the reason."""
    size: int = 1
