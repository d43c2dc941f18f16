"""The toy form for the engine of people, and the same as a loop over everybody, compiled by Numba."""

from __future__ import annotations

from datetime import date
from typing import Any

import jax.numpy as jnp
import numba
import numpy as np
import toy  # beside this file

from departures.engines.individuals import Individuals, individuals
from departures.model.cell import Cells
from departures.model.entry import InitialStock
from departures.model.graph import Declaration, compile_graph
from departures.model.state import Role, State
from departures.model.transition import Transition
from departures.quantities import Months


def declared(people: int, substeps: int = 1) -> Individuals:
    """The engine of people for the toy form with so many of them."""
    by_exit = toy.hazards(people)
    roles = [Role.HOME, *[Role.HIDING] * (toy.STATES - 1)]
    states = tuple(State(f"state_{number}", role) for number, role in enumerate(roles))

    def intensity(source: int, exit_: int) -> Any:
        hazard = jnp.asarray(by_exit[:, source, exit_])
        return lambda parameters, drivers_now, cell, signals: hazard

    def first(parameters: Any, drivers_now: Any, cell: Any, signals: Any) -> Any:
        return jnp.full(toy.CELLS, people / toy.CELLS)

    transitions = tuple(
        Transition(f"exit_{s}_{e}", f"state_{s}", f"state_{toy.TARGETS[s, e]}", intensity(s, e))
        for s in range(toy.STATES)
        for e in range(2)
    )
    cells = Cells(tuple(f"cell_{c}" for c in range(toy.CELLS)), {"number": np.arange(toy.CELLS, dtype=float)})
    months = Months(date(2000, 1, 1), date(2024, 12, 1))
    graph = compile_graph(
        Declaration(months, cells, states, transitions, (), initial=(InitialStock("all", "state_0", first),))
    )
    return individuals(graph, substeps=substeps, stock_months=())


STAR, UNIT = np.uint64(0x2545F4914F6CDD1D), 2.0**-53
TWELVE, TWENTY_FIVE, TWENTY_SEVEN, ELEVEN = (np.uint64(bits) for bits in (12, 25, 27, 11))


@numba.njit(cache=True)
def everybody(cells, states, chances, first, targets, months, seed):  # type: ignore[no-untyped-def]
    """A month after the other, everybody in turn: chance to leave [month, cell, state] (the months again and again),
    shares of the exits, cumulated [month, cell, state, exit], and their targets [state, exit]. Numbers are those of
    xorshift64*, which is quicker than Numba's own.
    """
    word, moves = np.uint64(seed), 0
    for month in range(months):
        m = month % len(chances)
        now = chances[m]
        for i in range(len(states)):
            word ^= word >> TWELVE
            word ^= word << TWENTY_FIVE
            word ^= word >> TWENTY_SEVEN
            number = np.float64((word * STAR) >> ELEVEN) * UNIT
            chance = now[cells[i], states[i]]
            if number < chance:
                c, s, e, share = cells[i], states[i], 0, number / chance
                while share >= first[m, c, s, e] and e < targets.shape[1] - 1:
                    e += 1
                states[i] = targets[s, e]
                moves += 1
    return moves
