"""The sampler: NUTS by NumPyro on the whitened vector. No other module knows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpyro.infer.hmc import hmc
from numpyro.infer.util import ParamInfo

from departures.inference.chains import Chain, Start
from departures.inference.metric import Bend, Metric
from departures.inference.priors import Known
from departures.inference.settings import SamplingSettings
from departures.inference.straighten import sizes
from departures.quantities import Array

Progress = Callable[[int], None]
"""Called with the number of finished iterations of a chain."""

SEARCH = 10.0
"""NumPyro searches around this multiple of the step size that it is given."""


class Sampler:
    """Compiled once, before mode and metric are known; each chain is known by its seed and goes on where it was.

    The metric stays fixed while a chain runs, so a round of warm-up goes into the step size; between rounds the
    caller may learn a better metric from them. `known`, if given, is the second argument of the potential. The same
    seed and metrics give the same chain, in however many batches it is drawn.
    """

    def __init__(
        self,
        potential: Callable[..., Array],
        size: int,
        settings: SamplingSettings,
        known: Known | None = None,
    ) -> None:
        self._settings, self._known = settings, () if known is None else (known,)
        self._states: dict[int, Any] = {}
        self._start, kernel = hmc(
            potential_fn_gen=lambda known, *metric: lambda u: potential(_metric(metric).to_z(u), *known),
            algo="NUTS",
        )
        step = jax.jit(lambda state, metric: kernel(state, model_args=metric))
        metric = _unknown_metric(size)
        nowhere = Start(np.zeros(size), np.zeros(()), np.zeros(size), 0)
        self._compiled: Any = step.lower(self._state(metric, nowhere), self._arguments(metric)).compile()

    def _state(self, metric: Metric, start: Start) -> Any:
        u = metric.to_u(start.z)
        return self._start(
            ParamInfo(jnp.asarray(u), jnp.asarray(start.value), jnp.asarray(metric.slope(u, start.slope))),
            self._settings.warm_up, step_size=start.step_size / SEARCH,
            inverse_mass_matrix=jnp.ones(len(u)), adapt_mass_matrix=False, dense_mass=False,
            target_accept_prob=self._settings.target_acceptance,
            max_tree_depth=(self._settings.warm_up_depth, self._settings.tree_depth),
            model_args=self._arguments(metric), rng_key=jax.random.PRNGKey(start.seed),
        )  # fmt: skip

    def _arguments(self, metric: Metric) -> tuple[Any, ...]:
        """Priors and switches, and the arrays of a metric, as the compiled step takes them."""
        return (self._known, *(jnp.asarray(part) for part in (metric.center, metric.root, *metric.bend)))

    def turned_to(self, known: Known) -> None:
        """Go on with another `known`; chains begin anew with their next round of warm-up."""
        self._known = (known,)

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
        state, arguments = self._states[seed], self._arguments(metric)
        kept: list[tuple[Array, Array, float, float, bool, int, float, float]] = []
        for iteration in range(iterations):
            step_size = float(
                state.adapt_state.step_size
            )  # that of this trajectory; afterwards it may be adapted
            state = self._compiled(state, arguments)
            kept.append((
                np.asarray(state.z), np.asarray(state.z_grad), float(state.potential_energy), float(state.energy),
                bool(state.diverging), int(state.num_steps), step_size, float(state.accept_prob),
            ))  # fmt: skip
            progress(iteration + 1)
        self._states[seed] = state
        return Chain(*(np.array(part) for part in zip(*kept, strict=True)))


def _metric(arguments: tuple[Any, ...]) -> Metric:
    return Metric(arguments[0], arguments[1], Bend(*arguments[2:]))


def _unknown_metric(size: int) -> Metric:
    """A metric of the right shapes."""
    bent, free = sizes(size)
    bend = Bend(np.zeros(size), np.zeros((bent, size)), np.zeros((free, size)), np.zeros((bent, free, free)))
    return Metric(np.zeros(size), np.eye(size), bend)
