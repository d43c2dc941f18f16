"""The sampler: NUTS by NumPyro on the whitened vector. No other module knows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpyro.infer.hmc import hmc
from numpyro.infer.util import ParamInfo

from departures.inference.settings import SamplingSettings
from departures.quantities import Array

Progress = Callable[[int], None]
"""Called with the number of finished iterations of a chain."""

FIRST_STEP = 0.2
START_SPREAD = 0.5
"""Starts lie around the mode, half as wide as the normal there: wide enough to differ, near enough to be quick."""


@dataclass(frozen=True)
class Chain:
    """One chain after warm-up: z [draw, entry], energies, divergences and leapfrog steps per draw [draw]."""

    z: Array
    energy: Array
    diverging: Array
    steps: Array

    def __add__(self, later: Chain) -> Chain:
        """This chain with a later batch behind it."""
        joined = (np.concatenate([getattr(self, f.name), getattr(later, f.name)]) for f in fields(Chain))
        return Chain(*joined)


class Sampler:
    """Compiled once, before mode and metric are known; run for any number of chains: z = mode + root · u.

    The metric is fixed, so the whole warm-up goes into the step size.
    """

    def __init__(self, potential: Callable[[Array], Array], size: int, settings: SamplingSettings) -> None:
        self._settings = settings
        self._states: dict[int, Any] = {}
        self._gradient = jax.jit(jax.value_and_grad(potential))
        self._start, kernel = hmc(
            potential_fn_gen=lambda mode, root: lambda u: potential(mode + root @ u), algo="NUTS"
        )
        step = jax.jit(lambda state, metric: kernel(state, model_args=metric))
        metric = (jnp.zeros(size), jnp.eye(size))
        self._compiled: Any = step.lower(self._state(metric, 0), metric).compile()

    def _state(self, metric: tuple[Array, Array], seed: int) -> Any:
        mode, root = metric
        u = jnp.asarray(START_SPREAD * np.random.default_rng(seed).standard_normal(mode.shape[0]))
        value, slope = self._gradient(mode + root @ u)
        return self._start(
            ParamInfo(u, value, root.T @ slope), self._settings.warm_up, step_size=FIRST_STEP,
            inverse_mass_matrix=jnp.ones(mode.shape[0]), adapt_mass_matrix=False, dense_mass=False,
            target_accept_prob=self._settings.target_acceptance, max_tree_depth=self._settings.tree_depth,
            model_args=metric, rng_key=jax.random.PRNGKey(seed),
        )  # fmt: skip

    def run(self, mode: Array, root: Array, seed: int, progress: Progress) -> Chain:
        """The next batch of a chain: the first time from a start around the mode, after the warm-up.

        The same seed gives the same chain, in however many batches it is drawn.
        """
        settings, metric = self._settings, (jnp.asarray(mode), jnp.asarray(root))
        warming = 0 if seed in self._states else settings.warm_up
        state = self._states.get(seed) if warming == 0 else self._state(metric, seed)
        kept: list[tuple[Array, float, bool, int]] = []
        for iteration in range(warming + settings.draws):
            state = self._compiled(state, metric)
            if iteration >= warming:
                kept.append(
                    (np.asarray(state.z), float(state.energy), bool(state.diverging), int(state.num_steps))
                )
            progress(iteration + 1)
        self._states[seed] = state
        u, energy, diverging, steps = (np.array(part) for part in zip(*kept, strict=True))
        return Chain(np.asarray(mode) + u @ np.asarray(root).T, energy, diverging, steps)
