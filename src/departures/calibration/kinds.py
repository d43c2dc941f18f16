"""The ensembles of made-up worlds: where their truth comes from, and who moves their people."""

from __future__ import annotations

from dataclasses import dataclass

from departures.country.pack import Pack
from departures.country.settings import REFERENCE
from departures.faults import Fault, Faults

PRIOR, PEOPLE, AROUND = "A", "B", "C"
"""Truth from the prior and figures from the mean field; the same with whole people who move in parties; truth from the
posterior, its figures fitted beside the published ones."""
TITLES = {
    PRIOR: "truth from the prior, figures as the mean field expects them",
    PEOPLE: "truth from the prior, figures of whole people who move in parties",
    AROUND: "truth from the posterior, fitted beside the published figures",
}
SETS = {PRIOR: 200, PEOPLE: 200, AROUND: 100}
RIVAL_SETS = 50
"""Sets of kind A under every other explanation."""


@dataclass(frozen=True)
class Ensemble:
    """So many worlds of one kind, under one explanation."""

    kind: str
    explanation: str
    sets: int

    @property
    def name(self) -> str:
        """Short name, as files and tables have it."""
        return f"{self.kind}-{self.explanation}"

    @property
    def title(self) -> str:
        """What is done, in words."""
        return f"{self.kind}, {self.explanation}: {TITLES[self.kind]}"


def ensembles_of(pack: Pack, kinds: str = "ABC", sets: int | None = None) -> tuple[Ensemble, ...]:
    """The ensembles of a pack: of the named kinds under the reference, then kind A under every rival explanation.

    `sets` is how many worlds each has, by default as many as `SETS` and `RIVAL_SETS` say. Raises `Faults` for kinds
    that there are not.
    """
    unknown = [kind for kind in kinds if kind not in TITLES]
    if unknown or not kinds or (sets is not None and sets < 1):
        found = f"kinds {kinds!r} and {sets} worlds"
        remedy = f"name some of the kinds {''.join(TITLES)}, and at least one world"
        raise Faults([Fault("", None, "calibrate", found, remedy)])
    of_reference = [Ensemble(kind, REFERENCE, sets or SETS[kind]) for kind in dict.fromkeys(kinds)]
    rivals = [name for name in pack.explanations if name != REFERENCE and PRIOR in kinds]
    return (*of_reference, *(Ensemble(PRIOR, name, sets or RIVAL_SETS) for name in rivals))
