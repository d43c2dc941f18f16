"""The compiled entry points of the population engine: chances once for all, then one call a replicate.

Numba keeps what it compiled beside this file, but notices only changes of this file. So the hash of all files that
are compiled into the entry points is a constant in them, by which the kept ones are told apart.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numba
import numpy as np

from departures.engines import population_kernel as kernel
from departures.native.kept import hash_of
from departures.quantities import Array

PARTS = ("population_kernel.py", "population_parties.py", "population_shape.py", "../model/party.py")
LARGEST = 2**64
"""Seeds and numbers of replicates are smaller than this."""


def stream(seed: int, replicate: int) -> np.random.Generator:
    """The stream of one replicate, the same whatever else is run beside it.

    Raises `ValueError` where seed or number is below 0 or has more than 64 bits.
    """
    if not (0 <= seed < LARGEST and 0 <= replicate < LARGEST):
        raise ValueError(f"seed {seed} and replicate {replicate} must be whole numbers of at most 64 bits")
    return np.random.Generator(np.random.Philox(key=np.array([seed, replicate], dtype=np.uint64)))


def _entry_points(code: int) -> tuple[Any, Any, Any]:
    """Compiled from the files of this hash: chances, first stocks and months."""

    @numba.njit(cache=True, nogil=True)
    def chances(hazards: Array, exits: Any, steps: int) -> Any:
        if code < 0:
            raise ValueError
        over_whole, _ = kernel.chances(hazards, exits, 1.0 / steps)
        over_half, leaves = kernel.chances(hazards, exits, 0.5 / steps)
        return over_whole, over_half, leaves

    @numba.njit(cache=True, nogil=True)
    def begin(random: Any, first: Array, stocks: Array) -> None:
        if code < 0:
            raise ValueError
        kernel.begin(random, first, stocks)

    @numba.njit(cache=True, nogil=True)
    def run(random, stocks, moved, odds, entries, expected, exits, laws, steps, kept, flows, told):  # type: ignore[no-untyped-def]
        if code < 0:
            raise ValueError
        kernel.run(random, stocks, moved, odds, entries, expected, exits, laws, steps, kept, flows, told)

    return chances, begin, run


chances_of, begin, run = _entry_points(hash_of(Path(__file__).parent, *PARTS))
