"""The gates: what a fit must meet before a single number is printed from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from departures.inference.fit import Gate
from departures.quantities import Array

R_HAT, ESS, DIVERGENT, E_BFMI = 1.01, 400.0, 0.005, 0.3


class Worst(NamedTuple):
    """The worst convergence figures over all printed quantities, and the quantity's name."""

    r_hat: float
    bulk: float
    tail: float
    name: str


def gates_of(quantities: Mapping[str, Array], energy: Array, diverging: Array) -> tuple[Gate, ...]:
    """All gates, from quantities [chain, draw, ...], energies and divergences [chain, draw]."""
    worst = worst_of(quantities)
    share = float(np.mean(diverging))
    return (
        Gate("R-hat", worst.r_hat, R_HAT, worst.r_hat <= R_HAT, "Chains disagree; run them longer."),
        Gate("bulk ESS", worst.bulk, ESS, worst.bulk >= ESS, f"Too few independent draws of {worst.name}."),
        Gate(
            "tail ESS",
            worst.tail,
            ESS,
            worst.tail >= ESS,
            "Too few independent draws of the ends of a range.",
        ),
        Gate(
            "divergences", share, DIVERGENT, share <= DIVERGENT, "The sampler could not follow the posterior."
        ),
        _energy_gate(energy),
    )


def _energy_gate(energy: Array) -> Gate:
    """E-BFMI: how far the energy moves from draw to draw, against how far it spreads; lowest over chains."""
    lowest = float(np.min(np.mean(np.diff(energy, axis=1) ** 2, axis=1) / np.var(energy, axis=1)))
    return Gate("E-BFMI", lowest, E_BFMI, lowest > E_BFMI, "The chains do not reach the tails.")


def worst_of(quantities: Mapping[str, Array]) -> Worst:
    """Convergence of every entry of every quantity; entries that never vary are left out."""
    from arviz_stats.base import array_stats  # slow to import, and a kept fit does not need it

    worst = Worst(1.0, np.inf, np.inf, "")
    for name, values in quantities.items():
        flat = np.asarray(values).reshape(values.shape[0], values.shape[1], -1)
        flat = flat[:, :, _varies(flat)]
        if flat.shape[-1] == 0:
            continue
        r_hat = float(np.max(array_stats.rhat(flat, chain_axis=0, draw_axis=1)))
        bulk = float(np.min(array_stats.ess(flat, chain_axis=0, draw_axis=1)))
        tail = float(
            np.min(array_stats.ess(flat, chain_axis=0, draw_axis=1, method="tail", prob=(0.05, 0.95)))
        )
        named = name if bulk < worst.bulk else worst.name
        worst = Worst(max(worst.r_hat, r_hat), min(worst.bulk, bulk), min(worst.tail, tail), named)
    return worst


def _varies(flat: Array) -> Array:
    """True for entries that are not constant up to rounding."""
    size = np.maximum(np.abs(flat).max(axis=(0, 1)), 1e-300)
    return flat.std(axis=(0, 1)) > 1e-9 * size
