"""A fit: gates first; then draws of every printed quantity, and the predictive table of the windows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import xarray as xr

from departures.faults import Refusal
from departures.quantities import Array

STANDARD = "standard_normal"
"""Name, among the parameters, of the vector that the sampler moves; its prior is Normal(0, 1) in every entry."""

DIMENSIONS = {
    "arrivals": ("year", "gender"),
    "arrivals_by_way": ("year", "way"),
    "eventual": ("year_left", "gender"),
    "eventual_by_way": ("year_left", "way"),
    "crossings": ("year",),
    "lag": ("year", "year_left"),
    "stock_abroad": ("year",),
    "figures": ("figure",),
}
"""Dimensions of each quantity after chain and draw; persons per year, but crossings in events per year, and
figures (what is expected of every fitted figure besides the counts, by `kind:name`) each in its own unit."""

UNITS = (
    "Look for a rate or a driver in the wrong unit: rates are events per person per month, mostly far below 1; so are "
    "the drivers of `dispatch_and_rotation`."
)
"""What to do where a model gives no finite number."""


@dataclass(frozen=True)
class Gate:
    """One condition that a fit must meet before anything is printed from it."""

    name: str
    value: float
    bound: float
    passed: bool
    meaning: str


class FitRefused(Refusal):
    """A fit that failed a gate: no number is printed from it."""


@dataclass(frozen=True)
class Fit:
    """What inference hands to the answers.

    quantities: xarray.Dataset with dimensions chain, draw and, by variable:
        arrivals (year, gender), arrivals_by_way (year, way), eventual (year_left, gender),
        eventual_by_way (year_left, way), crossings (year), lag (year, year_left): persons per year;
        figures (figure): what is expected of every fitted figure besides the counts, each in its own unit.
    parameters: natural values by name (chain, draw[, knot]).
    windows: one row per window: name, start, end, observed, remainder, rows, median, low, high (90 %, the
        window left out), inside, pareto_k; and for those with known sex women, women_median, women_low, women_high.
    splits: one row per window with known sex: name, start, end, total, women, low, median, high, inside, pareto_k.
    contraction: parameter or quantity name → 1 − Var(posterior)/Var(prior).
    """

    explanation: str
    quantities: xr.Dataset = field(repr=False)
    parameters: xr.Dataset = field(repr=False)
    windows: pd.DataFrame = field(repr=False)
    splits: pd.DataFrame = field(repr=False)
    gates: tuple[Gate, ...]
    contraction: dict[str, float] = field(repr=False)
    seconds: dict[str, float] = field(default_factory=dict)
    fingerprint: str = ""

    @property
    def passed(self) -> bool:
        """True when every gate is met."""
        return all(gate.passed for gate in self.gates)

    def require_passed(self) -> None:
        """Raise `FitRefused` with every gate that failed."""
        failed = [gate for gate in self.gates if not gate.passed]
        if failed:
            lines = [
                f"  {gate.name}: {gate.value:.3g}, needed {gate.bound:.3g}. {gate.meaning}" for gate in failed
            ]
            raise FitRefused("The fit failed its gates; no answer is given from it.\n" + "\n".join(lines))

    def draws(self, name: str, **at: object) -> Array:
        """Draws of one quantity at the given coordinates, chains put end to end; [draw] or [draw, ...]."""
        values = self.quantities[name].sel(dict(at))
        return np.asarray(values).reshape(-1, *values.shape[2:])
