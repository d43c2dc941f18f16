"""Where figures come from in the end: a row, what it was derived from, and the independent origin of each."""

from __future__ import annotations

from collections.abc import Iterable

from departures.country.draft import Known

SEVERAL = "several"
"""The origin of a row that was derived from figures of several; what it was derived from tells which."""


def derivation(known: Known, name: str) -> frozenset[str]:
    """A row or a source, and every row and source from which it was derived, however far back."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        item = waiting.pop()
        if item not in found:
            found.add(item)
            waiting += known.inputs.get(item, ())
    return frozenset(found)


def origins(known: Known, names: Iterable[str]) -> frozenset[str]:
    """The independent origins of rows and sources, with those of all that they were derived from."""
    walked = {item for name in names for item in derivation(known, name)}
    return frozenset(known.origins[item] for item in walked if item in known.origins) - {SEVERAL}
