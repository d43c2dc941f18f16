"""The gates: what a fit must meet before a single number is printed from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from departures.inference.fit import Gate
from departures.quantities import Array

R_HAT, ESS, DIVERGENT, E_BFMI = 1.01, 400.0, 0.005, 0.3
AXES = {"chain_axis": 0, "draw_axis": 1}


class Bounds(NamedTuple):
    """Highest R-hat, fewest independent draws, highest share of divergences and lowest E-BFMI that pass."""

    r_hat: float = R_HAT
    ess: float = ESS
    divergent: float = DIVERGENT
    e_bfmi: float = E_BFMI


PRINT = Bounds()
"""What a fit must meet from which numbers are printed."""

Extreme = tuple[float, str, int]
"""The worst value of a statistic, and the quantity and the entry of it that has it."""


class Judge:
    """Tells whether draws that grow batch by batch meet the gates yet; it looks first where they failed last."""

    def __init__(self, bounds: Bounds = PRINT) -> None:
        self._suspect: tuple[str, str, int] | None = None
        self._bounds = bounds

    def met(
        self, quantities: Mapping[str, Array], energy: Array, diverging: Array
    ) -> tuple[Gate, ...] | None:
        """All gates where every one is passed, else None. Stops at the first that is not: later ones cost seconds."""
        if self._suspect and not self._better(quantities):
            return None
        self._suspect, seen = None, []
        for gate, name, entry in _gates(quantities, energy, diverging, self._bounds):
            if not gate.passed:
                self._suspect = (gate.name, name, entry) if name else None
                return None
            seen.append(gate)
        return tuple(seen)

    def _better(self, quantities: Mapping[str, Array]) -> bool:
        """Whether the one entry at which a gate failed last passes it now."""
        assert self._suspect is not None
        failed, name, entry = self._suspect
        only = {name: _entries(quantities[name])[:, :, entry : entry + 1]}
        return next(gate for gate, *_ in _of_draws(only, self._bounds) if gate.name == failed).passed


def gates_of(quantities: Mapping[str, Array], energy: Array, diverging: Array) -> tuple[Gate, ...]:
    """All gates, from quantities [chain, draw, ...], energies and divergences [chain, draw]."""
    return tuple(gate for gate, *_ in _gates(quantities, energy, diverging))


def r_hats_of(quantities: Mapping[str, Array]) -> dict[str, float]:
    """The highest R-hat of each quantity; infinite where a draw is no number, which ranks would hide."""
    return {name: _highest_r_hat({name: values})[0] for name, values in quantities.items()}


def _gates(
    quantities: Mapping[str, Array], energy: Array, diverging: Array, bounds: Bounds = PRINT
) -> Iterator[tuple[Gate, str, int]]:
    """One after the other, each computed when it is asked for, with the quantity and the entry that decide it."""
    yield from _of_draws(quantities, bounds)
    share = float(np.mean(diverging))
    told = "The sampler could not follow the posterior."
    yield Gate("divergences", share, bounds.divergent, share <= bounds.divergent, told), "", 0
    yield _energy_gate(energy, bounds.e_bfmi), "", 0


def _of_draws(quantities: Mapping[str, Array], bounds: Bounds) -> Iterator[tuple[Gate, str, int]]:
    """The gates that look at every entry of every quantity."""
    r_hat, name, entry = _highest_r_hat(quantities)
    yield (
        Gate("R-hat", r_hat, bounds.r_hat, r_hat <= bounds.r_hat, "Chains disagree; run them longer."),
        name,
        entry,
    )
    bulk, name, entry = _fewest_draws(quantities)
    yield (
        Gate("bulk ESS", bulk, bounds.ess, bulk >= bounds.ess, f"Too few independent draws of {name}."),
        name,
        entry,
    )
    tail, name, entry = _fewest_draws(quantities, method="tail", prob=(0.05, 0.95))
    told = "Too few independent draws of the ends of a range."
    yield Gate("tail ESS", tail, bounds.ess, tail >= bounds.ess, told), name, entry


def _highest_r_hat(quantities: Mapping[str, Array]) -> Extreme:
    from arviz_stats.base import array_stats as stats  # slow to import, and a kept fit does not need it

    highest: Extreme = (1.0, "", 0)
    for name, values in quantities.items():
        entries = _entries(values)
        none = ~np.isfinite(entries).all(axis=(0, 1))
        moves = moving(values)
        if none.any():
            return (np.inf, name, int(none.argmax()))
        if moves.any():
            r_hats = np.nan_to_num(stats.rhat(entries[:, :, moves], **AXES), nan=np.inf, posinf=np.inf)
            highest = max(highest, (float(r_hats.max()), name, int(np.flatnonzero(moves)[r_hats.argmax()])))
    return highest


def _fewest_draws(quantities: Mapping[str, Array], **how: Any) -> Extreme:
    from arviz_stats.base import array_stats as stats

    fewest: Extreme = (np.inf, "", 0)
    for name, values in quantities.items():
        moves = moving(values)
        if moves.any():
            sizes = np.nan_to_num(stats.ess(_entries(values)[:, :, moves], **AXES, **how), nan=0.0)
            fewest = min(fewest, (float(sizes.min()), name, int(np.flatnonzero(moves)[sizes.argmin()])))
    return fewest


def _energy_gate(energy: Array, least: float) -> Gate:
    """E-BFMI: how far the energy moves from draw to draw, against how far it spreads; lowest over chains."""
    lowest = float(np.min(np.mean(np.diff(energy, axis=1) ** 2, axis=1) / np.var(energy, axis=1)))
    return Gate("E-BFMI", lowest, least, lowest > least, "The chains do not reach the tails.")


def _entries(values: Array) -> Array:
    """A quantity [chain, draw, ...] with its entries in one axis."""
    return np.asarray(values).reshape(*values.shape[:2], -1)


def moving(values: Array) -> Array:
    """True for the entries of a quantity that are numbers and not constant up to rounding; [entry]."""
    flat = _entries(values)
    finite = np.isfinite(flat).all(axis=(0, 1))
    flat = np.where(finite, flat, 0.0)
    size = np.maximum(np.abs(flat).max(axis=(0, 1)), 1e-300)
    return np.asarray(finite & (flat.std(axis=(0, 1)) > 1e-9 * size))
