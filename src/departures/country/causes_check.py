"""Checks the names and years of a pack's causes."""

from __future__ import annotations

from collections.abc import Iterator

from departures.country.draft import Draft, unknown
from departures.faults import Fault
from departures.model.driver import Driver
from departures.model.room import Room
from departures.quantities import Months


def check_causes(
    draft: Draft, rooms: list[Room], drivers: tuple[Driver, ...], months: Months
) -> Iterator[Fault]:
    """Factors and drivers must exist; years must lie within the months; signals cannot be taken apart yet."""
    setting = draft.settings.causes
    if setting is None:
        return
    factors = [factor.name for room in rooms for factor in room.parts.factors]
    known = [driver.name for driver in drivers] + [d.name for room in rooms for d in room.parts.drivers]
    for place, part in enumerate(setting.parts):
        for kind, names, among in (("factor", part.factors, factors), ("driver", part.drivers, known)):
            for number, name in enumerate(names):
                path = ("causes", "parts", place, f"{kind}s", number)
                yield from unknown(draft, path, kind, name, among)
    for place, (first, last) in enumerate(setting.changes):
        if first < months.first.year or last > months.last.year:
            found = f"{first} to {last} lies outside the months {months.first} to {months.last}"
            yield draft.document.fault(("causes", "changes", place), found, "choose years within them")
    reading = [room for room in rooms if _reads_signals(room)]
    if reading:
        found = f"causes cannot be told where intensities read signals, as in {reading[0].name!r}"
        yield draft.document.fault(
            ("causes",), found, "take [causes] out, or use latents in place of signals"
        )


def _reads_signals(room: Room) -> bool:
    by_factors = any(factor.reads for factor in room.parts.factors)
    return by_factors or any(transition.reads for transition in room.parts.transitions)
