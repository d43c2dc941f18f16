"""The tasks of a worker: mode, curvature, chains, and the quantities of given draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from departures.country.problem import Problem
from departures.inference.attribution import compile_attribution
from departures.inference.chains import Chain, Start, start_of
from departures.inference.curvature import (
    Linked,
    curvature_at,
    jacobian,
    mean_curvature,
    points_around,
    root_of_inverse,
)
from departures.inference.fit import UNITS, FitRefused
from departures.inference.hmc import Sampler
from departures.inference.likelihood import compile_likelihood
from departures.inference.metric import Metric
from departures.inference.mode import find_mode
from departures.inference.orders import orders
from departures.inference.priors import layout_of
from departures.inference.programs import same_program
from departures.inference.quantities import compile_foretold, compile_quantities
from departures.inference.straighten import bend_around, held_most
from departures.inference.worker import Recipe
from departures.quantities import Array

REPORT_EVERY = 5


class Tasks:
    """Holds the compiled functions of one problem between tasks."""

    def __init__(self, recipe: Recipe, problem: Problem, connection: Connection) -> None:
        self._recipe, self._problem, self._connection = recipe, problem, connection
        self._likelihood = compile_likelihood(self._problem)
        self._sampler: Sampler | None = None
        self._apart: Callable[..., tuple[Array, Array]] | None = None
        self._known = layout_of(problem).known
        self._compute = jax.jit(compile_quantities(self._problem, self._likelihood))
        self._foretell = jax.jit(compile_foretold(self._problem, self._likelihood))
        self._weighed = jax.jit(jax.value_and_grad(self._likelihood.weighed))
        linked = jax.jit(self._likelihood.linked)
        self._linked: Linked = lambda z: linked(jnp.asarray(z), self._known)

    def turned_to(self, recipe: Recipe, problem: Problem) -> bool:
        """Go on with another explanation of the same pack, other figures or another seed, where what was compiled
        serves that too; else change nothing and return False.
        """
        same_settings = replace(recipe.settings, seed=0) == replace(self._recipe.settings, seed=0)
        if not same_settings or not same_program(self._problem, problem):
            return False
        self._recipe, self._problem, self._known = recipe, problem, layout_of(problem).known
        if self._sampler is not None:
            self._sampler.turned_to(self._known)
        return True

    def run(self, name: str, payload: Any) -> Any:
        """Carry out one task by name."""
        return getattr(self, f"_{name}")(payload)

    def _gradient(self, z: Array) -> tuple[Array, Array]:
        """Potential at z, and its gradient."""
        return self._weighed(z, 1.0, np.zeros(self._likelihood.linked_size), self._known)  # type: ignore[no-any-return]

    def _mode(self) -> Array:
        self._require_finite(np.zeros(self._likelihood.layout.size), "at the middle of the priors")
        mode = find_mode(self._gradient, self._likelihood.layout.size)
        self._require_finite(mode, "at the best point that was found")
        return mode

    def _require_finite(self, z: Array, where: str) -> None:
        """Refuse a problem whose expectations are no numbers, naming the figures."""
        if all(np.isfinite(part).all() for part in self._gradient(z)):
            return
        terms = np.asarray(self._likelihood.terms(jnp.asarray(z), self._known))
        named = [n for n, term in zip(self._likelihood.names, terms, strict=True) if not np.isfinite(term)]
        raise FitRefused(
            f"The model gives no finite number {where}, for: {', '.join(named[:8]) or 'a slope of the posterior'}."
            f" {UNITS}"
        )

    def _compile(self, _: None) -> None:
        """Compile all that is needed; the first to do so does it for all, through the kept compilations."""
        if self._sampler is None:
            size, settings = self._likelihood.layout.size, self._recipe.settings
            together = -(-settings.chains // settings.workers)
            traced_once = jax.jit(self._likelihood.potential)  # NumPyro asks for it at several places
            self._sampler = Sampler(traced_once, size, settings, self._known, together)
            jax.block_until_ready(self._compute(jnp.zeros(size), self._known))

    def _first_metric(self, _: None) -> tuple[Metric, Array]:
        found = self._curvature(self._mode())
        if self._problem.causes is not None and self._recipe.settings.cause_draws:
            # compiled while another worker compiles the sampler; in the end that one loads it
            size, settings = self._likelihood.layout.size, self._recipe.settings
            places = orders(len(self._problem.causes.parts), settings.cause_orders, 1, settings.seed)
            self._causes((np.zeros((1, size)), places))
        return found

    def _curvature(self, mode: Array) -> tuple[Metric, Array]:
        """The first metric: the bend around the mode, then the mean curvature of what is straightened, around it;
        and the weights of what is straightened.
        """
        settings = self._recipe.settings
        bend, weights = held_most(*jacobian(self._linked, mode), mode)
        bend = bend_around(bend, weights, self._slopes_at, settings.bend_points, settings.seed)

        def linked(x: Array) -> tuple[Array, Array]:
            expectations, information = self._linked(bend.straightened(x))
            return expectations, information

        points = points_around(mode, curvature_at(linked, mode), settings.curvature_points, settings.seed)
        mean = mean_curvature([curvature_at(linked, point) for point in points])
        return Metric(mode, root_of_inverse(mean), bend), weights

    def _slopes(self, payload: tuple[Array, Array]) -> Array:
        """Gradients of combinations with these weights [bent, datum] at points z; [point, bent, entry]."""
        return self._slopes_at(*payload)

    def _slopes_at(self, weights: Array, z: Array) -> Array:
        slopes = np.zeros((len(z), *weights.shape[:1], z.shape[1]))
        for combination in np.flatnonzero(weights.any(axis=1)):  # the others are told by nothing
            for point in range(len(z)):
                slopes[point, combination] = self._weighed(z[point], 0.0, weights[combination], self._known)[
                    1
                ]
        return slopes

    def _starts(self, payload: tuple[Metric, list[int]]) -> dict[int, Start]:
        """Where the chains of these seeds start, with potential and gradient there."""
        metric, seeds = payload
        return {seed: start_of(self._gradient, metric, seed) for seed in seeds}

    def _warm_up(self, payload: tuple[Metric, list[int], dict[int, Start]]) -> tuple[Chain, ...]:
        metric, seeds, starts = payload
        assert self._sampler is not None
        return self._sampler.warm_up(metric, {seed: starts[seed] for seed in seeds}, self._tell)

    def _draw(self, payload: tuple[Metric, list[int], float, int]) -> tuple[Chain, ...]:
        assert self._sampler is not None
        return self._sampler.draw(*payload, self._tell)

    def _tell(self, seed: int, done: int) -> None:
        if done % REPORT_EVERY == 0:
            self._connection.send(("progress", (seed, done)))

    def _causes(self, payload: tuple[Array, Array]) -> tuple[Array, Array]:
        """Changes of draws z [draw, entry] taken apart along orders [draw, order, part]; draw first."""
        if self._apart is None:
            self._apart = jax.jit(compile_attribution(self._problem))
        both = [
            self._apart(jnp.asarray(z), jnp.asarray(places), self._known)
            for z, places in zip(*payload, strict=True)
        ]
        return np.stack([np.asarray(part) for part, _ in both]), np.stack(
            [np.asarray(whole) for _, whole in both]
        )

    def _quantities(self, z: Array) -> dict[str, Array]:
        """Quantities and likelihood terms of draws z [draw, entry], by name, draw first."""
        return self._each(self._compute, z)

    def _foretold(self, z: Array) -> dict[str, Array]:
        """Likelihood terms and expectations of draws z [draw, entry], by name, draw first."""
        return self._each(self._foretell, z)

    def _each(self, compute: Callable[..., dict[str, Array]], z: Array) -> dict[str, Array]:
        rows = [
            {name: np.asarray(value) for name, value in compute(jnp.asarray(row), self._known).items()}
            for row in z
        ]
        return {name: np.stack([row[name] for row in rows]) for name in rows[0]}
