"""Sums over spans of months and their gradient, compiled: of products with matrices most would be products with 0."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numba

from departures.native import frame as call
from departures.native.frame import ARGUMENTS, RESULTS, SIGNATURE
from departures.native.kept import hash_of
from departures.quantities import Array

FORWARD, BACKWARD = "departures_sums", "departures_sums_adjoint"


def over(values: Array, spans: Array) -> Array:
    """Sums of values [month, column] over spans [span, 2], each from its first month to before its second; [span,
    column].
    """
    shape = (len(spans), values.shape[1])
    return call.call_for_copies(FORWARD, (shape,), values, spans)[0]


def apart(given: Array, spans: Array, months: int) -> Array:
    """Adjoint of the values, [month, column], from that of the sums over spans, [span, column]."""
    shape = (months, given.shape[1])
    return call.call_for_copies(BACKWARD, (shape,), given, spans)[0]


@numba.njit(**call.JIT)
def _add_up(values, spans, sums, size, count):  # type: ignore[no-untyped-def]
    copies, months, columns = size
    for each in range(copies * count):
        first, span, at = each // count * months, each % count, each * columns
        for column in range(columns):
            sums[at + column] = 0.0
        for month in range(spans[2 * span], spans[2 * span + 1]):
            for column in range(columns):
                sums[at + column] += values[(first + month) * columns + column]


@numba.njit(**call.JIT)
def _hand_back(given, spans, values, size, count):  # type: ignore[no-untyped-def]
    copies, months, columns = size
    for number in range(copies * months * columns):
        values[number] = 0.0
    for each in range(copies * count):
        first, span, at = each // count * months, each % count, each * columns
        for month in range(spans[2 * span], spans[2 * span + 1]):
            for column in range(columns):
                values[(first + month) * columns + column] += given[at + column]


def _entry_points(code: int) -> tuple[Any, Any]:
    """Forwards and backwards, compiled from a frame of this hash (see `kept`)."""

    @numba.cfunc(SIGNATURE, cache=True)
    def forward(frame):  # type: ignore[no-untyped-def]
        if not (call.answered_version(frame) or code < 0):
            _add_up(
                call.floats(frame, ARGUMENTS, 0),
                call.places(frame, ARGUMENTS, 1),
                call.floats(frame, RESULTS, 0),
                call.lengths(frame, ARGUMENTS, 0),
                call.lengths(frame, RESULTS, 0)[1],
            )
        return 0

    @numba.cfunc(SIGNATURE, cache=True)
    def backward(frame):  # type: ignore[no-untyped-def]
        if not (call.answered_version(frame) or code < 0):
            _hand_back(
                call.floats(frame, ARGUMENTS, 0),
                call.places(frame, ARGUMENTS, 1),
                call.floats(frame, RESULTS, 0),
                call.lengths(frame, RESULTS, 0),
                call.lengths(frame, ARGUMENTS, 0)[1],
            )
        return 0

    return forward, backward


call.register_both(FORWARD, BACKWARD, _entry_points(hash_of(Path(__file__).parent, "frame.py")))
