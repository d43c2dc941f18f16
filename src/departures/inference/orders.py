"""The orders in which causes may come, and the scales on which what they add is told."""

from __future__ import annotations

import numpy as np

from departures.quantities import Array

SCALES = ("log", "count")


def orders(parts: int, count: int, draws: int, seed: int) -> Array:
    """Places of the parts in random orders, each beside its reverse; [draw, order, part]."""
    random = np.random.default_rng(seed)
    half = random.permuted(np.tile(np.arange(parts), (draws, -(-count // 2), 1)), axis=2)
    return np.concatenate([half, parts - 1 - half], axis=1)
