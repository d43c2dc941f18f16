"""Everything that can be wrong with what a user gave us, as values that are collected and shown together.

Refusal                 base of all: exit code 2, nothing written
├── Faults              one or more mistakes in files or settings, all listed at once
└── PublicationRefusal  an output that the publication rules hold back
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One mistake: where it is, what was found there, and what to do about it."""

    file: str
    """Path or name of the file, as the user would write it; empty when no file is concerned."""
    row: int | None
    """Line number in the file (the header is line 1), or None."""
    column: str
    """Column, key or name at fault; empty when the whole file is meant."""
    found: str
    """What was found, and why it is wrong."""
    remedy: str
    """What to do, as an instruction."""

    def __str__(self) -> str:
        place = self.file or "settings"
        if self.row is not None:
            place += f", {'row' if place.endswith('.csv') else 'line'} {self.row}"
        if self.column:
            place += f", {self.column}"
        return f"{place}: {self.found} → {self.remedy}"


class Refusal(Exception):
    """The request cannot be carried out; nothing was written. The command line exits with code 2."""


class Faults(Refusal):
    """All mistakes found in one reading, in order of file and row."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(
            sorted(faults, key=lambda fault: (fault.file, fault.row or 0, fault.column, fault.found))
        )
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[Faults], tuple[tuple[Fault, ...]]]:
        return Faults, (self.faults,)  # so that it comes back from a worker as it was raised


class PublicationRefusal(Refusal):
    """An output holds something that is never published (see `departures.publication`)."""


def raise_if_any(faults: Iterable[Fault]) -> None:
    """Raise `Faults` when there is at least one fault; otherwise do nothing."""
    collected = tuple(faults)
    if collected:
        raise Faults(collected)
