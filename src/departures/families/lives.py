"""An invented life: somebody of a run, in years and roles alone.

No place, no way of officials or straight abroad, and nothing that anybody has told: what stands here was drawn by
chance from the model.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from departures.country.problem import Problem
from departures.families.one_run import Run
from departures.model.state import Role
from departures.quantities import MONTHS_PER_YEAR, Array

INVENTED = "invented"
EVENTS = {
    Role.HOME: "goes back home by choice",
    Role.AT_WORK_ABROAD: "is sent to work abroad",
    Role.FLED_WORKSITE: "flees from the work to which the state had sent them",
    Role.HIDING: "is abroad, in hiding",
    Role.CAPTIVE: "is abroad, sold, and held by those who paid",
    Role.ROOTED: "settles where they are, for a long time",
    Role.CUSTODY: "is caught, and held",
    Role.PUNISHED: "is handed back, and punished",
    Role.RETURNED: "is let go at home",
    Role.TRANSIT: "travels on",
    Role.ARRIVED: "arrives in safety",
    Role.SETTLED_ABROAD: "settles in a third country",
    Role.DEAD: "dies",
}
"""What is said of somebody who comes into a state of this role."""
BROUGHT_HOME = "is brought home by the state"
"""What is said of those who come home from work abroad."""


def invented_life(problem: Problem, run: Run, seed: int, substeps: int) -> tuple[str, ...]:
    """The life of somebody who left in a run, line by line, each of them marked as invented; chosen by the seed.

    `substeps` are those of a month of the run. Nobody is chosen who took a way that publication allows only merged.
    """
    merged = {way.name for way in problem.ways if way.merged}
    places = problem.graph.compartments
    targets = [int(np.argmax(row == 1)) for row in problem.graph.incidence]
    on_merged = np.array([dict(places[target].levels).get("way") in merged for target in targets])
    everybody = np.unique(run.moves["ids"])
    spared = np.isin(everybody, run.moves["ids"][on_merged[run.moves["edges"]]])
    who = np.flatnonzero(~spared)
    if not len(who):
        return (f"{INVENTED}: nobody left in this run",)
    person = int(who[np.random.default_rng(seed).integers(len(who))])
    mine = run.moves[run.moves["ids"] == everybody[person]]
    mine = mine[np.argsort(mine["episodes"])]
    roles = [problem.declaration.state(places[target].state).role for target in targets]
    household = run.households[run.people[person]["household"]]
    last = max(window.end for window in problem.observation.windows).year
    years = problem.declaration.months.first.year + mine["steps"] // substeps // MONTHS_PER_YEAR
    sources = [problem.declaration.state(places[source].state).role for source in problem.graph.sources]
    told = [
        (int(year), sources[e], roles[e])
        for year, e in zip(years, mine["edges"], strict=True)
        if year <= last
    ]
    lines = _events(told)
    return tuple(f"{INVENTED}: {line}" for line in (_home(household), *lines, *_family(household)))


def _home(household: Array) -> str:
    """The household that they left."""
    members = int(household["members"])
    return "somebody who lived alone" if members == 1 else f"somebody of a household of {members}"


def _events(moves: list[tuple[int, Role, Role]]) -> Iterator[str]:
    """Years and what happens in them, from years, roles left and roles come into; the stages of one way are one."""
    before = None
    for year, source, role in moves:
        if role != before:
            brought = source is Role.AT_WORK_ABROAD and role is Role.HOME
            yield f"{year}, {BROUGHT_HOME if brought else EVENTS[role]}"
        before = role


def _family(household: Array) -> Iterator[str]:
    """What is done to the family, where a departure becomes known."""
    done = [
        word for word, name in (("watched", "watched"), ("refused permits", "refused")) if household[name]
    ]
    if household["home"] > 0 and household["known"] and done:
        yield f"the family is {' and '.join(done)} for some years"
