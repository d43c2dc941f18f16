"""How many of those who are somewhere leave by one exit, as whole parties, compiled by Numba.

`population_calls` compiles and caches this file together with `population_kernel`.
"""

from __future__ import annotations

from typing import Any

import numba

from departures.model.party import PartyKind

JIT: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
"""No shortcuts in arithmetic: the same seed gives the same people wherever the code is inlined."""
_ALONE, _GAMMA_POISSON, _LOGARITHMIC = (
    int(kind) for kind in (PartyKind.ALONE, PartyKind.GAMMA_POISSON, PartyKind.LOGARITHMIC)
)
MANY = 100.0
"""From so many times a law's reach on, people are not sorted into parties one by one (see `_many_parties`)."""


@numba.njit(**JIT)
def rounded(random, number):  # type: ignore[no-untyped-def]
    """A whole number, `number` in the mean: rounded down, and up with the chance of what is left."""
    whole = int(number // 1.0)
    rest = number - whole
    return whole + 1 if rest > 0.0 and random.random() < rest else whole


@numba.njit(**JIT)
def _in_parties(random, parties, laws, edge):  # type: ignore[no-untyped-def]
    """People in so many parties, in one draw: the sums of these laws are laws of the same kind."""
    first, second = laws.firsts[edge], laws.seconds[edge]
    if parties == 0:
        return 0
    if laws.kinds[edge] == _GAMMA_POISSON:
        return parties + random.poisson(second * random.standard_gamma(first * parties))
    varied = random.binomial(parties, first)
    plain, down = parties - varied, int(second // 1.0)
    people = parties + plain * down
    if varied > 0:
        people += random.poisson(second * varied)
    if plain > 0 and second > down:
        people += random.binomial(plain, second - down)
    return people


@numba.njit(**JIT)
def _party_by_party(random, people, chance, laws, edge):  # type: ignore[no-untyped-def]
    """Sort all into parties, the last one cut at who is left; each party goes or stays as one."""
    gone, left = 0, people
    while left > 0:
        size = min(_in_parties(random, 1, laws, edge), left)
        left -= size
        if random.random() < chance:
            gone += size
    return gone


@numba.njit(**JIT)
def _many_parties(random, people, chance, laws, edge):  # type: ignore[no-untyped-def]
    """The share, among all people of n/mean parties, of those in the parties that go, times n.

    The sizes of all parties have one law. So k of K parties hold k/K of their people in the mean, whatever the law:
    the mean is exact, nobody is cut off, and the variance is n·p·(1 − p)·dispersion but for terms of 1/K.
    """
    parties = rounded(random, people / laws.means[edge])
    going = random.binomial(parties, chance)
    gone = _in_parties(random, going, laws, edge)
    if gone == 0:
        return 0
    return rounded(random, people * (gone / (gone + _in_parties(random, parties - going, laws, edge))))


@numba.njit(**JIT)
def _logarithmic(random, people, chance, laws, edge):  # type: ignore[no-untyped-def]
    """Sort people into logarithmic-series parties: those who go are a beta-binomial number.

    A Poisson stream of such parties is a negative binomial number of people, of size r = n/(dispersion − 1) where n
    are expected. The parties that go and those that stay are two such streams, of sizes p·r and (1 − p)·r; given that
    they are n people together, those who go are beta-binomial of these sizes.
    """
    size = people / laws.firsts[edge]
    return random.binomial(people, random.beta(chance * size, (1.0 - chance) * size))


@numba.njit(**JIT)
def leaving(random, people, chance, laws, edge):  # type: ignore[no-untyped-def]
    """How many of `people` leave by an exit that each takes with `chance`, in parties of the law of `edge`.

    The mean is people·chance exactly, since each person goes with that chance, with whom ever; the variance is about
    people·chance·(1 − chance)·dispersion.
    """
    if people <= 0 or chance <= 0.0:
        return 0
    if chance >= 1.0:
        return people
    kind = laws.kinds[edge]
    if kind == _ALONE or people == 1:
        return random.binomial(people, chance)
    if kind == _LOGARITHMIC:
        return _logarithmic(random, people, chance, laws, edge)
    if people < laws.many[edge]:
        return _party_by_party(random, people, chance, laws, edge)
    return _many_parties(random, people, chance, laws, edge)
