"""Random numbers that depend on a key alone, compiled by Numba: whoever asks for the same gets the same, in any order.

A key is built word by word; each word is mixed in by the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014,
doi 10.1145/2660193.2660195). The first word tells what the number is for, so that no two uses share a key.
`individual_calls` compiles and caches this file together with the others of the engine.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import numba
import numpy as np

JIT: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
"""No shortcuts in arithmetic: the same seed gives the same people wherever the code is inlined."""
_GOLDEN, _FIRST, _SECOND = (
    np.uint64(word) for word in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)
_THIRTY, _TWENTY_SEVEN, _THIRTY_ONE, _TWELVE = (np.uint64(bits) for bits in (30, 27, 31, 12))
_UNIT = 2.0**-52

LEFT, ENTERED, CLOCK, RANK, PICK, PERSON, ROUNDED, SIZE, PARTY, GONE, FOLLOWED, CHOSEN = range(12)
"""What a number is for: those who leave, and those who do as they enter; a person's clock; a gap between ranks; which
member a rank is; who a person is; the rounding of a number of people; the size of a party and its clock; who goes away;
whom a consequence moves; and which of several with a row.
"""


@numba.njit(**JIT)
def mixed(word):  # type: ignore[no-untyped-def]
    """The word with its bits mixed."""
    word = (word ^ (word >> _THIRTY)) * _FIRST
    word = (word ^ (word >> _TWENTY_SEVEN)) * _SECOND
    return word ^ (word >> _THIRTY_ONE)


@numba.njit(**JIT)
def keyed(key, word):  # type: ignore[no-untyped-def]
    """The key with one more word."""
    return mixed((key ^ mixed(np.uint64(word) + _GOLDEN)) + _GOLDEN)


@numba.njit(**JIT)
def uniform(key):  # type: ignore[no-untyped-def]
    """A number between 0 and 1, neither of them."""
    return (np.float64(key >> _TWELVE) + 0.5) * _UNIT


@numba.njit(**JIT)
def exponential(key):  # type: ignore[no-untyped-def]
    """A number of the exponential distribution with mean 1."""
    return -np.log(uniform(key))


@numba.njit(**JIT)
def whole(key, number):  # type: ignore[no-untyped-def]
    """A whole number, `number` in the mean: rounded down, and up with the chance of what is left."""
    down = np.floor(number)
    return np.int64(down) + (1 if uniform(key) < number - down else 0)


@numba.njit(**JIT)
def beginning(seed, run):  # type: ignore[no-untyped-def]
    """The key of one run of a seed."""
    return keyed(keyed(np.uint64(0), seed), run)


def name_key(*parts: str) -> np.uint64:
    """The word that stands for a name, whatever its place in a list."""
    return np.uint64(int.from_bytes(sha256("\0".join(parts).encode()).digest()[:8], "little"))
