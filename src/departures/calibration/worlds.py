"""Made-up worlds: a truth, and the figures that would have been published had it been so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from departures.calibration.kinds import AROUND, PEOPLE
from departures.calibration.measured import measured, possible
from departures.calibration.people import People
from departures.country.problem import Problem
from departures.inference.likelihood import compile_likelihood
from departures.inference.made_up import concentrations, drawn
from departures.inference.priors import layout_of
from departures.inference.quantities import compile_quantities
from departures.observation.declared import Observation
from departures.observation.expected import Expected
from departures.quantities import Array

TRIES = 1000
"""Draws of the prior that are looked through for a possible world."""


@dataclass(frozen=True)
class World:
    """A truth z [entry], what is measured of it, by name, and what is published."""

    z: Array
    truth: dict[str, float]
    observation: Observation


class Maker:
    """Makes worlds of one problem; functions are compiled once. `posterior` holds draws z [draw, entry] of its fit,
    which worlds around the published figures are drawn from.
    """

    def __init__(self, problem: Problem, posterior: Array | None = None) -> None:
        self._problem, self._posterior = problem, posterior
        self._likelihood = compile_likelihood(problem)
        self._layout = layout_of(problem)
        self._quantities = jax.jit(compile_quantities(problem, self._likelihood))
        self._people = People(problem)
        self._expected: Callable[[Array], Expected] = jax.jit(self._likelihood.expected)

    def world(self, kind: str, seed: int) -> World:
        """The world of a seed."""
        random = np.random.default_rng(seed)
        z, quantities = self._truth(kind, random)
        values = self._layout.values(jnp.asarray(z))
        expected = jax.tree.map(np.asarray, self._expected(jnp.asarray(z)))
        counted = None
        if kind == PEOPLE:
            happened = self._people.moved(values, int(random.integers(2**62)))
            counted = happened.counted
            expected = expected._replace(stocks=happened.stocks, flows=happened.flows)
        spreads = {name: float(values[name]) for name in concentrations(self._problem.observation)}
        published = drawn(self._problem.observation, expected, spreads, random, counted)
        truth = {name: float(part[0]) for name, part in measured(self._problem, quantities).items()}
        return World(z, truth, published)

    def _truth(self, kind: str, random: np.random.Generator) -> tuple[Array, dict[str, Array]]:
        """A possible z, from the posterior or the prior, and its quantities, [1, ...]."""
        for _ in range(TRIES):
            z = random.standard_normal(self._layout.size)
            if kind == AROUND:
                assert self._posterior is not None
                z = self._posterior[random.integers(len(self._posterior))]
            quantities = {
                name: np.asarray(part)[None] for name, part in self._quantities(jnp.asarray(z)).items()
            }
            if possible(self._problem, quantities).all():
                return z, quantities
        raise RuntimeError(f"none of {TRIES} draws has yearly arrivals that are possible")
