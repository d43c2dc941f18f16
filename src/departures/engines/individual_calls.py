"""The compiled entry points of the engine of individuals.

Numba keeps what it compiled beside this file, but notices only changes of this file. So the hash of all files that
are compiled into the entry points is a constant in them, by which the kept ones are told apart.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numba

from departures.engines import individual_kernel as kernel
from departures.engines.individual_keys import beginning
from departures.native.kept import hash_of
from departures.quantities import Array

PARTS = (
    *(
        f"individual_{part}.py"
        for part in ("ahead", "due", "heaps", "kernel", "keys", "moves", "parties", "ranks", "state")
    ),
    "population_shape.py",
    "../model/party.py",
)


def _entry_points(code: int) -> tuple[Any, Any]:
    """Compiled from the files of this hash: first people, and months."""

    @numba.njit(cache=True, nogil=True)
    def begin(state: Any, seed: int, number: int, first: Array, words: Any) -> None:
        if code < 0:
            raise ValueError
        kernel.begin(state, beginning(seed, number), first, words)

    @numba.njit(cache=True, nogil=True)
    def run(state, which, odds, entries, expected, graph, steps, kept, moved, flows, told):  # type: ignore[no-untyped-def]
        if code < 0:
            raise ValueError
        seed, number, month, whole = which
        hazards, leaves = odds
        exits, laws, words = graph
        return kernel.run(
            state, beginning(seed, number), month, whole, hazards, leaves, entries, expected, exits, laws, words, steps,
            kept, moved, flows, told,
        )  # fmt: skip

    return begin, run


begin, run = _entry_points(hash_of(Path(__file__).parent, *PARTS))
