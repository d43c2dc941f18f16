"""Sizes of parties by their laws, compiled by Numba (see `model.party`)."""

from __future__ import annotations

import numba
import numpy as np

from departures.engines.individual_keys import JIT, keyed, uniform, whole
from departures.model.party import PartyKind

_ALONE, _GAMMA_POISSON, _LOGARITHMIC = (
    int(kind) for kind in (PartyKind.ALONE, PartyKind.GAMMA_POISSON, PartyKind.LOGARITHMIC)
)
LARGEST_PARTY = 10_000
"""Where the tail of a law is cut, so that a sum of chances that never reaches 1 ends."""
LEAST_LEFT = 1e-12
"""A chance below this is rounding: the party is full."""
_ONE = np.uint64(1)


@numba.njit(**JIT)
def party_size(key, laws, edge):  # type: ignore[no-untyped-def]
    """The size of a party of the law of an edge, by inversion."""
    first, second, kind = laws.firsts[edge], laws.seconds[edge], laws.kinds[edge]
    if kind == _ALONE:
        return 1
    left = uniform(key)
    if kind == _LOGARITHMIC:
        ratio = first / (1.0 + first)
        chance, size = ratio / np.log1p(first), 1
        while left > chance and size < LARGEST_PARTY:
            left -= chance
            chance *= ratio * size / (size + 1.0)
            size += 1
        return size
    if kind == _GAMMA_POISSON:
        ratio = second / (1.0 + second)
        chance, beside = np.exp(-first * np.log1p(second)), 0
        while left > chance and beside < LARGEST_PARTY:
            left -= chance
            chance *= ratio * (first + beside) / (beside + 1.0)
            beside += 1
        return 1 + beside
    if uniform(keyed(key, _ONE)) >= first:
        return 1 + whole(key, second)
    chance, beside = np.exp(-second), 0
    while left > chance and beside < LARGEST_PARTY:
        left -= chance
        beside += 1
        chance *= second / beside
    return 1 + beside


@numba.njit(**JIT)
def _chance(laws, edge, size, before):  # type: ignore[no-untyped-def]
    """The chance of a party of this size; `before` is that of one less, and is not looked at for a size of 1."""
    first, second, kind = laws.firsts[edge], laws.seconds[edge], laws.kinds[edge]
    if kind == _ALONE:
        return 1.0 if size == 1 else 0.0
    if kind == _LOGARITHMIC:
        ratio = first / (1.0 + first)
        return ratio / np.log1p(first) if size == 1 else before * ratio * (size - 1.0) / size
    if kind == _GAMMA_POISSON:
        ratio = second / (1.0 + second)
        return (
            np.exp(-first * np.log1p(second))
            if size == 1
            else before * ratio * (first + size - 2.0) / (size - 1.0)
        )
    return np.exp(-second) if size == 1 else before * second / (size - 1.0)


@numba.njit(**JIT)
def _rounded(laws, edge, size):  # type: ignore[no-untyped-def]
    """Of the mixed law the chance that comes from the mean rounded by chance, and the share that does."""
    first, second = laws.firsts[edge], laws.seconds[edge]
    down = np.floor(second)
    part = second - down
    chance = (1.0 - part) * (size == 1 + down) + part * (size == 2 + down)
    return chance, 1.0 - first


@numba.njit(**JIT)
def chance_full(laws, edge, members):  # type: ignore[no-untyped-def]
    """The chance that a party that has so many members has no more."""
    left, plain, chance = 1.0, 0.0, 0.0
    mixed = laws.kinds[edge] not in (_ALONE, _LOGARITHMIC, _GAMMA_POISSON)
    for size in range(1, members + 1):
        left -= chance
        chance = plain = _chance(laws, edge, size, plain)
        if mixed:
            rounded, share = _rounded(laws, edge, size)
            chance = (1.0 - share) * plain + share * rounded
        if left < LEAST_LEFT:
            return 1.0
    return min(chance / left, 1.0)
