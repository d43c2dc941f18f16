"""Trials judged: which numbers keep what their ranges promise, and which do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from departures.calibration.bands import even_p_value, holm
from departures.calibration.kinds import PEOPLE, Ensemble
from departures.calibration.measured import family_of
from departures.calibration.settings import MOST_FAILED, RANKS
from departures.quantities import Array

FAMILYWISE = 0.01
"""Chance that any number of an ensemble is said to fail though all ranks are even."""
LEVELS = (0.5, 0.9)
LEAST_COVERAGE, MOST_COVERAGE = 0.84, 0.96
"""Between these the share of 90 % ranges that hold the truth of whole people must lie."""


@dataclass(frozen=True)
class Judged:
    """An ensemble and its verdict.

    table: one row per number, with `number`, `family`, `p` (of even ranks), `uneven` (by Holm's rule), `covered_50`,
    `covered_90` (shares of worlds whose truth lies in the range) and `failed` (by the rule of its kind).
    """

    ensemble: Ensemble
    made: int
    """Worlds that were fitted, those whose fit failed among them."""
    refused: int
    table: pd.DataFrame
    ranks: dict[str, Array]
    seconds: float
    """Of one process, on average over worlds."""

    @property
    def too_many_refused(self) -> bool:
        """Whether so many fits failed that the others tell nothing."""
        return self.refused > MOST_FAILED * self.made

    @property
    def failed(self) -> tuple[str, ...]:
        """Numbers that do not keep what their ranges promise."""
        return tuple(self.table.loc[self.table["failed"], "number"])

    @property
    def passed(self) -> bool:
        """Whether nothing failed, neither fits nor numbers."""
        return not self.too_many_refused and not self.failed


def judge(ensemble: Ensemble, trials: Sequence[dict[str, Any]]) -> Judged:
    """The verdict on the trials of an ensemble: of even ranks by Holm's rule; where whole people moved, of coverage."""
    fitted = [row for row in trials if "ranks" in row]
    names = list(fitted[0]["ranks"]) if fitted else []
    ranks = {name: np.array([row["ranks"][name] for row in fitted]) for name in names}
    below = {name: np.array([row["below"][name] for row in fitted]) for name in names}
    p_values = np.array([even_p_value(ranks[name], RANKS) for name in names])
    uneven = holm(p_values, FAMILYWISE) if names else np.zeros(0, dtype=bool)
    covered = {level: [_covered(below[name], level) for name in names] for level in LEVELS}
    table = pd.DataFrame({
        "number": names,
        "family": [family_of(name) for name in names],
        "p": p_values,
        "uneven": uneven,
        "covered_50": covered[0.5],
        "covered_90": covered[0.9],
    })  # fmt: skip
    outside = ~table["covered_90"].between(LEAST_COVERAGE, MOST_COVERAGE)
    table["failed"] = outside if ensemble.kind == PEOPLE else table["uneven"]
    seconds = float(np.mean([row["seconds"] for row in trials])) if trials else 0.0
    return Judged(ensemble, len(trials), len(trials) - len(fitted), table, ranks, seconds)


def _covered(below: Array, level: float) -> float:
    """Share of worlds in which the truth lies in the range of this level."""
    return float(np.mean(np.abs(below - 0.5) <= level / 2.0))
