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
    Role.ARRIVED: "arrives in {destination}",
    Role.SETTLED_ABROAD: "settles in a third country",
    Role.DEAD: "dies",
}
"""What is said of somebody who comes into a state of this role."""


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
    lines = _events(problem, mine["steps"] // substeps, [roles[edge] for edge in mine["edges"]])
    return tuple(f"{INVENTED}: {line}" for line in (_home(household), *lines, *_family(household)))


def _home(household: Array) -> str:
    """The household that they left."""
    members = int(household["members"])
    return "somebody who lived alone" if members == 1 else f"somebody of a household of {members}"


def _events(problem: Problem, months: Array, roles: list[Role]) -> Iterator[str]:
    """Years and what happens in them; the stages of one way are one."""
    before = None
    for month, role in zip(months, roles, strict=True):
        if role != before:
            year = problem.declaration.months.first.year + int(month) // MONTHS_PER_YEAR
            yield f"{year}, {EVENTS[role].format(destination=problem.words.get('destination', 'safety'))}"
        before = role


def _family(household: Array) -> Iterator[str]:
    """What is done to the family, where a departure becomes known."""
    if household["members"] > 1 and household["known"]:
        done = [
            word for word, name in (("watched", "watched"), ("refused permits", "refused")) if household[name]
        ]
        yield f"the family is {' and '.join(done)} for some years" if done else "the family is left in peace"
