"""Turns a source into a citation and a row into a footnote: publisher, title, date, address, as-of date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from departures.evidence.read import EvidencePackage
from departures.faults import Fault, Faults


def citation(source: Mapping[str, Any]) -> str:
    """One line for a row of the table of sources, the original publisher first."""
    parts = [str(source["publisher"]).strip(), str(source["title"]).strip(), str(source["date"]).strip()]
    text = ", ".join(part for part in parts if part)
    url = str(source.get("url") or "").strip()
    return f"{text}. {url}" if url else f"{text}."


def footnote(package: EvidencePackage, row: Mapping[str, Any]) -> str:
    """The citation of a row with its as-of date; a derived row cites its inputs."""
    inputs = str(row.get("derived_from") or "").split()
    if inputs:
        sources = dict.fromkeys(source for name in inputs for source in sources_of(package, name))
        verb = "Derived" if row.get("role") == "derived" else "Compiled"
        text = f"{verb} from: " + "; ".join(citation(source_of(package, source)) for source in sources)
    else:
        text = citation(source_of(package, str(row["source_id"])))
    as_of = str(row.get("as_of") or "").strip()
    return f"{text} (as of {as_of})" if as_of else text


def source_of(package: EvidencePackage, source_id: str) -> Mapping[str, Any]:
    """The row of one source."""
    found = package.sources.loc[lambda sources: sources["source_id"] == source_id]
    if found.empty:
        raise Faults(
            [Fault("", None, "source", f"{source_id!r} is unknown", "see `departures evidence show sources`")]
        )
    row: Mapping[str, Any] = {str(name): value for name, value in found.iloc[0].items()}
    return row


def sources_of(package: EvidencePackage, name: str) -> list[str]:
    """The observed sources behind a row_id or source_id, followed through derived rows."""
    return sources_of_each(package, [name])[name]


def sources_of_each(package: EvidencePackage, names: Iterable[str]) -> dict[str, list[str]]:
    """The same of several, by name."""
    rows: dict[str, tuple[str, str]] = {}
    for table in package.tables.values():
        if {"row_id", "source_id"} <= set(table):
            derived = table["derived_from"] if "derived_from" in table else [""] * len(table)
            rows |= {
                str(row_id): (str(source), str(inputs))
                for row_id, source, inputs in zip(table["row_id"], table["source_id"], derived, strict=True)
            }
    return {name: _followed(rows, name) for name in names}


def _followed(rows: Mapping[str, tuple[str, str]], name: str) -> list[str]:
    pending, seen, sources = [name], set(), []
    while pending:
        current = pending.pop(0)
        if current in seen:
            continue
        seen.add(current)
        if current not in rows:
            sources.append(current)
        else:
            source, inputs = rows[current]
            pending.extend(inputs.split() or [source])
    return sources
