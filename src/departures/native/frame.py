"""What a compiled function needs to be called by XLA itself: no copy, no Python, no waiting for its lock.

XLA hands a native function one structure, the call frame of its foreign function interface (version 0.3 of
`xla/ffi/api/c_api.h`, which jaxlib ships). It is read here word by word; a word is eight bytes.
"""

from __future__ import annotations

import ctypes
from typing import Any

import jax
import numba
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from departures.quantities import Array

ARGUMENTS, RESULTS = 9, 14
"""Words of a call frame that point to its buffers; the first words are its size, extensions and interface."""
METADATA = 1
"""Kind of the extension by which XLA asks, at registration, for which version the function was written."""
DATA, RANK, LENGTHS = 3, 4, 5
"""Words of a buffer: where its data are, its number of axes, and where the lengths of those are."""
SIGNATURE = types.int64(types.CPointer(types.int64))
JIT: dict[str, Any] = {"nogil": True, "inline": "always"}


def _pointer_to(kind: Any, of: Any) -> Any:
    """An intrinsic that takes an address for a pointer."""

    @intrinsic
    def pointer(context: Any, address: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], of.as_pointer())

        return types.CPointer(kind)(types.int64), generate

    return pointer


_to_words = _pointer_to(types.int64, ir.IntType(64))
_to_places = _pointer_to(types.uint64, ir.IntType(64))
_to_floats = _pointer_to(types.float64, ir.DoubleType())


@numba.njit(**JIT)
def _buffer(frame, side, index):  # type: ignore[no-untyped-def]
    """Words of an argument or a result."""
    buffers = numba.carray(_to_words(numba.carray(frame, 16)[side]), index + 1)
    return numba.carray(_to_words(buffers[index]), LENGTHS + 1)


@numba.njit(**JIT)
def _data(frame, side, index):  # type: ignore[no-untyped-def]
    """Address of the data of an argument or a result."""
    return _buffer(frame, side, index)[DATA]


@numba.njit(**JIT)
def lengths(frame, side, index):  # type: ignore[no-untyped-def]
    """Of an argument or a result of two axes or more: the lengths of the last two, and all before them together."""
    buffer = _buffer(frame, side, index)
    rank = buffer[RANK]
    each = numba.carray(_to_words(buffer[LENGTHS]), rank)
    before = 1
    for axis in range(rank - 2):
        before *= each[axis]
    return before, each[rank - 2], each[rank - 1]


@numba.njit(**JIT)
def places(frame, side, index):  # type: ignore[no-untyped-def]
    """An argument, as a pointer to its first uint64."""
    return _to_places(_data(frame, side, index))


@numba.njit(**JIT)
def floats(frame, side, index):  # type: ignore[no-untyped-def]
    """An argument or a result, as a pointer to its first float64."""
    return _to_floats(_data(frame, side, index))


@numba.njit(**JIT)
def answered_version(frame):  # type: ignore[no-untyped-def]
    """True if this call only asked for the interface's version, which is then the one that was offered."""
    words = numba.carray(frame, 16)
    if words[1] == 0:
        return False
    extension = numba.carray(_to_words(words[1]), 4)
    if extension[1] & 0xFFFFFFFF != METADATA:
        return False
    offered, metadata = numba.carray(_to_words(words[2]), 5), numba.carray(_to_words(extension[3]), 5)
    metadata[1], metadata[2], metadata[3], metadata[4] = offered[2], 0, offered[4], 0
    return True


def register(name: str, function: Any) -> None:
    """Make a `numba.cfunc` of `SIGNATURE` known to XLA on CPUs under this name."""
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype, capsule.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    jax.ffi.register_ffi_target(name, capsule(function.address, None, None), platform="cpu", api_version=1)


def register_both(forward: str, backward: str, functions: tuple[Any, Any]) -> None:
    """The same for a function and its adjoint."""
    for name, function in zip((forward, backward), functions, strict=True):
        register(name, function)


def call_for_copies(name: str, shapes: tuple[tuple[int, ...], ...], *given: Array) -> Any:
    """What a registered function makes of arrays, with results of these shapes, all of at least two axes; under
    `jax.vmap` copies come as further axes in front of all arguments and results.
    """
    if any(part.dtype not in ("float64", "uint64") for part in given):
        raise TypeError(f"{name} is compiled for float64: switch on jax_enable_x64")
    results = [jax.ShapeDtypeStruct(shape, "float64") for shape in shapes]
    return jax.ffi.ffi_call(name, results, vmap_method="broadcast_all")(*given)
