"""Rounds of warm-up and stretches of draws: all chains of a fit advance together, shared out among the workers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from departures.inference.chains import Chain, Start, fitting_step_size
from departures.inference.metric import Metric
from departures.inference.sampled import Sampled
from departures.inference.settings import SamplingSettings
from departures.inference.stages import Stages
from departures.inference.workforce import Workforce
from departures.quantities import Array


def one_round(
    workers: Workforce, settings: SamplingSettings, stages: Stages, metric: Metric, starts: dict[int, Start]
) -> tuple[tuple[Chain, ...], float]:
    """One round of warm-up, and the step size that its chains found."""
    chains = stages.over_chains(
        "warm-up", settings.warm_up, lambda: _chains(workers, settings, "warm_up", metric, starts)
    )
    return chains, fitting_step_size(chains, settled_after(settings), settings.target_acceptance)


def drawn(
    workers: Workforce, settings: SamplingSettings, stages: Stages, stage: str, metric: Metric, step_size: float,
    count: int,
) -> tuple[Chain, ...]:  # fmt: skip
    """The next so many draws of every chain."""
    return stages.over_chains(
        stage, count, lambda: _chains(workers, settings, "draw", metric, step_size, count)
    )


def settled_after(settings: SamplingSettings) -> int:
    """Iterations after which chains no longer walk in from where a round of warm-up started them."""
    return settings.warm_up // 3


def _where_it_is(metric: Metric, chain: Chain, seed: int, step_size: float) -> Start:
    """Where a chain has come to, as the start of its next round."""
    u, by_u = chain.u[-1], chain.slope[-1]
    return Start(metric.to_z(u), chain.potential[-1], metric.slope_back(u, by_u), seed, step_size)


def seeds_of(settings: SamplingSettings) -> list[int]:
    """The seeds of the chains, by which they are known."""
    return [settings.seed + number for number in range(settings.chains)]


def _chains(
    workers: Workforce, settings: SamplingSettings, task: str, metric: Metric, *more: Any
) -> tuple[Chain, ...]:
    seeds = seeds_of(settings)
    shares = [seeds[i :: settings.workers] for i in range(settings.workers)]
    results = workers.ask([(task, (metric, share, *more)) for share in shares])
    by_seed: dict[int, Any] = {}
    for share, part in zip(shares, results, strict=True):
        by_seed |= dict(zip(share, part, strict=True))
    return tuple(by_seed[seed] for seed in seeds)


def with_quantities(
    workers: Workforce, settings: SamplingSettings, metric: Metric, chains: tuple[Chain, ...]
) -> Sampled:
    """What chains have drawn, with the quantities of every draw that is told."""
    z = metric.to_z(np.stack([chain.u[:: settings.told_every] for chain in chains]))
    flat = quantities_of(workers, settings, z.reshape(-1, z.shape[-1]))
    return Sampled(
        z, chains, {name: values.reshape(*z.shape[:2], *values.shape[1:]) for name, values in flat.items()}
    )


def quantities_of(workers: Workforce, settings: SamplingSettings, z: Array) -> dict[str, Array]:
    """The quantities of vectors z [draw, entry], shared out among the workers; draw axis first."""
    parts = workers.ask([("quantities", part) for part in np.array_split(z, settings.workers)])
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def starts_at(
    settings: SamplingSettings, metric: Metric, chains: Sequence[Chain], turn: int, step_size: float
) -> dict[int, Start]:
    """Where the chains have come to, as starts of their next round."""
    return {
        seed: _where_it_is(metric, chain, 10 * seed + turn + 1, step_size)
        for seed, chain in zip(seeds_of(settings), chains, strict=True)
    }
