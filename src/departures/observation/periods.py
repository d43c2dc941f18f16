"""Sums over the months of periods, which is how most figures are published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import jax
import jax.numpy as jnp
import numpy as np

from departures.native import sums
from departures.quantities import Array, Months


def sums_over(months: Months, periods: Sequence[tuple[date, date]]) -> Callable[[Array], Array]:
    """A function of values [month, column] that gives their sums over each period, [period, column]. Pure, and
    differentiable once, backwards.
    """
    within = [np.maximum(months.window(start, end), 0) for start, end in periods]
    spans = np.array(within, dtype=np.uint64)

    @jax.custom_vjp
    def over(values: Array) -> Array:
        return sums.over(values, spans)

    over.defvjp(
        lambda values: (over(values), None), lambda _, given: (sums.apart(given, spans, months.count),)
    )

    def checked(values: Array) -> Array:
        if values.ndim != 2 or values.shape[0] != months.count:
            raise ValueError(f"values must be [month, column] of {months.count} months, not {values.shape}")
        return over(values) if periods else jnp.zeros((0, values.shape[1]))

    return checked
