"""The compiled entry point of families.

Numba keeps what it compiled beside this file, but notices only changes of this file. So the hash of all files that
are compiled into it is a constant in it, by which the kept one is told apart.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numba

from departures.families import kernel
from departures.native.kept import hash_of

PARTS = ("households.py", "kernel.py", "../engines/individual_keys.py", "../engines/individual_state.py")


def _entry_point(code: int) -> Any:
    """Compiled from the files of this hash."""

    @numba.njit(cache=True, nogil=True)
    def run(moves, given, households, people, told):  # type: ignore[no-untyped-def]
        if code < 0:
            raise ValueError
        return kernel.run(moves, given, households, people, told)

    return run


run = _entry_point(hash_of(Path(__file__).parent, *PARTS))
