"""The recurrence x(t+1) = keep(t)·x(t) + add(t) and its gradient, compiled, month by month."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numba

from departures.native import frame as call
from departures.native.frame import ARGUMENTS, RESULTS, SIGNATURE
from departures.native.kept import hash_of
from departures.quantities import Array

FORWARD, BACKWARD = "departures_affine_path", "departures_affine_path_adjoint"


def path(keep: Array, add: Array, start: Array) -> Array:
    """x [month, cell] from x(0) = start [1, cell]; `keep` and `add` [month, cell]. Not differentiable by itself."""
    return call.call_for_copies(FORWARD, (add.shape,), keep, add, start)[0]


def adjoint(keep: Array, path: Array, given: Array) -> tuple[Array, Array, Array]:
    """Adjoints of keep, add and start, from `given`, that of the path; all [month, cell], that of start too, in which
    the first month counts.
    """
    shapes = 3 * (given.shape,)
    by_keep, by_add, adds = call.call_for_copies(BACKWARD, shapes, keep, path, given)
    return by_keep, by_add, adds


@numba.njit(**call.JIT)
def _along(keep, add, start, path, size):  # type: ignore[no-untyped-def]
    copies, months, cells = size
    for series in range(copies * cells):
        at, value = series // cells * months * cells + series % cells, start[series]
        for _ in range(months):
            path[at] = value
            value = keep[at] * value + add[at]
            at += cells


@numba.njit(**call.JIT)
def _back(keep, path, given, by_keep, by_add, adds, size):  # type: ignore[no-untyped-def]
    """What each x(t) adds to the result is what was given for it, and keep(t) times what x(t+1) adds."""
    copies, months, cells = size
    for series in range(copies * cells):
        at, later = ((series // cells + 1) * months - 1) * cells + series % cells, 0.0
        for _ in range(months):
            by_keep[at], by_add[at] = later * path[at], later
            later = given[at] + keep[at] * later
            adds[at] = later
            at -= cells


def _entry_points(code: int) -> tuple[Any, Any]:
    """Forwards and backwards, compiled from a frame of this hash."""

    @numba.cfunc(SIGNATURE, cache=True)
    def forward(frame):  # type: ignore[no-untyped-def]
        if not (call.answered_version(frame) or code < 0):
            _along(
                call.floats(frame, ARGUMENTS, 0),
                call.floats(frame, ARGUMENTS, 1),
                call.floats(frame, ARGUMENTS, 2),
                call.floats(frame, RESULTS, 0),
                call.lengths(frame, RESULTS, 0),
            )
        return 0

    @numba.cfunc(SIGNATURE, cache=True)
    def backward(frame):  # type: ignore[no-untyped-def]
        if not (call.answered_version(frame) or code < 0):
            _back(
                call.floats(frame, ARGUMENTS, 0),
                call.floats(frame, ARGUMENTS, 1),
                call.floats(frame, ARGUMENTS, 2),
                call.floats(frame, RESULTS, 0),
                call.floats(frame, RESULTS, 1),
                call.floats(frame, RESULTS, 2),
                call.lengths(frame, RESULTS, 0),
            )
        return 0

    return forward, backward


call.register_both(FORWARD, BACKWARD, _entry_points(hash_of(Path(__file__).parent, "frame.py")))
