"""The gates: what a fit must meet before a single number is printed from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from departures.inference.fit import Gate
from departures.quantities import Array

R_HAT, ESS, DIVERGENT, E_BFMI = 1.01, 400.0, 0.005, 0.3


def gates_of(quantities: Mapping[str, Array], energy: Array, diverging: Array) -> Iterator[Gate]:
    """All gates, from quantities [chain, draw, ...], energies and divergences [chain, draw].

    One after the other, each computed when it is asked for: who only needs to know whether all are passed may stop
    at the first that is not. That of R-hat, at which short chains fail, comes first.
    """
    from arviz_stats.base import array_stats as stats  # slow to import, and a kept fit does not need it

    flat = {name: np.asarray(v).reshape(*v.shape[:2], -1) for name, v in quantities.items()}
    numbers = all(np.isfinite(values).all() for values in flat.values())
    entries = {name: moving for name, values in flat.items() if (moving := _moving(values)).size}
    axes = {"chain_axis": 0, "draw_axis": 1}
    r_hat = max((float(np.max(stats.rhat(each, **axes))) for each in entries.values()), default=1.0)
    r_hat = r_hat if numbers else np.inf  # ranks would hide what is no number
    yield Gate("R-hat", r_hat, R_HAT, r_hat <= R_HAT, "Chains disagree; run them longer.")
    sizes = {name: float(np.min(stats.ess(each, **axes))) for name, each in entries.items()}
    slowest = min(sizes, key=lambda name: sizes[name], default="")
    bulk = sizes.get(slowest, np.inf)
    yield Gate("bulk ESS", bulk, ESS, bulk >= ESS, f"Too few independent draws of {slowest}.")
    ends = {"method": "tail", "prob": (0.05, 0.95)}
    tail = min((float(np.min(stats.ess(each, **axes, **ends))) for each in entries.values()), default=np.inf)
    yield Gate("tail ESS", tail, ESS, tail >= ESS, "Too few independent draws of the ends of a range.")
    share = float(np.mean(diverging))
    followed = share <= DIVERGENT
    yield Gate("divergences", share, DIVERGENT, followed, "The sampler could not follow the posterior.")
    yield _energy_gate(energy)


def _energy_gate(energy: Array) -> Gate:
    """E-BFMI: how far the energy moves from draw to draw, against how far it spreads; lowest over chains."""
    lowest = float(np.min(np.mean(np.diff(energy, axis=1) ** 2, axis=1) / np.var(energy, axis=1)))
    return Gate("E-BFMI", lowest, E_BFMI, lowest > E_BFMI, "The chains do not reach the tails.")


def _moving(values: Array) -> Array:
    """The entries of a quantity [chain, draw, entry] that are numbers and not constant up to rounding."""
    finite = values[:, :, np.isfinite(values).all(axis=(0, 1))]
    size = np.maximum(np.abs(finite).max(axis=(0, 1)), 1e-300)
    return finite[:, :, finite.std(axis=(0, 1)) > 1e-9 * size]
