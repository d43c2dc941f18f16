"""Whole people, month by month, compiled by Numba: the graph comes as numbers, so nothing is generated.

The steps are those of the mean field, with a draw where it multiplies. `population_calls` compiles and caches this
file together with `population_parties`.
"""

from __future__ import annotations

import numba
import numpy as np

from departures.engines.population_parties import JIT, leaving, rounded


@numba.njit(**JIT)
def chances(hazards, exits, step):  # type: ignore[no-untyped-def]
    """The chance to take each exit for those who have taken none before it, and the chance to leave at all.

    Hazards [month, cell, edge] in events per person per month, `step` in months; gives [month, cell, exit] and
    [month, cell, compartment]. Of P = 1 − exp(−step·Σh) and shares h/Σh, exit e is taken with P·h_e/Σh; divided by
    who is still there, exp(−step·Σh) + P·(h_e + h_e+1 + …)/Σh, of which no part is a difference that could cancel.
    """
    months, cells, count = hazards.shape
    places = len(exits.starts) - 1
    given, leaves = np.zeros((months, cells, count)), np.zeros((months, cells, places))
    for t in range(months):
        for c in range(cells):
            for s in range(places):
                total = 0.0
                for e in range(exits.starts[s], exits.starts[s + 1]):
                    total += hazards[t, c, exits.edges[e]]
                if total <= 0.0:
                    continue
                out = -np.expm1(-step * total)
                leaves[t, c, s] = out
                beyond = 0.0
                for e in range(exits.starts[s + 1] - 1, exits.starts[s] - 1, -1):
                    hazard = hazards[t, c, exits.edges[e]]
                    beyond += hazard
                    if hazard > 0.0:
                        still = total * np.exp(-step * total) + out * beyond
                        given[t, c, e] = min(out * hazard / still, 1.0)
    return given, leaves


@numba.njit(**JIT)
def _enter(random, entries, steps, stocks, leaves, newcomers, going):  # type: ignore[no-untyped-def]
    """Who enters one cell in this sub-step, and who goes away: fills `newcomers` and `going` [compartment].

    Where the number is below 0, people go away. The mean field takes them off with the newcomers, who move with the
    chance p of half a step where others move with P = 1 − (1 − p)². So p/P = 1/(2 − p) of those who go away do so
    before the others move, and the rest after it: flows and stocks are those of the mean field in the mean.
    """
    for s in range(len(entries)):
        newcomers[s], going[s] = 0, 0
        if entries[s] == 0.0:
            continue
        entering = rounded(random, entries[s] / steps)
        if entering > 0:
            newcomers[s] = entering
        elif entering < 0:
            before = random.binomial(min(-entering, stocks[s]), 1.0 / (2.0 - leaves[s]))
            stocks[s] -= before
            going[s] = -entering - before


@numba.njit(**JIT)
def _move_everybody(random, stocks, newcomers, moved, chance, exits, laws):  # type: ignore[no-untyped-def]
    """All who are there move, in parties; those who move stand among the newcomers of their target."""
    for s in range(len(stocks)):
        left = stocks[s]
        if left == 0:
            continue
        for e in range(exits.starts[s], exits.starts[s + 1]):
            gone = leaving(random, left, chance[e], laws, exits.edges[e])
            if gone > 0:
                left -= gone
                newcomers[exits.targets[e]] += gone
                moved[exits.edges[e]] += gone
        stocks[s] = left


@numba.njit(**JIT)
def _move_newcomers(random, stocks, newcomers, moved, chance, exits):  # type: ignore[no-untyped-def]
    """Newcomers of this sub-step move once more, each alone, with half the time; then all have their place."""
    for s in range(len(stocks)):
        left = newcomers[s]
        if left == 0:
            continue
        for e in range(exits.starts[s], exits.starts[s + 1]):
            if left == 0:
                break
            if chance[e] > 0.0:
                gone = random.binomial(left, chance[e])
                left -= gone
                stocks[exits.targets[e]] += gone
                moved[exits.edges[e]] += gone
        stocks[s] += left


@numba.njit(**JIT)
def _follow(random, stocks, moved, expected, exits, change):  # type: ignore[no-untyped-def]
    """Consequences of this sub-step's moves of one cell, one after the other.

    Of n people each is moved with chance 1 − exp(−m/n) when m are expected to: so each source place gives its own
    binomial number, which together are one of n, spread over the places by chance.
    """
    for i in range(len(expected)):
        events, there = 0, 0
        for k in range(exits.event_starts[i], exits.event_starts[i + 1]):
            events += moved[exits.events[k]]
        for k in range(exits.pair_starts[i], exits.pair_starts[i + 1]):
            there += stocks[exits.pairs[k, 0]]
        if events == 0 or there == 0:
            continue
        chance = -np.expm1(-expected[i] * events / there)
        change[:] = 0
        for k in range(exits.pair_starts[i], exits.pair_starts[i + 1]):
            source = exits.pairs[k, 0]
            if stocks[source] > 0 and chance > 0.0:
                gone = random.binomial(stocks[source], chance)
                change[source] -= gone
                change[exits.pairs[k, 1]] += gone
        for s in range(len(stocks)):
            stocks[s] += change[s]


@numba.njit(**JIT)
def begin(random, first, stocks):  # type: ignore[no-untyped-def]
    """Whole people for real numbers of them, [cell, compartment]."""
    for c in range(first.shape[0]):
        for s in range(first.shape[1]):
            stocks[c, s] = max(rounded(random, first[c, s]), 0)


@numba.njit(**JIT)
def run(random, stocks, moved, odds, entries, expected, exits, laws, steps, kept, flows, told):  # type: ignore[no-untyped-def]
    """All months of one replicate, in place: `stocks` [cell, compartment] go from before the first month to after the
    last, `moved` [cell, edge] ends as the moves of the last month; fills `flows` [month, cell, record] and `told`
    [row, cell, compartment], whose row for each month stands in `kept` [month] (−1: none).

    `odds` are chances over a sub-step, over half of one, and to leave within half of one (see `chances`); entries
    [month, cell, compartment] in persons per month; expected [consequence] in persons per event.
    """
    over_whole, over_half, leaves = odds
    months, cells, places = entries.shape
    newcomers, going = np.zeros(places, dtype=np.int64), np.zeros(places, dtype=np.int64)
    now = np.zeros(moved.shape[1], dtype=np.int64)
    for t in range(months):
        moved[:] = 0
        for _ in range(steps):
            for c in range(cells):
                people = stocks[c]
                now[:] = 0
                _enter(random, entries[t, c], steps, people, leaves[t, c], newcomers, going)
                _move_everybody(random, people, newcomers, now, over_whole[t, c], exits, laws)
                _move_newcomers(random, people, newcomers, now, over_half[t, c], exits)
                for s in range(places):
                    people[s] -= min(going[s], people[s])
                _follow(random, people, now, expected, exits, newcomers)
                for e in range(len(now)):
                    moved[c, e] += now[e]
        for i in range(len(exits.recorded)):
            for c in range(cells):
                flows[t, c, exits.recorded[i, 1]] += moved[c, exits.recorded[i, 0]]
        if kept[t] >= 0:
            told[kept[t]] = stocks
