"""Sampling until the gates are met: batch after batch of the same chains, each with its quantities."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from departures.inference.chains import Chain, Start, fitting_step_size
from departures.inference.fit import Gate
from departures.inference.metric import Metric
from departures.inference.progress import Progress
from departures.inference.sampled import Sampled
from departures.inference.settings import SamplingSettings
from departures.inference.workforce import Workforce
from departures.quantities import Array

SHORTER = 0.75
"""Factor on the step size where more trajectories diverged than the gate allows."""
OLD_BEND = 30.0
"""Weight, in draws, with which a learned bend is drawn towards the one before."""
Judge = Callable[["Sampled"], tuple[Gate, ...] | None]
"""All gates of what has been sampled where every one is passed, else None."""
Result = TypeVar("Result")


@dataclass
class Stages:
    """Times of the stages, and progress over the chains of the one at work."""

    settings: SamplingSettings
    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)
    done: dict[int, int] = field(default_factory=dict)
    expected: int = 1
    at_work: str = ""

    def run(self, name: str, work: Callable[[], Result]) -> Result:
        """Do one stage, timed; the times of stages of one name add up."""
        started = time.perf_counter()
        self.progress(name, 0.0)
        result = work()
        self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - started, 1)
        self.progress(name, 1.0)
        return result

    def over_chains(self, name: str, iterations: int, work: Callable[[], Result]) -> Result:
        """Do one stage in which every chain advances by so many iterations."""
        self.done.clear()
        self.at_work, self.expected = name, self.settings.chains * iterations
        return self.run(name, work)

    def chain_moved(self, seed: int, done: int) -> None:
        """Note how far a chain has come in this stage."""
        self.done[seed] = done
        self.progress(self.at_work, min(sum(self.done.values()) / self.expected, 1.0))


def sample(
    workers: Workforce, settings: SamplingSettings, stages: Stages, judge: Judge
) -> tuple[Sampled, tuple[Gate, ...] | None]:
    """Warm up, then draw batches until `judge` finds every gate passed, or the batches are used up; what was drawn,
    and the gates if they are passed.
    """
    first, weights = stages.run("mode and curvature", lambda: _first_metric(workers, settings))
    metric, step_size = _warm_up(workers, settings, stages, first, weights)
    sampled: Sampled | None = None
    alike: tuple[Chain, ...] = ()
    for batch in range(settings.batches):
        chains = _drawn(workers, settings, stages, "sampling", metric, step_size, settings.draws)
        if _too_many_diverge(settings, sampled, chains) and batch + settings.unjudged + 1 < settings.batches:
            # the steps are too long: what was drawn with them serves as warm-up, and sampling starts again
            sampled, alike, step_size = None, (), SHORTER * step_size
            continue
        more = stages.run("quantities", lambda: _with_quantities(workers, settings, metric, chains))  # noqa: B023
        sampled = more if sampled is None else sampled + more
        alike = _joined(alike, chains)
        if len(sampled.chains[0].u) > settings.unjudged * settings.draws:
            gates = stages.run("gates", lambda: judge(sampled))  # noqa: B023
            if gates is not None:
                return sampled, gates
        if batch + 1 in settings.learned_again:
            turn = len(settings.pilots) + sampled.z.shape[1]
            metric, step_size = _learned_again(
                workers, settings, stages, metric, weights, alike, step_size, turn
            )
            alike = ()
    assert sampled is not None
    return sampled, None


def _learned_again(
    workers: Workforce, settings: SamplingSettings, stages: Stages, metric: Metric, weights: Array,
    alike: tuple[Chain, ...], step_size: float, turn: int,
) -> tuple[Metric, float]:  # fmt: skip
    """The metric from all draws that were made with the last one, and the step size that suits it: what moves slowly is
    better known by now. Draws made before stay: either way of moving leaves the posterior as it is.
    """
    starts = _starts_at(settings, metric, alike, turn, step_size)
    learned = stages.run("metric", lambda: _learned(workers, settings, metric, weights, alike))
    return learned, _round(workers, settings, stages, learned, starts)[1]


def _starts_at(
    settings: SamplingSettings, metric: Metric, chains: Sequence[Chain], turn: int, step_size: float
) -> dict[int, Start]:
    """Where the chains have come to, as starts of their next round."""
    return {
        seed: _where_it_is(metric, chain, 10 * seed + turn + 1, step_size)
        for seed, chain in zip(_seeds(settings), chains, strict=True)
    }


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
    starts = workers.ask([("starts", (metric, _seeds(settings)))])[0]
    for turn, pilot in enumerate(settings.pilots):
        chains, step_size = _round(workers, settings, stages, metric, starts)
        if pilot:
            more = _drawn(workers, settings, stages, "warm-up", metric, step_size, pilot)
            chains = _joined(chains, more)
        starts = _starts_at(settings, metric, chains, turn, step_size)
        metric = stages.run("metric", lambda: _learned(workers, settings, metric, weights, chains))  # noqa: B023
    return metric, _round(workers, settings, stages, metric, starts)[1]


def _learned(
    workers: Workforce, settings: SamplingSettings, metric: Metric, weights: Array,
    chains: Sequence[Chain],
) -> Metric:  # fmt: skip
    """The metric that a round of warm-up teaches, its bend by the gradients of combinations with these weights."""
    settled = _settled(settings)
    u, by_u = (np.concatenate([getattr(chain, n)[settled:] for chain in chains]) for n in ("u", "slope"))
    z = metric.to_z(u[:: -(-len(u) // settings.bend_draws)])
    parts = [("slopes", (weights, part)) for part in np.array_split(z, settings.workers)]
    bend = metric.bend.learned(z, np.concatenate(workers.ask(parts)), OLD_BEND)
    return metric.learned(u, by_u, bend)


def _round(
    workers: Workforce, settings: SamplingSettings, stages: Stages, metric: Metric, starts: dict[int, Start]
) -> tuple[tuple[Chain, ...], float]:
    """One round of warm-up, and the step size that its chains found."""
    chains = stages.over_chains(
        "warm-up", settings.warm_up, lambda: _chains(workers, settings, "warm_up", metric, starts)
    )
    return chains, fitting_step_size(chains, _settled(settings), settings.target_acceptance)


def _drawn(
    workers: Workforce, settings: SamplingSettings, stages: Stages, stage: str, metric: Metric, step_size: float,
    count: int,
) -> tuple[Chain, ...]:  # fmt: skip
    return stages.over_chains(
        stage, count, lambda: _chains(workers, settings, "draw", metric, step_size, count)
    )


def _settled(settings: SamplingSettings) -> int:
    """Iterations after which chains no longer walk in from where a round of warm-up started them."""
    return settings.warm_up // 3


def _where_it_is(metric: Metric, chain: Chain, seed: int, step_size: float) -> Start:
    """Where a chain has come to, as the start of its next round."""
    u, by_u = chain.u[-1], chain.slope[-1]
    return Start(metric.to_z(u), chain.potential[-1], metric.slope_back(u, by_u), seed, step_size)


def _seeds(settings: SamplingSettings) -> list[int]:
    return [settings.seed + number for number in range(settings.chains)]


def _chains(
    workers: Workforce, settings: SamplingSettings, task: str, metric: Metric, *more: Any
) -> tuple[Chain, ...]:
    seeds = _seeds(settings)
    shares = [seeds[i :: settings.workers] for i in range(settings.workers)]
    results = workers.ask([(task, (metric, share, *more)) for share in shares])
    by_seed: dict[int, Any] = {}
    for share, part in zip(shares, results, strict=True):
        by_seed |= dict(zip(share, part, strict=True))
    return tuple(by_seed[seed] for seed in seeds)


def _with_quantities(
    workers: Workforce, settings: SamplingSettings, metric: Metric, chains: tuple[Chain, ...]
) -> Sampled:
    z = metric.to_z(np.stack([chain.u[:: settings.told_every] for chain in chains]))
    flat = quantities_of(workers, settings, z.reshape(-1, z.shape[-1]))
    return Sampled(
        z, chains, {name: values.reshape(*z.shape[:2], *values.shape[1:]) for name, values in flat.items()}
    )


def quantities_of(
    workers: Workforce, settings: SamplingSettings, z: Array, task: str = "quantities"
) -> dict[str, Array]:
    """The quantities of vectors z [draw, entry], or what a task gives, shared out among the workers; draw first."""
    parts = workers.ask([(task, part) for part in np.array_split(z, settings.workers)])
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
