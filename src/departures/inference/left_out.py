"""Windows left out in earnest: the fit is made again without one, where reweighting its draws is too rough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np

from departures.country.problem import Problem
from departures.inference.fit import STANDARD, Fit
from departures.inference.likelihood import compile_likelihood
from departures.inference.predictive import LEVELS
from departures.inference.progress import silent
from departures.inference.run import fit_problem
from departures.inference.settings import SHORT, SamplingSettings
from departures.quantities import Array

Refit = Callable[..., Fit]


def range_without(
    problem: Problem, name: str, settings: SamplingSettings = SHORT, refit: Refit = fit_problem
) -> Array:
    """Quantiles at `predictive.LEVELS` of the count of window `name`, from a fit that never saw it; [3]."""
    observation = problem.observation
    place = [window.name for window in observation.windows].index(name)
    others = replace(observation, windows=tuple(w for w in observation.windows if w.name != name))
    fit = refit(problem, settings, silent, others)
    z = fit.parameters[STANDARD].values.reshape(-1, fit.parameters.sizes["entry"])
    expected = jax.jit(compile_likelihood(problem).expected)
    random = np.random.default_rng(settings.seed)
    counts = [_drawn(expected(jnp.asarray(row)), place, random) for row in z]
    return np.quantile(counts, LEVELS)


def _drawn(expected: object, place: int, random: np.random.Generator) -> int:
    mean, dispersion = (float(getattr(expected, part)[place]) for part in ("counts", "dispersion"))
    return int(random.poisson(random.gamma(mean / (dispersion - 1.0), dispersion - 1.0)))
