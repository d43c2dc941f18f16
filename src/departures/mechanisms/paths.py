"""Paths in time that forms share: the log level of a random walk over knots."""

from __future__ import annotations

from collections.abc import Mapping

from departures.quantities import Array, Parameters


def log_path(name: str, parameters: Parameters, drivers_now: Mapping[str, Array]) -> Array:
    """Log of the multiplier at this month, [..., 1]; 0 at the anchor."""
    return drivers_now[f"{name}_basis"] @ parameters[f"{name}_steps"]
