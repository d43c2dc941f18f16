"""The sampler: NUTS by NumPyro on the whitened vector. No other module knows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpyro.infer.hmc import hmc
from numpyro.infer.util import ParamInfo

from departures.inference.metric import Bend, Metric
from departures.inference.settings import SamplingSettings
from departures.inference.straighten import sizes
from departures.quantities import Array

Progress = Callable[[int], None]
"""Called with the number of finished iterations of a chain."""

FIRST_STEP = 0.3
"""Around this the search for a step size begins."""
SEARCH = 10.0
"""NumPyro searches around this multiple of the step size that it is given."""
START_SPREAD = 0.5
"""Starts lie around the mode, half as wide as the normal there: wide enough to differ, near enough to be quick."""


@dataclass(frozen=True)
class Chain:
    """A stretch of one chain: u and the potential's gradient by u [draw, entry]; potentials, energies, divergences,
    leapfrog steps and their size per draw [draw]. `Metric.to_z` leads from u to z.
    """

    u: Array
    slope: Array
    potential: Array
    energy: Array
    diverging: Array
    steps: Array
    step_size: Array

    def __add__(self, later: Chain) -> Chain:
        """This chain with a later batch behind it."""
        joined = (np.concatenate([getattr(self, f.name), getattr(later, f.name)]) for f in fields(Chain))
        return Chain(*joined)


class Start(NamedTuple):
    """Where a chain starts a round of warm-up: z, potential and its gradient by z there, the seed of the round and
    the step size around which to search.
    """

    z: Array
    value: Array
    slope: Array
    seed: int
    step_size: float = FIRST_STEP


def start_of(value_and_gradient: Callable[[Array], tuple[Array, Array]], metric: Metric, seed: int) -> Start:
    """A first start, around the mode."""
    u = START_SPREAD * np.random.default_rng(seed).standard_normal(len(metric.center))
    z = metric.to_z(u)
    value, slope = value_and_gradient(jnp.asarray(z))
    return Start(z, np.asarray(value), np.asarray(slope), 10 * seed)


def common_step_size(chains: Sequence[Chain]) -> float:
    """The geometric mean of the step sizes that the chains ended with: one chain alone may find a poor one."""
    return float(np.exp(np.mean([np.log(chain.step_size[-1]) for chain in chains])))


class Sampler:
    """Compiled once, before mode and metric are known; each chain is known by its seed and goes on where it was.

    The metric stays fixed while a chain runs, so a round of warm-up goes into the step size; between rounds the
    caller may learn a better metric from them. The same seed and metrics give the same chain, in however many
    batches it is drawn.
    """

    def __init__(self, potential: Callable[[Array], Array], size: int, settings: SamplingSettings) -> None:
        self._settings = settings
        self._states: dict[int, Any] = {}
        self._start, kernel = hmc(
            potential_fn_gen=lambda *metric: lambda u: potential(_metric(metric).to_z(u)), algo="NUTS"
        )
        step = jax.jit(lambda state, metric: kernel(state, model_args=metric))
        metric = _unknown_metric(size)
        nowhere = Start(np.zeros(size), np.zeros(()), np.zeros(size), 0)
        self._compiled: Any = step.lower(self._state(metric, nowhere), _arguments(metric)).compile()

    def _state(self, metric: Metric, start: Start) -> Any:
        u = metric.to_u(start.z)
        return self._start(
            ParamInfo(jnp.asarray(u), jnp.asarray(start.value), jnp.asarray(metric.slope(u, start.slope))),
            self._settings.warm_up, step_size=start.step_size / SEARCH,
            inverse_mass_matrix=jnp.ones(len(u)), adapt_mass_matrix=False, dense_mass=False,
            target_accept_prob=self._settings.target_acceptance,
            max_tree_depth=(self._settings.warm_up_depth, self._settings.tree_depth),
            model_args=_arguments(metric), rng_key=jax.random.PRNGKey(start.seed),
        )  # fmt: skip

    def warm_up(self, metric: Metric, seed: int, start: Start, progress: Progress) -> Chain:
        """A round of warm-up with this metric, from `start` on."""
        self._states[seed] = self._state(metric, start)
        return self._advance(metric, seed, self._settings.warm_up, progress)

    def draw(self, metric: Metric, seed: int, step_size: float, count: int, progress: Progress) -> Chain:
        """The next draws of a chain that has warmed up with this metric; all chains take steps of one size."""
        state = self._states[seed]
        adapted = state.adapt_state._replace(step_size=jnp.asarray(step_size))
        self._states[seed] = state._replace(adapt_state=adapted)
        return self._advance(metric, seed, count, progress)

    def _advance(self, metric: Metric, seed: int, iterations: int, progress: Progress) -> Chain:
        state, arguments = self._states[seed], _arguments(metric)
        kept: list[tuple[Array, Array, float, float, bool, int, float]] = []
        for iteration in range(iterations):
            state = self._compiled(state, arguments)
            kept.append((
                np.asarray(state.z), np.asarray(state.z_grad), float(state.potential_energy), float(state.energy),
                bool(state.diverging), int(state.num_steps), float(state.adapt_state.step_size),
            ))  # fmt: skip
            progress(iteration + 1)
        self._states[seed] = state
        return Chain(*(np.array(part) for part in zip(*kept, strict=True)))


def _arguments(metric: Metric) -> tuple[Any, ...]:
    """The arrays of a metric, as the compiled step takes them."""
    return tuple(jnp.asarray(part) for part in (metric.center, metric.root, *metric.bend))


def _metric(arguments: tuple[Any, ...]) -> Metric:
    return Metric(arguments[0], arguments[1], Bend(*arguments[2:]))


def _unknown_metric(size: int) -> Metric:
    """A metric of the right shapes."""
    bent, free = sizes(size)
    bend = Bend(np.zeros(size), np.zeros((bent, size)), np.zeros((free, size)), np.zeros((bent, free, free)))
    return Metric(np.zeros(size), np.eye(size), bend)
