"""Breaks: how often arrivals have jumped by more than a factor of two, and how far, learned from what was known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from departures.quantities import Array

LEAST = float(np.log(2.0))
"""A change from one year to the next by more than a factor of two is a break."""
BREAKS_BEFORE, YEARS_BEFORE = 0.5, 10.0
"""What is counted before any year is seen: half a break in ten years, as after any quiet decade (Jeffreys' rule)."""
FARTHER = 0.5
"""How much farther than a factor of two a break goes on average, as a log, before any is seen; it weighs as one."""


@dataclass(frozen=True)
class Breaks:
    """Breaks seen in so many steps from year to year, and by how much each went beyond a factor of two, in logs."""

    steps: int
    downward: int
    beyond: tuple[float, ...]

    def drawn(self, draws: int, years: int, random: np.random.Generator) -> Array:
        """Sums of the breaks that come in the years ahead, [draw, year]: a break stays until another one comes, since
        nobody knows the end of a policy.
        """
        seen = len(self.beyond)
        chance = random.beta(
            BREAKS_BEFORE + seen, YEARS_BEFORE - BREAKS_BEFORE + self.steps - seen, size=(draws, 1)
        )
        mean = 1.0 / random.gamma(2.0 + seen, 1.0 / (FARTHER + sum(self.beyond)), size=(draws, 1))
        down = random.beta(0.5 + self.downward, 0.5 + seen - self.downward, size=(draws, 1))
        comes = random.random((draws, years)) < chance
        size = LEAST + random.exponential(1.0, (draws, years)) * mean
        sign = np.where(random.random((draws, years)) < down, -1.0, 1.0)
        return np.cumsum(np.where(comes, sign * size, 0.0), axis=1)


def breaks_in(counts: Array) -> Breaks:
    """The breaks of a yearly series, [year]."""
    steps = np.diff(np.log1p(np.asarray(counts, dtype=float)))
    found = steps[np.abs(steps) > LEAST]
    return Breaks(len(steps), int((found < 0.0).sum()), tuple(float(abs(each) - LEAST) for each in found))
