"""The sampler: Hamiltonian Monte Carlo by NumPyro on the whitened vector. No other module knows it.

Each trajectory has a length of its own, from a sequence that fills the span evenly and that all chains share: on a
vector whose entries all spread about as far as 1, the lengths suit every entry, and no gradient goes into finding out
where to turn (decisions/lengths-of-trajectories.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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

Progress = Callable[[int, int], None]
"""Called with the seed of a chain and the number of its finished iterations."""

SEARCH = 10.0
"""NumPyro searches around this multiple of the step size that it is given."""
EVEN = (5.0**0.5 - 1.0) / 2.0
"""Multiples of this, without their whole part, fill the span from 0 to 1 more evenly than chance does."""


class Sampler:
    """Compiled once, before mode and metric are known; each chain is known by its seed and goes on where it was.

    Chains run side by side, in groups of `width`: gradients of several at once cost less than one after the other.
    The metric stays fixed while a chain runs, so a round of warm-up goes into the step size; between rounds the
    caller may learn a better metric from them. `known`, if given, is the second argument of the potential. The same
    seeds and metrics give the same chains, in however many batches they are drawn.
    """

    def __init__(
        self,
        potential: Callable[..., Array],
        size: int,
        settings: SamplingSettings,
        known: Known | None = None,
        width: int = 1,
    ) -> None:
        self._settings, self._known = settings, () if known is None else (known,)
        self._states: dict[tuple[int, ...], Any] = {}
        self._start, kernel = hmc(
            potential_fn_gen=lambda known, *metric: lambda u: potential(_metric(metric).to_z(u), *known),
            algo="HMC",
        )

        def step(state: Any, metric: tuple[Any, ...]) -> tuple[Any, Array]:
            size, share = state.adapt_state.step_size, _share(settings, state.i)
            after = kernel(
                state._replace(
                    trajectory_length=share * _length(settings, state.i, size),
                    adapt_state=state.adapt_state._replace(step_size=share * size),
                ),
                model_args=metric,
            )
            adapted = jnp.where(state.i < settings.warm_up, after.adapt_state.step_size, size)
            return after._replace(adapt_state=after.adapt_state._replace(step_size=adapted)), share * size

        self._step = jax.jit(jax.vmap(step, in_axes=(0, None)))
        self._compiled: dict[int, Any] = {}
        self._compile(size, width)

    def _compile(self, size: int, width: int) -> Any:
        """The step for so many chains side by side."""
        if width not in self._compiled:
            metric = _unknown_metric(size)
            nowhere = Start(np.zeros(size), np.zeros(()), np.zeros(size), 0)
            states = _stacked([self._state(metric, nowhere)] * width)
            self._compiled[width] = self._step.lower(states, self._arguments(metric)).compile()
        return self._compiled[width]

    def _state(self, metric: Metric, start: Start) -> Any:
        u = metric.to_u(start.z)
        return self._start(
            ParamInfo(jnp.asarray(u), jnp.asarray(start.value), jnp.asarray(metric.slope(u, start.slope))),
            self._settings.warm_up, step_size=start.step_size / SEARCH,
            inverse_mass_matrix=jnp.ones(len(u)), adapt_mass_matrix=False, dense_mass=False,
            target_accept_prob=self._settings.target_acceptance,
            trajectory_length=self._settings.trajectory,
            model_args=self._arguments(metric), rng_key=jax.random.PRNGKey(start.seed),
        )  # fmt: skip

    def _arguments(self, metric: Metric) -> tuple[Any, ...]:
        """Priors and switches, and the arrays of a metric, as the compiled step takes them."""
        return (self._known, *(jnp.asarray(part) for part in (metric.center, metric.root, *metric.bend)))

    def turned_to(self, known: Known) -> None:
        """Go on with another `known`; chains begin anew with their next round of warm-up."""
        self._known = (known,)
        self._states.clear()

    def warm_up(self, metric: Metric, starts: Mapping[int, Start], progress: Progress) -> tuple[Chain, ...]:
        """A round of warm-up with this metric, from where each chain starts; in the order of the starts."""
        seeds = tuple(starts)
        if not seeds:
            return ()
        self._states[seeds] = _stacked([self._state(metric, start) for start in starts.values()])
        return self._advance(metric, seeds, self._settings.warm_up, progress)

    def draw(
        self, metric: Metric, seeds: Sequence[int], step_size: float, count: int, progress: Progress
    ) -> tuple[Chain, ...]:
        """The next draws of chains that have warmed up together with this metric; all take steps of one size."""
        key = tuple(seeds)
        if not key:
            return ()
        state = self._states[key]
        adapted = state.adapt_state._replace(step_size=jnp.full(len(key), step_size))
        self._states[key] = state._replace(adapt_state=adapted)
        return self._advance(metric, key, count, progress)

    def _advance(
        self, metric: Metric, seeds: tuple[int, ...], iterations: int, progress: Progress
    ) -> tuple[Chain, ...]:
        state, arguments = self._states[seeds], self._arguments(metric)
        step = self._compile(len(metric.center), len(seeds))
        kept = []
        for iteration in range(iterations):
            state, step_size = step(state, arguments)
            told = (
                state.z, state.z_grad, state.potential_energy, state.energy, state.diverging, state.num_steps,
                step_size, state.accept_prob,
            )  # fmt: skip
            kept.append([np.asarray(part) for part in told])
            for seed in seeds:
                progress(seed, iteration + 1)
        self._states[seeds] = state
        by_chain = [np.stack(part, axis=1) for part in zip(*kept, strict=True)]
        return tuple(Chain(*(part[chain] for part in by_chain)) for chain in range(len(seeds)))


def _length(settings: SamplingSettings, iteration: Array, step_size: Array) -> Array:
    """Length of the trajectory of this iteration: as wanted, or so far as the steps allowed reach."""
    away = 2.0 * ((EVEN * iteration) % 1.0) - 1.0
    wanted = settings.trajectory * (1.0 + settings.trajectory_spread * away)
    return jnp.minimum(wanted, settings.most_steps * step_size)


def _share(settings: SamplingSettings, iteration: Array) -> Array:
    """Share of the step size that this iteration takes, in as many steps: 1, but for the short draws."""
    short = (iteration >= settings.warm_up) & (iteration % settings.short_every == 0)
    return jnp.where(short, settings.short_share, 1.0)


def _stacked(states: Sequence[Any]) -> Any:
    """States of several chains as one, chain axis first."""
    return jax.tree.map(lambda *parts: jnp.stack(parts), *states)


def _metric(arguments: tuple[Any, ...]) -> Metric:
    return Metric(arguments[0], arguments[1], Bend(*arguments[2:]))


def _unknown_metric(size: int) -> Metric:
    """A metric of the right shapes."""
    bent, free = sizes(size)
    bend = Bend(np.zeros(size), np.zeros((bent, size)), np.zeros((free, size)), np.zeros((bent, free, free)))
    return Metric(np.zeros(size), np.eye(size), bend)
