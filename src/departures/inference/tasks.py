"""The tasks of a worker: mode, curvature, chains, and the quantities of given draws."""

from __future__ import annotations

from functools import partial
from multiprocessing.connection import Connection
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from departures.inference.chains import Chain, Sampler
from departures.inference.curvature import curvature_at, mean_curvature, points_around, root_of_inverse
from departures.inference.likelihood import compile_likelihood
from departures.inference.mode import find_mode
from departures.inference.quantities import compile_quantities
from departures.inference.worker import Recipe, reopened
from departures.quantities import Array

REPORT_EVERY = 5


class Tasks:
    """Holds the compiled functions of one problem between tasks."""

    def __init__(self, recipe: Recipe, connection: Connection) -> None:
        self._recipe, self._connection = recipe, connection
        self._problem = reopened(recipe)
        self._likelihood = compile_likelihood(self._problem)
        self._sampler: Sampler | None = None
        self._compute = jax.jit(compile_quantities(self._problem, self._likelihood))
        linked = jax.jit(self._likelihood.linked)
        self._linked = lambda z: linked(jnp.asarray(z))

    def run(self, name: str, payload: Any) -> Any:
        """Carry out one task by name."""
        return getattr(self, f"_{name}")(payload)

    def _mode(self, _: None) -> Array:
        gradient = jax.jit(jax.value_and_grad(self._likelihood.potential))
        return find_mode(lambda z: gradient(jnp.asarray(z)), self._likelihood.layout.size)

    def _compile(self, _: None) -> None:
        """Compile the sampler, while another worker finds the mode or measures curvature."""
        self._sampler = Sampler(
            self._likelihood.potential, self._likelihood.layout.size, self._recipe.settings
        )

    def _metric(self, mode: Array) -> Array:
        """The root of the metric: curvature at the mode, then its mean over points around it."""
        settings = self._recipe.settings
        points = points_around(
            mode, curvature_at(self._linked, mode), settings.curvature_points, settings.seed
        )
        return root_of_inverse(mean_curvature([curvature_at(self._linked, point) for point in points]))

    def _chains(self, payload: tuple[Array, Array, list[int]]) -> list[Chain]:
        mode, root, seeds = payload
        assert self._sampler is not None
        run = self._sampler.run
        return [run(mode, root, seed, partial(self._tell, seed)) for seed in seeds]

    def _tell(self, seed: int, done: int) -> None:
        if done % REPORT_EVERY == 0:
            self._connection.send(("progress", (seed, done)))

    def _quantities(self, z: Array) -> dict[str, Array]:
        """Quantities and likelihood terms of draws z [draw, entry], by name, draw first."""
        rows = [
            {name: np.asarray(value) for name, value in self._compute(jnp.asarray(row)).items()} for row in z
        ]
        return {name: np.stack([row[name] for row in rows]) for name in rows[0]}
