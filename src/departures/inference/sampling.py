"""Sampling until the gates are met: batch after batch of the same chains, each with its quantities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from departures.inference.chains import Chain
from departures.inference.fit import Gate
from departures.inference.metric import Metric
from departures.inference.rounds import drawn, one_round, seeds_of, settled_after, starts_at, with_quantities
from departures.inference.sampled import Sampled
from departures.inference.settings import SamplingSettings
from departures.inference.stages import Stages
from departures.inference.workforce import Workforce
from departures.quantities import Array

SHORTER = 0.75
"""Factor on the step size where more trajectories diverged than the gate allows."""
OLD_BEND = 30.0
"""Weight, in draws, with which a learned bend is drawn towards the one before."""
Judge = Callable[["Sampled"], tuple[Gate, ...] | None]
"""All gates of what has been sampled where every one is passed, else None."""


class Posterior(NamedTuple):
    """What was sampled, the gates if all are passed, else None, and how the chains moved at last."""

    sampled: Sampled
    gates: tuple[Gate, ...] | None
    metric: Metric
    step_size: float


def sample(workers: Workforce, settings: SamplingSettings, stages: Stages, judge: Judge) -> Posterior:
    """Warm up, then draw batches until `judge` finds every gate passed, or the batches are used up."""
    first, weights = stages.run("mode and curvature", lambda: _first_metric(workers, settings))
    metric, step_size = _warm_up(workers, settings, stages, first, weights)
    sampled: Sampled | None = None
    alike: tuple[Chain, ...] = ()
    for batch in range(settings.batches):
        chains = drawn(workers, settings, stages, "sampling", metric, step_size, settings.draws)
        if _too_many_diverge(settings, sampled, chains) and batch + settings.unjudged + 1 < settings.batches:
            # the steps are too long: what was drawn with them serves as warm-up, and sampling starts again
            sampled, alike, step_size = None, (), SHORTER * step_size
            continue
        more = stages.run("quantities", lambda: with_quantities(workers, settings, metric, chains))  # noqa: B023
        sampled = more if sampled is None else sampled + more
        alike = _joined(alike, chains)
        if len(sampled.chains[0].u) > settings.unjudged * settings.draws:
            gates = stages.run("gates", lambda: judge(sampled))  # noqa: B023
            if gates is not None:
                return Posterior(sampled, gates, metric, step_size)
        if batch + 1 in settings.learned_again:
            turn = len(settings.pilots) + sampled.z.shape[1]
            metric, step_size = _learned_again(
                workers, settings, stages, metric, weights, alike, step_size, turn
            )
            alike = ()
    assert sampled is not None
    return Posterior(sampled, None, metric, step_size)


def _learned_again(
    workers: Workforce, settings: SamplingSettings, stages: Stages, metric: Metric, weights: Array,
    alike: tuple[Chain, ...], step_size: float, turn: int,
) -> tuple[Metric, float]:  # fmt: skip
    """The metric from all draws that were made with the last one, and the step size that suits it: what moves slowly is
    better known by now. Draws made before stay: either way of moving leaves the posterior as it is.
    """
    starts = starts_at(settings, metric, alike, turn, step_size)
    learned = stages.run("metric", lambda: _learned(workers, settings, metric, weights, alike))
    return learned, one_round(workers, settings, stages, learned, starts)[1]


def _joined(chains: tuple[Chain, ...], later: tuple[Chain, ...]) -> tuple[Chain, ...]:
    """Stretches of the same chains put end to end."""
    return tuple(chain + more for chain, more in zip(chains, later, strict=True)) if chains else later


def _too_many_diverge(settings: SamplingSettings, sampled: Sampled | None, chains: Sequence[Chain]) -> bool:
    """Whether so many trajectories have diverged that the gate could not be met when it is first tried. Once gates
    have been tried, the gate itself decides, and what was drawn is kept.
    """
    before = () if sampled is None else sampled.chains
    diverging = np.concatenate([chain.diverging for chain in (*before, *chains)])
    first_tried = (settings.unjudged + 1) * settings.draws * settings.chains
    return len(diverging) <= first_tried and bool(diverging.sum() > settings.most_diverging * first_tried)


def _first_metric(workers: Workforce, settings: SamplingSettings) -> tuple[Metric, Array]:
    """Mode and curvature by the first worker while the second compiles; then the others load what it compiled."""
    compiling = [("compile", None)] if settings.workers > 1 else []
    metric, weights = workers.ask([("first_metric", None), *compiling])[0]
    workers.ask([("compile", None)] * settings.workers)
    return metric, weights


def _warm_up(
    workers: Workforce, settings: SamplingSettings, stages: Stages, metric: Metric, weights: Array
) -> tuple[Metric, float]:
    """Rounds of warm-up, each with the metric learned from the draws of all chains in the round before; the last
    metric, and the step size that suits it.
    """
    starts = workers.ask([("starts", (metric, seeds_of(settings)))])[0]
    for turn, pilot in enumerate(settings.pilots):
        chains, step_size = one_round(workers, settings, stages, metric, starts)
        if pilot:
            more = drawn(workers, settings, stages, "warm-up", metric, step_size, pilot)
            chains = _joined(chains, more)
        starts = starts_at(settings, metric, chains, turn, step_size)
        metric = stages.run("metric", lambda: _learned(workers, settings, metric, weights, chains))  # noqa: B023
    return metric, one_round(workers, settings, stages, metric, starts)[1]


def _learned(
    workers: Workforce, settings: SamplingSettings, metric: Metric, weights: Array,
    chains: Sequence[Chain],
) -> Metric:  # fmt: skip
    """The metric that a round of warm-up teaches, its bend by the gradients of combinations with these weights."""
    settled = settled_after(settings)
    u, by_u = (np.concatenate([getattr(chain, n)[settled:] for chain in chains]) for n in ("u", "slope"))
    z = metric.to_z(u[:: -(-len(u) // settings.bend_draws)])
    parts = [("slopes", (weights, part)) for part in np.array_split(z, settings.workers)]
    bend = metric.bend.learned(z, np.concatenate(workers.ask(parts)), OLD_BEND)
    return metric.learned(u, by_u, bend)
