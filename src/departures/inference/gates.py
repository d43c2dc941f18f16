"""The gates: what a fit must meet before a single number is printed from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from departures.inference.fit import Gate
from departures.quantities import Array

R_HAT, ESS, DIVERGENT, E_BFMI = 1.01, 400.0, 0.005, 0.3
AXES = {"chain_axis": 0, "draw_axis": 1}


class Judge:
    """Tells whether draws that grow batch by batch meet the gates yet; where chains disagreed most, it looks first."""

    def __init__(self) -> None:
        self._suspect = ""

    def met(
        self, quantities: Mapping[str, Array], energy: Array, diverging: Array
    ) -> tuple[Gate, ...] | None:
        """All gates where every one is passed, else None. Stops at the first that is not: later ones cost seconds."""
        if self._suspect and r_hats_of({self._suspect: quantities[self._suspect]})[self._suspect] > R_HAT:
            return None
        r_hats = r_hats_of(quantities)
        self._suspect = max(r_hats, key=lambda name: r_hats[name])
        seen: list[Gate] = []
        for gate in _gates(r_hats, quantities, energy, diverging):
            if not gate.passed:
                return None
            seen.append(gate)
        return tuple(seen)


def gates_of(quantities: Mapping[str, Array], energy: Array, diverging: Array) -> tuple[Gate, ...]:
    """All gates, from quantities [chain, draw, ...], energies and divergences [chain, draw]."""
    return tuple(_gates(r_hats_of(quantities), quantities, energy, diverging))


def r_hats_of(quantities: Mapping[str, Array]) -> dict[str, float]:
    """The highest R-hat of each quantity; infinite where a draw is no number, which ranks would hide."""
    from arviz_stats.base import array_stats as stats  # slow to import, and a kept fit does not need it

    found = {}
    for name, values in quantities.items():
        moving = moving_entries(values)
        r_hat = float(np.max(stats.rhat(moving, **AXES))) if moving.size else 1.0
        found[name] = r_hat if np.isfinite(values).all() else np.inf
    return found


def _gates(
    r_hats: Mapping[str, float], quantities: Mapping[str, Array], energy: Array, diverging: Array
) -> Iterator[Gate]:
    """One after the other, each computed when it is asked for."""
    from arviz_stats.base import array_stats as stats

    r_hat = max(r_hats.values())
    yield Gate("R-hat", r_hat, R_HAT, r_hat <= R_HAT, "Chains disagree; run them longer.")
    entries = {name: moving for name, values in quantities.items() if (moving := moving_entries(values)).size}
    sizes = {name: float(np.min(stats.ess(each, **AXES))) for name, each in entries.items()}
    slowest = min(sizes, key=lambda name: sizes[name], default="")
    bulk = sizes.get(slowest, np.inf)
    yield Gate("bulk ESS", bulk, ESS, bulk >= ESS, f"Too few independent draws of {slowest}.")
    ends = {"method": "tail", "prob": (0.05, 0.95)}
    tail = min((float(np.min(stats.ess(each, **AXES, **ends))) for each in entries.values()), default=np.inf)
    yield Gate("tail ESS", tail, ESS, tail >= ESS, "Too few independent draws of the ends of a range.")
    share = float(np.mean(diverging))
    followed = share <= DIVERGENT
    yield Gate("divergences", share, DIVERGENT, followed, "The sampler could not follow the posterior.")
    yield _energy_gate(energy)


def _energy_gate(energy: Array) -> Gate:
    """E-BFMI: how far the energy moves from draw to draw, against how far it spreads; lowest over chains."""
    lowest = float(np.min(np.mean(np.diff(energy, axis=1) ** 2, axis=1) / np.var(energy, axis=1)))
    return Gate("E-BFMI", lowest, E_BFMI, lowest > E_BFMI, "The chains do not reach the tails.")


def moving_entries(values: Array) -> Array:
    """The entries of a quantity [chain, draw, ...] that are numbers and not constant up to rounding, in one axis."""
    flat = np.asarray(values).reshape(*values.shape[:2], -1)
    finite = flat[:, :, np.isfinite(flat).all(axis=(0, 1))]
    size = np.maximum(np.abs(finite).max(axis=(0, 1)), 1e-300)
    return finite[:, :, finite.std(axis=(0, 1)) > 1e-9 * size]
