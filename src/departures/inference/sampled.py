"""Draws of a posterior with what they give, batch after batch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from departures.inference.chains import Chain
from departures.quantities import Array


@dataclass(frozen=True)
class Sampled:
    """The sampled vectors z [chain, draw, entry], by name the quantities, [chain, draw, ...], and the chains, of which
    these are every so manieth draw (`SamplingSettings.told_every`).
    """

    z: Array
    chains: tuple[Chain, ...]
    quantities: dict[str, Array]

    @property
    def energy(self) -> Array:
        """Energies of all draws, [chain, draw]."""
        return np.stack([chain.energy for chain in self.chains])

    @property
    def diverging(self) -> Array:
        """Whether the trajectories of all draws diverged, [chain, draw]."""
        return np.stack([chain.diverging for chain in self.chains])

    @property
    def flat(self) -> dict[str, Array]:
        """The quantities with chains put end to end, [draw, ...]; one without entries, too."""
        count = self.z.shape[0] * self.z.shape[1]
        return {name: part.reshape(count, *part.shape[2:]) for name, part in self.quantities.items()}

    def __add__(self, later: Sampled) -> Sampled:
        return Sampled(
            np.concatenate([self.z, later.z], axis=1),
            tuple(old + new for old, new in zip(self.chains, later.chains, strict=True)),
            {n: np.concatenate([v, later.quantities[n]], axis=1) for n, v in self.quantities.items()},
        )
