"""Opens an evidence package: every table read strictly, every mistake of all files raised at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from departures.evidence.descriptor import DESCRIPTOR, Resource, read_descriptor
from departures.evidence.table import ReadTable, read_table
from departures.faults import Fault, Faults, raise_if_any

QUALITATIVE = "qualitative"
"""Unit of a row that reports a statement in words and needs no figure."""
PERIOD = ("reference_period_start", "reference_period_end")


@dataclass(frozen=True, eq=False)  # told apart by what they are, not by what they hold
class EvidencePackage:
    """Tables of public figures, one row a figure and source.

    Frames have the line in the file as index (`line`), dates as timestamps, missing numbers as NaN, missing
    dates as NaT and missing text as an empty string.
    """

    folder: Path
    title: str
    licence: str
    tables: Mapping[str, pd.DataFrame]
    resources: Mapping[str, Resource]
    content_hash: str

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables, in the order of `datapackage.json`."""
        return tuple(self.tables)

    @property
    def sources(self) -> pd.DataFrame:
        """The table of sources."""
        return self.table("sources")

    def table(self, name: str) -> pd.DataFrame:
        """A copy of one table; a name that the package does not hold is a fault."""
        if name not in self.tables:
            remedy = f"use one of: {', '.join(self.tables)}"
            raise Faults([Fault(str(self.folder / DESCRIPTOR), None, "", f"no table {name!r}", remedy)])
        return self.tables[name].copy()

    def file(self, name: str) -> str:
        """Path of the file that holds a table, as it is shown in faults."""
        return str(self.folder / self.resources[name].path)

    def fingerprint(self) -> str:
        """Hash of all that was read: equal fingerprints mean equal evidence."""
        return self.content_hash


def read_package(folder: Path) -> EvidencePackage:
    """Read the package in `folder`; raises `Faults` with every mistake of all its files."""
    descriptor = read_descriptor(folder)
    read = {resource.name: read_table(folder, resource) for resource in descriptor.resources}
    resources = {resource.name: resource for resource in descriptor.resources}
    faults = list(descriptor.faults)
    for table in read.values():
        faults.extend(table.faults)
    faults.extend(_faults_between_cells(folder, resources, read))
    raise_if_any(faults)
    return EvidencePackage(
        folder=folder,
        title=descriptor.title,
        licence=descriptor.licence,
        tables={name: table.frame for name, table in read.items()},
        resources=resources,
        content_hash=_hash(descriptor.content, {name: table.content for name, table in read.items()}),
    )


def _hash(descriptor: bytes, contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(descriptor)
    for name in sorted(contents):
        digest.update(f"\0{name}\0{len(contents[name])}\0".encode())
        digest.update(contents[name])
    return digest.hexdigest()


def _faults_between_cells(
    folder: Path, resources: Mapping[str, Resource], read: Mapping[str, ReadTable]
) -> Iterator[Fault]:
    sources = _known_sources(read)
    first: dict[str, tuple[str, int]] = {}
    for name, table in read.items():
        file, frame = str(folder / resources[name].path), table.frame
        if name != "sources" and "source_id" in frame and sources is not None:
            yield from _unknown_sources(file, frame, sources)
        if "row_id" in frame:
            yield from _repeated_names(file, name, frame, first)
        yield from _wrong_order(file, frame)
    row_ids = set(first)
    if sources is not None and not any(table.faults for table in read.values()):
        for name, table in read.items():
            if "derived_from" in table.frame:
                yield from _unknown_inputs(str(folder / resources[name].path), table.frame, row_ids | sources)


def _known_sources(read: Mapping[str, ReadTable]) -> set[str] | None:
    """Source ids, or None when the table of sources is itself at fault: then nothing can be said of the others."""
    table = read.get("sources")
    if table is None or table.faults or "source_id" not in table.frame:
        return None
    return set(table.frame["source_id"])


def _unknown_sources(file: str, frame: pd.DataFrame, sources: set[str]) -> Iterator[Fault]:
    for line, source in frame["source_id"].items():
        if source and source not in sources:
            remedy = "add it to the table of sources, or mend the name"
            yield Fault(file, _line(line), "source_id", f"the source {source!r} is unknown", remedy)


def _unknown_inputs(file: str, frame: pd.DataFrame, known: set[str]) -> Iterator[Fault]:
    for line, inputs in frame["derived_from"].items():
        for name in str(inputs).split():
            if name not in known:
                remedy = "name a row_id or a source_id of this package"
                yield Fault(file, _line(line), "derived_from", f"the input {name!r} is unknown", remedy)


def _repeated_names(
    file: str, name: str, frame: pd.DataFrame, first: dict[str, tuple[str, int]]
) -> Iterator[Fault]:
    for line, row_id in frame["row_id"].items():
        other = first.setdefault(str(row_id), (name, _line(line)))
        if other[0] != name:
            found = f"{row_id!r} stands in table {other[0]}, row {other[1]} too"
            yield Fault(file, _line(line), "row_id", found, "give each row of the package its own name")


def _wrong_order(file: str, frame: pd.DataFrame) -> Iterator[Fault]:
    if set(PERIOD) <= set(frame):
        for line, start, end in zip(frame.index, frame[PERIOD[0]], frame[PERIOD[1]], strict=True):
            if pd.notna(start) and pd.notna(end) and end < start:
                found = f"the period ends ({end:%Y-%m-%d}) before it starts ({start:%Y-%m-%d})"
                yield Fault(file, _line(line), PERIOD[1], found, "mend one of the two dates")
    if not {"value", "low", "high"} <= set(frame):
        return
    units = frame["unit"] if "unit" in frame else pd.Series("", index=frame.index)
    for line, value, low, high, unit in zip(
        frame.index, frame["value"], frame["low"], frame["high"], units, strict=True
    ):
        figures = [figure for figure in (low, value, high) if pd.notna(figure)]
        if figures != sorted(figures):
            found = f"low, value and high are out of order ({', '.join(f'{figure:g}' for figure in figures)})"
            yield Fault(file, _line(line), "value", found, "keep low <= value <= high")
        if not figures and unit != QUALITATIVE:
            remedy = f"give a figure, or set the unit to {QUALITATIVE!r}"
            yield Fault(file, _line(line), "value", "neither value nor low nor high", remedy)


def _line(line: object) -> int:
    return int(str(line))
