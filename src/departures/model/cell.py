"""Cells: sets of people with the same covariates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from departures.quantities import Array


@dataclass(frozen=True)
class Cells:
    """The cells of a run; `covariates[name]` holds one value per cell, shape [cell]."""

    names: tuple[str, ...]
    covariates: dict[str, Array]

    @property
    def count(self) -> int:
        """How many cells there are."""
        return len(self.names)

    def values(self) -> dict[str, Array]:
        """Covariates as float arrays, shape [cell] each."""
        return {name: np.asarray(value, dtype=float) for name, value in self.covariates.items()}


def by_sex() -> Cells:
    """Women and men, with the covariate `female` (1 or 0)."""
    return Cells(names=("f", "m"), covariates={"female": np.array([1.0, 0.0])})
