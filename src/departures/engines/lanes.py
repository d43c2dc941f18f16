"""Four numbers side by side: a type for compiled code, of which a sum or a product is one instruction.

A lane is one number of the four. Arrays come as pointers to their first number, because counting the users of an
array costs more than moving a few people; those that hold lanes have them as their last axis, and a place in them is
counted in fours.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.core.datamodel import models
from numba.extending import intrinsic as numba_intrinsic
from numba.extending import overload, register_model

LANES = 4
JIT: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"contract", "reassoc"},
    "forceinline": True,
}
ONE, TWO, THREE, LANE_COUNT = (np.uint64(number) for number in (1, 2, 3, LANES))
"""Places are unsigned throughout: signed and unsigned ones together would cost conversions."""
FLAGS = ("contract", "reassoc")
FOUR = ir.VectorType(ir.DoubleType(), LANES)
FLOATS = types.CPointer(types.float64)


def intrinsic(function: Callable[..., Any]) -> Any:
    """Numba's own, whose declared type would ask callers for the compiler's first argument too."""
    return numba_intrinsic(function)


class Lanes(types.Type):
    """The type of four numbers side by side."""

    def __init__(self) -> None:
        super().__init__(name="Lanes")


lanes = Lanes()


@register_model(Lanes)
class _Model(models.PrimitiveModel):
    def __init__(self, manager: Any, of: Any) -> None:
        super().__init__(manager, of, FOUR)  # type: ignore[no-untyped-call]


def _address(builder: Any, values: Any, place: Any) -> Any:
    first = builder.gep(values, [builder.mul(place, ir.Constant(place.type, LANES))])
    return builder.bitcast(first, FOUR.as_pointer())


@intrinsic
def load(context: Any, values: Any, place: Any) -> Any:
    """The lanes at a place, counted in fours, of an array."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(_address(builder, *arguments), align=8)

    return lanes(FLOATS, types.uint64), generate


@intrinsic
def store(context: Any, values: Any, place: Any, value: Any) -> Any:
    """Write lanes to a place, counted in fours, of an array."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, index, numbers = arguments
        builder.store(numbers, _address(builder, array, index), align=8)
        return context.get_dummy_value()

    return types.void(FLOATS, types.uint64, lanes), generate


@intrinsic
def ahead(context: Any, values: Any, count: Any) -> Any:
    """The array that begins so many numbers behind another."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.gep(arguments[0], [arguments[1]])

    return FLOATS(FLOATS, types.uint64), generate


@intrinsic
def four(context: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
    """Lanes from four numbers."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value = ir.Constant(FOUR, ir.Undefined)
        for lane, number in enumerate(arguments):
            value = builder.insert_element(value, number, ir.Constant(ir.IntType(32), lane))
        return value

    return lanes(types.float64, types.float64, types.float64, types.float64), generate


def _arithmetic(name: str) -> Any:
    @intrinsic
    def combine(context: Any, a: Any, b: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return getattr(builder, name)(*arguments, flags=FLAGS)

        return lanes(lanes, lanes), generate

    return combine


_plus, _minus, _times = (_arithmetic(name) for name in ("fadd", "fsub", "fmul"))


def _of_lanes(operation: Any, combine: Any) -> None:
    @overload(operation)
    def typed(a, b):  # type: ignore[no-untyped-def]
        if isinstance(a, Lanes) and isinstance(b, Lanes):
            return lambda a, b: combine(a, b)  # noqa: PLW0108 - Numba wants a function of its own here
        return None


_of_lanes(operator.add, _plus)
_of_lanes(operator.sub, _minus)
_of_lanes(operator.mul, _times)


@numba.njit(**JIT)
def spread(number):  # type: ignore[no-untyped-def]
    """One number in all lanes."""
    return four(number, number, number, number)


@numba.njit(**JIT)
def add(values, place, more):  # type: ignore[no-untyped-def]
    """Add lanes to those at a place."""
    store(values, place, load(values, place) + more)


@intrinsic
def load_from(context: Any, values: Any, start: Any) -> Any:
    """The four numbers of an array that begin at `start`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        first = builder.gep(arguments[0], [arguments[1]])
        return builder.load(builder.bitcast(first, FOUR.as_pointer()), align=8)

    return lanes(FLOATS, types.uint64), generate


@intrinsic
def store_from(context: Any, values: Any, start: Any, value: Any) -> Any:
    """Write lanes to the four numbers of an array that begin at `start`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        first = builder.gep(arguments[0], [arguments[1]])
        builder.store(arguments[2], builder.bitcast(first, FOUR.as_pointer()), align=8)
        return context.get_dummy_value()

    return types.void(FLOATS, types.uint64, lanes), generate


@numba.njit(**JIT)
def gathered(values, start, places, row):  # type: ignore[no-untyped-def]
    """Lanes from the numbers that lie `places` [row, lane] behind `start` in an array.

    Each place is one more than that of the lane before, but where lanes start again at 0 or at the next row.
    """
    lane = row * LANE_COUNT
    if places[lane + THREE] == places[lane] + THREE:  # side by side
        return load_from(values, start + places[lane])
    return four(
        values[start + places[lane]],
        values[start + places[lane + ONE]],
        values[start + places[lane + TWO]],
        values[start + places[lane + THREE]],
    )


@numba.njit(**JIT)
def scattered(values, start, places, row, more):  # type: ignore[no-untyped-def]
    """`gathered` turned round: add each lane to its number in an array."""
    lane = row * LANE_COUNT
    if places[lane + THREE] == places[lane] + THREE:
        there = start + places[lane]
        store_from(values, there, load_from(values, there) + more)
        return
    each = numbers_of(more)
    values[start + places[lane]] += each[0]
    values[start + places[lane + ONE]] += each[1]
    values[start + places[lane + TWO]] += each[2]
    values[start + places[lane + THREE]] += each[3]


@intrinsic
def numbers_of(context: Any, value: Any) -> Any:
    """The four numbers of lanes."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        numbers = [
            builder.extract_element(arguments[0], ir.Constant(ir.IntType(32), lane)) for lane in range(LANES)
        ]
        return context.make_tuple(builder, signature.return_type, numbers)

    return types.UniTuple(types.float64, LANES)(lanes), generate
