"""The same people under other circumstances: how much less differs by chance than between two runs (slow)."""

from dataclasses import replace
from functools import cache

import jax
import numpy as np
import pytest

from departures.engines.individuals import individuals
from departures.model.state import Role
from departures.observation.parties import counted_parties
from laws.problems import drawn, problem

jax.config.update("jax_enable_x64", True)

PAIRS, PEOPLE, BOUND = 100, 2_000_000, 0.7
POSED = problem("north_korea")
ROLES = [POSED.declaration.state(place.state).role for place in POSED.graph.compartments]
INTO = [ROLES[int(np.argmax(row == 1))] for row in POSED.graph.incidence]
OUT_OF = [ROLES[int(edge.source)] for edge in POSED.graph.edges]
ACTS_ON = {
    "return halved": [role is Role.CUSTODY for role in INTO],
    "gate eased by a tenth": [
        i is Role.TRANSIT and o is not Role.TRANSIT for i, o in zip(INTO, OUT_OF, strict=True)
    ],
    "crossing eased by a tenth": [edge.transition.startswith("crossing") for edge in POSED.graph.edges],
}
"""Edges on which each change acts; what is counted is who takes them, and who arrives."""
FACTORS = {"return halved": 0.5, "gate eased by a tenth": 1.1, "crossing eased by a tenth": 1.1}


@cache
def runs(name):
    """What runs count, [run, counted]: who takes the edges of each change, and who arrives."""
    arrives = [i is Role.ARRIVED for i in INTO]
    records = np.stack([*ACTS_ON.values(), arrives], axis=1).astype(float)
    engine = individuals(
        POSED.graph, records, counted_parties(POSED.graph, POSED.observation), stock_months=()
    )
    given = drawn("north_korea", "reference", 3, 0.0)
    facts = engine.facts(given)
    share = PEOPLE / facts.first.sum()
    factor = np.where(ACTS_ON.get(name, [False]), FACTORS.get(name, 1.0), 1.0)
    scaled = replace(
        facts, first=share * facts.first, entries=share * facts.entries, hazards=facts.hazards * factor
    )
    engine = replace(engine, facts=lambda _: scaled)
    return np.array([engine.run(given, 1, number).flows.sum((0, 1)) for number in range(2 * PAIRS)])


@pytest.mark.slow
@pytest.mark.parametrize("name", list(ACTS_ON))
def test_pairs_differ_by_chance_far_less_than_runs_of_their_own(name, capsys):
    """The bound is that of what the change acts on. Of arrivals it is printed: some are won and some lost, since who
    is not held may later be held all the same, or leave for good; that is no chance that a pair could share.
    """
    plain, changed, place = runs("as it was"), runs(name), list(ACTS_ON).index(name)
    found = {}
    for counted, at in (("what it acts on", place), ("arrivals", -1)):
        before, after = plain[:, at], changed[:, at]
        paired = np.var(after[:PAIRS] - before[:PAIRS], ddof=1)
        apart = np.var(after[:PAIRS] - before[PAIRS:], ddof=1)
        bound = BOUND * (after.mean() + before.mean()) / abs(after.mean() - before.mean())
        found[counted] = (apart / paired, bound)
    with capsys.disabled():
        told = "; ".join(f"{what}: {ratio:.1f}, bound {bound:.1f}" for what, (ratio, bound) in found.items())
        print(f"\n{name}: variance of independent runs over that of pairs: {told}")  # noqa: T201
    ratio, bound = found["what it acts on"]
    assert ratio >= bound
