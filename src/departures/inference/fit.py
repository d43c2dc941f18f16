"""A fit: gates first; then draws of every printed quantity, and the predictive table of the windows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from departures.faults import Refusal
from departures.quantities import Array

STANDARD = "standard_normal"
"""Name, among the parameters, of the vector that the sampler moves; its prior is Normal(0, 1) in every entry."""

SCALED = "prior_scaled"
"""Name, among the terms, of the weights of the draws under powers of the prior (see `power_scaling`)."""
CAUSES = "causes"
"""Name, in leads and among contractions, of the parts of a change."""

DIMENSIONS = {
    "arrivals": ("year", "gender"),
    "arrivals_by_way": ("year", "way"),
    "eventual": ("year_left", "gender"),
    "eventual_by_way": ("year_left", "way"),
    "crossings": ("year",),
    "lag": ("year", "year_left"),
    "stock_abroad": ("year",),
    "figures": ("figure",),
    "latents": ("year", "latent"),
}
"""Dimensions of each quantity after chain and draw; persons per year, but crossings in events per year, and
figures (what is expected of every fitted figure besides the counts, by `kind:name`) and latents (mean of a year) each
in its own unit."""

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
    windows: one row per window: name, start, end, observed, remainder, rows; of the range that the model gives
        without it median, low, high (90 %), inside, pareto_k, log_density of the observed count under it, and
        quantiles at even levels; for those with known sex women, women_median, women_low, women_high.
    splits: one row per window with known sex: name, start, end, total, women, low, median, high, inside, pareto_k,
        log_density, quantiles.
    before: the same quantities of draws of the prior, dimensions chain (of length 1) and draw first: what was thought
        before a figure was seen.
    contraction: parameter, or part of a change → 1 − Var(posterior)/Var(prior).
    causes: xarray.Dataset with `added` (chain, draw, scale, change, part) and `total` (chain, draw, scale, change), of
        thinned draws: what each part adds to a change of expected arrivals between two years, on the scales `log` and
        `count`; None where the pack names no changes (see `attribution`).
    causes_before: the same of draws of the prior: what was thought of causes before a figure was seen.
    terms: xarray.Dataset with `terms` (chain, draw, datum): log likelihood of every figure, by `kind:name`, and
        `sources` (datum): ids of the sources on which it rests, with blanks between them; and `prior_scaled` (power,
        chain, draw): see `power_scaling`.
    rivals: where this fit is the mixture of several explanations, the fit of each by name; else empty. Not stored.
    standing: names of those that the figures do not refute.
    compared: `column[explanation]` → number of their comparison (weight, behind, error), and `column[plain]` → how
        much better (gap, error) all of them together foretell the counts than a plain model, rounded as printed.
    families: xarray.Dataset with variables (chain, draw, year), and `by_chance` (chain, draw, run, year): what runs
        of people one by one count (see `families.ensemble`); None where none were made. Not stored.
    uncalibrated: numbers, by the name that calibration gives them, whose ranges do not keep what they promise. Not
        stored.
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
    causes: xr.Dataset | None = field(default=None, repr=False)
    causes_before: xr.Dataset | None = field(default=None, repr=False)
    before: xr.Dataset | None = field(default=None, repr=False)
    terms: xr.Dataset | None = field(default=None, repr=False)
    rivals: Mapping[str, Fit] = field(default_factory=dict, repr=False)
    standing: tuple[str, ...] = ()
    compared: Mapping[str, float] = field(default_factory=dict, repr=False)
    families: xr.Dataset | None = field(default=None, repr=False)
    uncalibrated: frozenset[str] = frozenset()
    worked_out: dict[object, Any] = field(init=False, default_factory=dict, repr=False, compare=False)
    """What answers have worked out of these draws, so that a number printed twice is worked out once; a copy with
    other draws begins with nothing."""

    @property
    def passed(self) -> bool:
        """True when every gate is met."""
        return all(gate.passed for gate in self.gates)

    def require_passed(self, begin: str = "") -> None:
        """Raise `FitRefused` with every gate that failed; the message begins with `begin`."""
        failed = [gate for gate in self.gates if not gate.passed]
        if failed:
            lines = [
                f"  {gate.name}: {gate.value:.3g}, needed {gate.bound:.3g}. {gate.meaning}" for gate in failed
            ]
            raise FitRefused(
                f"{begin}The fit failed its gates; no answer is given from it.\n" + "\n".join(lines)
            )

    def draws(self, name: str, **at: object) -> Array:
        """Draws of one quantity at the given coordinates, chains put end to end; [draw] or [draw, ...]."""
        values = self.quantities[name].sel(dict(at))
        return np.asarray(values).reshape(-1, *values.shape[2:])
