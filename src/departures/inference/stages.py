"""Stages of a fit: how long each took, and how far the one at work has come."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from departures.inference.progress import Progress
from departures.inference.settings import SamplingSettings

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
