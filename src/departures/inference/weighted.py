"""All explanations as one fit: draws of each in proportion to its weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import xarray as xr

from departures.inference.fit import Fit, Gate
from departures.inference.weighted_windows import weighted_windows
from departures.quantities import Array

WEIGHTED = "weighted"


def weighted_fit(fits: Mapping[str, Fit], weights: Mapping[str, float], standing: tuple[str, ...]) -> Fit:
    """Quantities of the mixture, as many draws as the shortest fit has, and the ranges that it gives to windows without
    them (`weighted_windows`); parameters and the rest are those of the explanation that weighs most. `standing` names
    the explanations whose gap the tags look at.

    Every chain takes evenly spaced draws of each explanation, so the same fits give the same mixture.
    """
    first = fits[max(weights, key=lambda name: weights[name])]
    if len(fits) == 1:
        return first
    draws = min(fit.quantities.sizes["draw"] for fit in fits.values())
    counts = _shared_out(np.array([weights[name] for name in fits]), draws)
    parts = [
        _spaced(fit.quantities, int(count)) for fit, count in zip(fits.values(), counts, strict=True) if count
    ]
    quantities = xr.concat(parts, dim="draw", join="exact", combine_attrs="drop")
    return replace(
        first,
        explanation=WEIGHTED,
        quantities=quantities,
        causes=_mixed({name: fit.causes for name, fit in fits.items()}, weights),
        families=_mixed({name: fit.families for name, fit in fits.items()}, weights, len(fits)),
        windows=_with_women(
            weighted_windows({n: f.windows for n, f in fits.items()}, weights, "observed"),
            splits := weighted_windows({n: f.splits for n, f in fits.items()}, weights, "women"),
        ),
        splits=splits,
        gates=_worst(fits),
        contraction=_least(fits),
        rivals=dict(fits),
        standing=standing,
    )


def _mixed(
    parts: Mapping[str, xr.Dataset | None], weights: Mapping[str, float], times: int = 1
) -> xr.Dataset | None:
    """Draws of every part in proportion to its weight, `times` as many as the shortest has; where few of a part are
    there, each of them more than once. None where a part is missing.
    """
    every = {name: part for name, part in parts.items() if part is not None}
    if len(every) < len(parts):
        return None
    length = times * min(part.sizes["draw"] for part in every.values())
    shares = _shared_out(np.array([weights[name] for name in every]), length)
    spaced = [_spaced(part, int(n)) for part, n in zip(every.values(), shares, strict=True) if n]
    return xr.concat(spaced, dim="draw", join="exact", combine_attrs="drop")


def _with_women(windows: pd.DataFrame, splits: pd.DataFrame) -> pd.DataFrame:
    """The windows with the ranges of women that stand in the table of splits."""
    found = {row["name"]: row for row in splits.to_dict("records")}
    for column in ("median", "low", "high"):
        if f"women_{column}" in windows:
            values = [found[name][column] if name in found else None for name in windows["name"]]
            windows[f"women_{column}"] = values
    return windows


def _shared_out(weights: Array, draws: int) -> Array:
    """Whole numbers in proportion to the weights that add up to `draws`; largest remainders first."""
    exact = weights / weights.sum() * draws
    counts = np.floor(exact).astype(int)
    order = np.argsort(counts - exact, kind="stable")
    counts[order[: draws - counts.sum()]] += 1
    return counts


def _spaced(data: xr.Dataset, count: int) -> xr.Dataset:
    places = np.linspace(0, data.sizes["draw"] - 1, count).round().astype(int)
    return data.isel(draw=places)


def _worst(fits: Mapping[str, Fit]) -> tuple[Gate, ...]:
    """Each gate as the explanation left it that came nearest to failing."""
    by_name: dict[str, list[Gate]] = {}
    for fit in fits.values():
        for gate in fit.gates:
            by_name.setdefault(gate.name, []).append(gate)
    return tuple(
        (min if gates[0].value > gates[0].bound else max)(gates, key=lambda gate: gate.value)
        for gates in by_name.values()
    )


def _least(fits: Mapping[str, Fit]) -> dict[str, float]:
    """Of each quantity the contraction under the explanation that learnt least."""
    names = {name for fit in fits.values() for name in fit.contraction}
    return {
        name: min(fit.contraction[name] for fit in fits.values() if name in fit.contraction)
        for name in sorted(names)
    }
