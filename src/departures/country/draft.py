"""A pack as read, before it is put together: what could be understood of it, and what was lost on the way."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from departures.country.settings import Settings
from departures.country.toml import Document
from departures.evidence import EvidencePackage
from departures.faults import Fault
from departures.runs.places import SETTINGS

ROW = "evidence row"


@dataclass(frozen=True)
class Known:
    """The names that the evidence holds: rows with the day from which each was public, and sources."""

    rows: Mapping[str, pd.Timestamp | None]
    sources: frozenset[str]
    inputs: Mapping[str, tuple[str, ...]]
    """Row → the rows and sources from which it was derived."""
    origins: Mapping[str, str]
    """Row or source → its independent origin, where that is told: what repeats one announcement shares it."""
    complete: bool = True
    """False where a table could not be read: then a name that is not here may stand in it."""

    def public(self, row: str, as_of: date | None) -> bool:
        """Whether a row was public on a day; a row without a date always was."""
        day = self.rows.get(row)
        return as_of is None or day is None or day <= pd.Timestamp(as_of)


@dataclass(frozen=True)
class Draft:
    """Everything read of a pack. `modules` holds the bytes of the Python rooms that may run, by name."""

    folder: Path
    document: Document
    settings: Settings
    evidence: EvidencePackage | None
    known: Known
    modules: Mapping[str, bytes]
    withheld: bool = False
    """True where Python rooms exist that nobody trusted: what they would declare is unknown."""

    @property
    def place(self) -> str:
        """What opens this pack again: its folder, or the file of another declaration in it."""
        file = Path(self.document.file)
        return str(self.folder if file.name == SETTINGS else file)

    def lost(self, name: str) -> bool:
        """Whether a name may be missing only because an entry elsewhere could not be read."""
        return self.withheld or any(name.startswith(lost) for lost in self.settings.lost)


def names_of(evidence: EvidencePackage) -> Known:
    """All names of a package that was read without fault."""
    rows: dict[str, pd.Timestamp | None] = {}
    inputs: dict[str, tuple[str, ...]] = {}
    for table in evidence.tables.values():
        if "row_id" not in table:
            continue
        days = table["published"] if "published" in table else [None] * len(table)
        rows.update(zip(table["row_id"], days, strict=True))
        if "derived_from" in table:
            derived = zip(table["row_id"], table["derived_from"], strict=True)
            inputs.update({row: tuple(str(text).split()) for row, text in derived})
    return Known(rows, frozenset(evidence.sources["source_id"]), inputs, _origins(evidence))


def _origins(evidence: EvidencePackage) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in evidence.tables.values():
        named = next((name for name in ("row_id", "source_id") if name in table), None)
        if named is not None and "origin_id" in table:
            told = table[table["origin_id"].fillna("") != ""]
            found.update(zip(told[named], told["origin_id"].astype(str), strict=True))
    return found


def names_at_a_glance(folder: Path, faults: Iterable[Fault]) -> Known:
    """The names in the CSV files of a package that has faults, as far as they can be seen."""
    rows: dict[str, pd.Timestamp | None] = {}
    sources: set[str] = set()
    for path in sorted(folder.glob("*.csv")):
        text = path.read_bytes().decode("utf-8-sig", errors="replace").replace("\0", "")
        try:
            for record in csv.DictReader(io.StringIO(text, newline="")):
                if record.get("row_id"):
                    rows[str(record["row_id"])] = None
                elif record.get("source_id"):
                    sources.add(str(record["source_id"]))
        except csv.Error:
            continue  # the reading of the package has already said what is wrong with this file
    return Known(rows, frozenset(sources), {}, {}, complete=not any(_hides_names(fault) for fault in faults))


def _hides_names(fault: Fault) -> bool:
    """Whether a fault concerns more than a figure: a whole file, its header, or the names themselves."""
    return fault.row in (None, 1) or fault.column in ("", "row_id") or Path(fault.file).stem == "sources"


def unknown(
    draft: Draft, path: tuple[str | int, ...], kind: str, name: str, known: Iterable[str]
) -> list[Fault]:
    """A fault when `name` is not in `known`, unless it may have been lost."""
    names = set(known)
    if name in names or draft.lost(name) or (kind == ROW and not draft.known.complete):
        return []
    if len(names) > 30:
        remedy = f"mend the name, or add the {kind}"
    else:
        remedy = f"use one of: {', '.join(sorted(names)) or 'none is there'}"
    return [draft.document.fault(path, f"the {kind} {name!r} is unknown", remedy)]
