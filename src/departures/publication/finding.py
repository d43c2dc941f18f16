"""One thing in an output that is held back: its kind, its place and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """What was found, where, and what to do; ordered by file and place for printing."""

    file: str
    """Path as the user gave it; for arithmetic across tables, the files it took, joined by ` + `."""
    place: str
    """Where in the file: a paragraph, a table's row and column, a key."""
    kind: str
    """Name of the rule (see `refusals.RULES`, `small_cells`)."""
    found: str
    """The words or the cell, shortened."""
    remedy: str
    """What to do, as an instruction."""
    attributes: tuple[str, ...] = ()
    """For cells: the attributes that they cross, sorted."""
    windows: tuple[str, ...] = ()
    """For cells: the periods they concern, as `2024`, `2024-Q1` or `2024-01/2024-09`."""

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: {self.kind}: {self.found} → {self.remedy}"

    @property
    def files(self) -> tuple[str, ...]:
        """The files concerned; more than one for arithmetic across tables."""
        return tuple(self.file.split(" + "))

    def as_record(self) -> dict[str, str]:
        """Return the finding as plain texts, for `--json`."""
        names = ("file", "place", "kind", "found", "remedy")
        return {name: str(getattr(self, name)) for name in names}


def shortened(text: str, length: int = 110) -> str:
    """Cut a text for printing, on one line."""
    joined = " ".join(text.split())
    return joined if len(joined) <= length else joined[: length - 1].rstrip() + "…"
