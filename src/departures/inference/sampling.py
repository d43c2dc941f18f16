"""Sampling until the gates are met: batch after batch of the same chains, each with its quantities."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from departures.inference.chains import Chain
from departures.inference.fit import Gate
from departures.inference.settings import SamplingSettings
from departures.inference.workforce import Workforce
from departures.quantities import Array

Progress = Callable[[str, float], None]
"""Called with the name of the stage at work and its finished share, from 0 to 1."""

Judge = Callable[["Sampled"], tuple[Gate, ...]]
Result = TypeVar("Result")


def silent(stage: str, share: float) -> None:
    """Progress that tells nobody."""


@dataclass(frozen=True)
class Sampled:
    """Chains, and by name the quantities of their draws, [chain, draw, ...]."""

    chains: tuple[Chain, ...]
    quantities: dict[str, Array]

    @property
    def z(self) -> Array:
        """The sampled vectors, [chain, draw, entry]."""
        return np.stack([chain.z for chain in self.chains])

    def __add__(self, later: Sampled) -> Sampled:
        return Sampled(
            tuple(old + new for old, new in zip(self.chains, later.chains, strict=True)),
            {n: np.concatenate([v, later.quantities[n]], axis=1) for n, v in self.quantities.items()},
        )


@dataclass
class Stages:
    """Times of the stages, and progress over the chains of the one at work."""

    settings: SamplingSettings
    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)
    done: dict[int, int] = field(default_factory=dict)
    expected: int = 1

    def run(self, name: str, work: Callable[[], Result]) -> Result:
        """Do one stage, timed; the times of stages of one name add up."""
        started = time.perf_counter()
        self.progress(name, 0.0)
        result = work()
        self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - started, 1)
        self.progress(name, 1.0)
        return result

    def chain_moved(self, seed: int, done: int) -> None:
        """Note how far a chain has come in this batch."""
        self.done[seed] = done
        self.progress("sampling", min(sum(self.done.values()) / self.expected, 1.0))


def sample(workers: Workforce, settings: SamplingSettings, stages: Stages, judge: Judge) -> Sampled:
    """Draw batches until `judge` passes every gate, or the batches are used up."""
    mode, root = stages.run("mode and metric", lambda: _metric(workers, settings))
    sampled: Sampled | None = None
    for batch in range(settings.batches):
        stages.done.clear()
        stages.expected = settings.chains * (settings.draws + (settings.warm_up if batch == 0 else 0))
        chains = stages.run("sampling", lambda: _chains(workers, settings, mode, root))
        more = stages.run("quantities", lambda: Sampled(chains, _quantities(workers, settings, chains)))  # noqa: B023
        sampled = more if sampled is None else sampled + more
        if all(gate.passed for gate in judge(sampled)):
            break
    assert sampled is not None
    return sampled


def _metric(workers: Workforce, settings: SamplingSettings) -> tuple[Array, Array]:
    """Mode by the first worker, metric by the last, while whoever is free compiles the sampler."""
    compiling = [("compile", None)] * (settings.workers - 1)
    if not compiling:
        mode = workers.ask([("mode", None)])[0]
        root = workers.ask([("metric", mode)])[0]
        workers.ask([("compile", None)])
        return mode, root
    mode = workers.ask([("mode", None), *compiling])[0]
    root = workers.ask([("compile", None), ("metric", mode)])[1]
    return mode, root


def _chains(workers: Workforce, settings: SamplingSettings, mode: Array, root: Array) -> tuple[Chain, ...]:
    seeds = [settings.seed + number for number in range(settings.chains)]
    shares = [seeds[i :: settings.workers] for i in range(settings.workers)]
    results = workers.ask([("chains", (mode, root, share)) for share in shares])
    by_seed: dict[int, Any] = {}
    for share, part in zip(shares, results, strict=True):
        by_seed |= dict(zip(share, part, strict=True))
    return tuple(by_seed[seed] for seed in seeds)


def _quantities(
    workers: Workforce, settings: SamplingSettings, chains: tuple[Chain, ...]
) -> dict[str, Array]:
    z = np.stack([chain.z for chain in chains])
    flat = quantities_of(workers, settings, z.reshape(-1, z.shape[-1]))
    return {name: values.reshape(*z.shape[:2], *values.shape[1:]) for name, values in flat.items()}


def quantities_of(workers: Workforce, settings: SamplingSettings, z: Array) -> dict[str, Array]:
    """The quantities of vectors z [draw, entry], shared out among the workers; draw axis first."""
    parts = workers.ask([("quantities", part) for part in np.array_split(z, settings.workers)])
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
