"""Paths in time that forms share: the log level of a random walk over knots."""

from __future__ import annotations

from collections.abc import Mapping

import jax.numpy as jnp

from departures.quantities import Array, Parameters


def log_path(name: str, parameters: Parameters, drivers_now: Mapping[str, Array]) -> Array:
    """Log of the multiplier at this month, [..., 1]; 0 at the anchor."""
    steps = jnp.atleast_1d(parameters[f"{name}_steps"])  # a path of two knots has a single step
    return drivers_now[f"{name}_basis"] @ steps
