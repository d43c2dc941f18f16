"""How many of those who are somewhere leave by one exit, as whole parties, compiled by Numba.

`population_calls` compiles and caches this file together with `population_kernel`.
"""

from __future__ import annotations

from typing import Any

import numba

from departures.model.party import PartyKind

JIT: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
"""No shortcuts in arithmetic: the same seed gives the same people wherever the code is inlined."""
_ALONE, _GAMMA_POISSON, _MIXED, _LOGARITHMIC = (int(kind) for kind in PartyKind)
MANY = 100.0
"""From so many times the law's reach on, people are not sorted into parties one by one (see `leaving`)."""


@numba.njit(**JIT)
def rounded(random, number):  # type: ignore[no-untyped-def]
    """A whole number, `number` in the mean: rounded down, and up with the chance of what is left."""
    whole = int(number // 1.0)
    rest = number - whole
    return whole + 1 if rest > 0.0 and random.random() < rest else whole


@numba.njit(**JIT)
def _in_parties(random, parties, laws, edge):  # type: ignore[no-untyped-def]
    """People in so many parties: sums of one law's sizes come in one draw, but for the logarithmic."""
    kind, first, second = laws.kinds[edge], laws.firsts[edge], laws.seconds[edge]
    if kind == _LOGARITHMIC:
        people = 0
        for _ in range(parties):
            people += random.logseries(first)
        return people
    if kind == _GAMMA_POISSON:
        return parties + random.poisson(second * random.standard_gamma(first * parties))
    varied = random.binomial(parties, first)
    plain = parties - varied
    down = int(second // 1.0)
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
    """So many people make `people`/mean parties; of the rarer, those that go or those that stay, sizes are drawn."""
    parties = rounded(random, people / laws.means[edge])
    rarer = random.binomial(parties, min(chance, 1.0 - chance))
    in_them = min(_in_parties(random, rarer, laws, edge), people) if rarer > 0 else 0
    return in_them if chance <= 0.5 else people - in_them


@numba.njit(**JIT)
def leaving(random, people, chance, laws, edge):  # type: ignore[no-untyped-def]
    """How many of `people` leave by an exit that each takes with `chance`, in parties of the law of `edge`.

    The mean is people·chance: each person goes with that chance, with whom ever. Party by party that is exact. Of
    many people only the rarer half of parties is drawn, k of binomial(parties, at most ½), and their people are cut at
    those who are there: from `MANY` reaches on the cut would take less than a billionth of the mean, since half of all
    parties would have to hold everybody (`tests/engines/test_population_parties.py` adds it up).
    """
    if people <= 0 or chance <= 0.0:
        return 0
    if chance >= 1.0:
        return people
    if laws.kinds[edge] == _ALONE:
        return random.binomial(people, chance)
    if people < laws.many[edge]:
        return _party_by_party(random, people, chance, laws, edge)
    return _many_parties(random, people, chance, laws, edge)
