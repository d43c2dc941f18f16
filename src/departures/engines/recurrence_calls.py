"""The two entry points of the compiled recurrence for XLA: they take the call frame apart and run the kernel.

Numba keeps what it compiled beside this file, but notices only changes of this file. So the hash of all files that
are compiled into the entry points is a constant in them, by which the kept ones are told apart.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numba

from departures.engines.lanes import JIT, LANE_COUNT, ahead
from departures.engines.recurrence_adjoint import adjoint
from departures.engines.recurrence_kernel import run
from departures.engines.recurrence_shape import Constants, Sizes, Work
from departures.native.frame import (
    ARGUMENTS,
    RESULTS,
    SIGNATURE,
    answered_version,
    floats,
    places,
    register_both,
)
from departures.native.kept import hash_of

FORWARD, BACKWARD = "departures_recurrence", "departures_recurrence_adjoint"
PARTS = (
    "lanes.py", "recurrence_adjoint.py", "recurrence_kernel.py", "recurrence_shape.py", "../native/frame.py",
)  # fmt: skip


@numba.njit(**JIT)
def _sizes(frame):  # type: ignore[no-untyped-def]
    """The sizes, which are the first argument."""
    size = places(frame, ARGUMENTS, 0)
    return Sizes(
        size[0], size[1], size[2], size[3], size[4], size[5], size[6],
        size[7], size[8], size[9], size[10], size[11], size[12], size[13],
    )  # fmt: skip


@numba.njit(**JIT)
def _constants(frame, at):  # type: ignore[no-untyped-def]
    """The constant arrays, which follow one another from argument `at` on."""
    return Constants(
        places(frame, ARGUMENTS, at),
        places(frame, ARGUMENTS, at + 1),
        places(frame, ARGUMENTS, at + 2),
        places(frame, ARGUMENTS, at + 3),
        places(frame, ARGUMENTS, at + 4),
        places(frame, ARGUMENTS, at + 5),
        places(frame, ARGUMENTS, at + 6),
        places(frame, ARGUMENTS, at + 7),
        places(frame, ARGUMENTS, at + 8),
        floats(frame, ARGUMENTS, at + 9),
        places(frame, ARGUMENTS, at + 10),
        floats(frame, ARGUMENTS, at + 11),
        floats(frame, ARGUMENTS, at + 12),
        places(frame, ARGUMENTS, at + 13),
        places(frame, ARGUMENTS, at + 14),
    )


@numba.njit(**JIT)
def _work(whole, size):  # type: ignore[no-untyped-def]
    """The working arrays, which follow one another in `whole`."""
    odds, people = size.patterns * size.edges * LANE_COUNT, size.rows * size.places * LANE_COUNT
    second = ahead(whole, odds)
    to_first = ahead(second, odds)
    to_second = ahead(to_first, odds)
    moved = ahead(to_second, odds)
    after = ahead(moved, size.rows * size.edges * LANE_COUNT)
    of_arrived = ahead(after, people)
    to_before = ahead(of_arrived, people)
    return Work(
        whole, second, to_first, to_second, moved, after, of_arrived, to_before, ahead(to_before, people)
    )


def _entry_points(code: int) -> tuple[Any, Any]:
    """Forwards and backwards, compiled from the files of this hash."""

    @numba.cfunc(SIGNATURE, cache=True)
    def forward(frame):  # type: ignore[no-untyped-def]
        if answered_version(frame) or code < 0:
            return 0
        size = _sizes(frame)
        run(
            floats(frame, ARGUMENTS, 1),
            floats(frame, ARGUMENTS, 2),
            floats(frame, ARGUMENTS, 3),
            floats(frame, ARGUMENTS, 4),
            _constants(frame, 5),
            size,
            floats(frame, RESULTS, 0),
            floats(frame, RESULTS, 1),
            floats(frame, RESULTS, 2),
            floats(frame, RESULTS, 3),
            floats(frame, RESULTS, 4),
            _work(floats(frame, RESULTS, 5), size),
        )
        return 0

    @numba.cfunc(SIGNATURE, cache=True)
    def backward(frame):  # type: ignore[no-untyped-def]
        if answered_version(frame) or code < 0:
            return 0
        size = _sizes(frame)
        adjoint(
            floats(frame, ARGUMENTS, 1),
            floats(frame, ARGUMENTS, 4),
            _constants(frame, 7),
            size,
            floats(frame, ARGUMENTS, 2),
            floats(frame, ARGUMENTS, 3),
            floats(frame, ARGUMENTS, 5),
            floats(frame, ARGUMENTS, 6),
            floats(frame, RESULTS, 0),
            floats(frame, RESULTS, 1),
            floats(frame, RESULTS, 2),
            floats(frame, RESULTS, 3),
            floats(frame, RESULTS, 4),
            _work(floats(frame, RESULTS, 5), size),
        )
        return 0

    return forward, backward


register_both(FORWARD, BACKWARD, _entry_points(hash_of(Path(__file__).parent, *PARTS)))
