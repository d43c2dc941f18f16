"""The mode of the posterior, from which the chains' metric is built."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import minimize

from departures.quantities import Array

ValueAndGradient = Callable[[Array], tuple[Array, Array]]


def find_mode(value_and_gradient: ValueAndGradient, size: int, evaluations: int = 400) -> Array:
    """The z at which the potential is least, by L-BFGS from the prior's centre; shape [entry]."""

    def potential(z: Array) -> tuple[float, Array]:
        value, gradient = value_and_gradient(z)
        return float(value), np.asarray(gradient, dtype=float)

    # the stop comes early on purpose: the metric needs a good point, not the last digit
    options = {"maxiter": evaluations, "maxfun": evaluations, "ftol": 1e-8}
    result: Any = minimize(potential, np.zeros(size), jac=True, method="L-BFGS-B", options=options)  # type: ignore[call-overload]
    return np.asarray(result.x)
