"""The two entry points of the compiled recurrence for XLA: they take the call frame apart and run the kernel.

Numba keeps what it compiled beside this file, but notices only changes of this file. So the hash of all files that
are compiled into the entry points is a constant in them, by which the kept ones are told apart.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import numba

from departures.engines.native_call import (
    ARGUMENTS,
    RESULTS,
    SIGNATURE,
    answered_version,
    integers,
    numbers,
    places_in,
    register,
)
from departures.engines.recurrence_adjoint import adjoint
from departures.engines.recurrence_kernel import JIT, run

FORWARD, BACKWARD = "departures_recurrence", "departures_recurrence_adjoint"
PARTS = ("native_call.py", "recurrence_kernel.py", "recurrence_adjoint.py")
SIZES = 10
"""Months, cells, edges, compartments, columns, records, sub-steps, departures, recorded pairs, months kept."""


@numba.njit(**JIT)
def _constants(frame, at, size):  # type: ignore[no-untyped-def]
    """The constant arrays of a `recurrence.Shape`, which follow one another from argument `at` on."""
    months, edges, places, width = size[0], size[2], size[3], size[4]
    return (
        places_in(frame, ARGUMENTS, at, (edges,)),
        places_in(frame, ARGUMENTS, at + 1, (places + 1,)),
        places_in(frame, ARGUMENTS, at + 2, (edges,)),
        places_in(frame, ARGUMENTS, at + 3, (edges,)),
        places_in(frame, ARGUMENTS, at + 4, (size[7],)),
        places_in(frame, ARGUMENTS, at + 5, (size[8], 2)),
        numbers(frame, ARGUMENTS, at + 6, (months, width)),
        numbers(frame, ARGUMENTS, at + 7, (width, places)),
        numbers(frame, ARGUMENTS, at + 8, (width, places)),
        places_in(frame, ARGUMENTS, at + 9, (months,)),
        places_in(frame, ARGUMENTS, at + 10, (months, width - 1)),
    )


@numba.njit(**JIT)
def _kept(frame, side, at, size):  # type: ignore[no-untyped-def]
    """What a run keeps for its adjoint: the path and the factors."""
    cells, places, width = size[1], size[3], size[4]
    path = numbers(frame, side, at, (size[9], cells, size[6], 2, width, places))
    return path, numbers(frame, side, at + 1, (size[0], cells, 2, places))


def _hash_of_parts() -> int:
    digest = sha256(b"".join((Path(__file__).parent / part).read_bytes() for part in PARTS))
    return int.from_bytes(digest.digest()[:6], "big")


def _entry_points(code: int) -> tuple[Any, Any]:
    """Forwards and backwards, compiled from the files of this hash."""

    @numba.cfunc(SIGNATURE, cache=True)
    def forward(frame):  # type: ignore[no-untyped-def]
        if answered_version(frame) or code < 0:
            return 0
        size = integers(frame, ARGUMENTS, 0, (SIZES,))
        months, cells, edges, places = size[0], size[1], size[2], size[3]
        path, factors = _kept(frame, RESULTS, 2, size)
        run(
            numbers(frame, ARGUMENTS, 1, (edges, months, cells)),
            numbers(frame, ARGUMENTS, 2, (cells, places)),
            numbers(frame, ARGUMENTS, 3, (months, cells, places)),
            *_constants(frame, 4, size),
            size[6],
            numbers(frame, RESULTS, 0, (months, cells, size[5], size[4])),
            numbers(frame, RESULTS, 1, (months, cells, places)),
            path,
            factors,
        )
        return 0

    @numba.cfunc(SIGNATURE, cache=True)
    def backward(frame):  # type: ignore[no-untyped-def]
        if answered_version(frame) or code < 0:
            return 0
        size = integers(frame, ARGUMENTS, 0, (SIZES,))
        months, cells, edges, places = size[0], size[1], size[2], size[3]
        path, factors = _kept(frame, ARGUMENTS, 3, size)
        adjoint(
            numbers(frame, ARGUMENTS, 1, (edges, months, cells)),
            numbers(frame, ARGUMENTS, 2, (months, cells, places)),
            *_constants(frame, 7, size),
            size[6],
            path,
            factors,
            numbers(frame, ARGUMENTS, 5, (months, cells, size[5], size[4])),
            numbers(frame, ARGUMENTS, 6, (months, cells, places)),
            numbers(frame, RESULTS, 0, (edges, months, cells)),
            numbers(frame, RESULTS, 1, (cells, places)),
            numbers(frame, RESULTS, 2, (months, cells, places)),
        )
        return 0

    return forward, backward


def _register() -> None:
    forward, backward = _entry_points(_hash_of_parts())
    register(FORWARD, forward)
    register(BACKWARD, backward)


_register()
