"""What a country pack adds to the rules: names of places and money, and exemptions with their reasons."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from departures.faults import Fault, raise_if_any
from departures.publication.finding import Finding

FILE_NAME = "publication.toml"


@dataclass(frozen=True)
class Exemption:
    """A named exception: a finding that fits every field given here is let pass."""

    name: str
    kind: str
    reason: str
    attributes: tuple[str, ...] = ()
    """Sorted attributes of a cell; empty fits all."""
    windows: tuple[str, ...] = ()
    """Periods of a cell, one of which has to be among the finding's; empty fits all."""
    text: str = ""
    """Words that the finding holds; empty fits all."""
    only_in_pack: bool = False
    """Fits only files of the pack itself: figures that were published as they stand remain data there."""

    def fits(self, finding: Finding, in_pack: bool) -> bool:
        """Say whether this exemption lets the finding pass."""
        return (
            self.kind == finding.kind
            and (not self.attributes or self.attributes == finding.attributes)
            and (not self.windows or bool({*self.windows} & {*finding.windows}))
            and self.text in finding.found
            and (in_pack or not self.only_in_pack)
        )


@dataclass(frozen=True)
class CountryRules:
    """A country's own names for the rules; without a pack there are none, and only the general patterns hold."""

    currencies: tuple[str, ...] = ()
    """Names and codes of money beyond dollars, euros and pounds."""
    countries: tuple[str, ...] = ()
    """Names as large as a country: these may stand beside crossings and routes."""
    places: tuple[str, ...] = ()
    """Crossing and landing places, rivers, border towns: these never stand in an output."""
    regions: tuple[str, ...] = ()
    """Provinces and the like, at home and abroad: these never stand beside controls, routes or stocks of people."""
    exemptions: tuple[Exemption, ...] = ()
    folder: Path | None = None
    """The pack's folder; None without one."""

    def is_in_pack(self, path: Path) -> bool:
        """Say whether a file belongs to the pack."""
        return self.folder is not None and path.resolve().is_relative_to(self.folder.resolve())

    def exempts(self, finding: Finding, in_pack: bool) -> bool:
        """Say whether any exemption lets the finding pass."""
        return any(exemption.fits(finding, in_pack) for exemption in self.exemptions)


def read_country_rules(folder: Path) -> CountryRules:
    """Read the pack's `publication.toml`; a pack without one adds nothing. Raises `Faults` listing all mistakes."""
    path = folder / FILE_NAME
    if not path.exists():
        return CountryRules(folder=folder)
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise_if_any([Fault(str(path), None, "", str(problem), "mend the file: it is TOML in UTF-8")])
        raise  # never reached: the line above always raises
    faults = _faults_in(settings, str(path))
    raise_if_any(faults)
    return CountryRules(
        **{name: tuple(settings.get(name, ())) for name in NAME_LISTS},
        exemptions=tuple(_exemption(entry) for entry in settings.get("exempt", ())),
        folder=folder,
    )


NAME_LISTS = ("currencies", "countries", "places", "regions")
REQUIRED = {"name": str, "kind": str, "reason": str}
OPTIONAL = {"attributes": list, "windows": list, "text": str, "only_in_pack": bool}


def _exemption(entry: dict[str, Any]) -> Exemption:
    lists = {
        "attributes": tuple(sorted(entry.get("attributes", ()))),
        "windows": tuple(entry.get("windows", ())),
    }
    return Exemption(**{**entry, **lists})


def _faults_in(settings: dict[str, Any], file: str) -> list[Fault]:
    """Collect every mistake in the settings."""
    faults = [
        Fault(file, None, name, "is unknown", f"use one of {', '.join((*NAME_LISTS, 'exempt'))}")
        for name in settings
        if name not in (*NAME_LISTS, "exempt")
    ]
    for name in NAME_LISTS:
        value = settings.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            faults.append(Fault(file, None, name, "is not a list of names", 'write it as ["one", "two"]'))
    entries = settings.get("exempt", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return [*faults, Fault(file, None, "exempt", "is not a list of tables", "begin each with [[exempt]]")]
    for position, entry in enumerate(entries, start=1):
        faults += _faults_in_exemption(entry, f"exempt {position}", file)
    return faults


def _faults_in_exemption(entry: dict[str, Any], place: str, file: str) -> list[Fault]:
    known = REQUIRED | OPTIONAL
    faults = [
        Fault(
            file,
            None,
            f"{place}.{name}",
            "is missing",
            "write it: an exemption has a name, a kind and a reason",
        )
        for name in REQUIRED
        if not entry.get(name)
    ]
    for name, value in entry.items():
        if name not in known:
            remedy = f"use one of {', '.join(known)}"
            faults.append(Fault(file, None, f"{place}.{name}", "is unknown", remedy))
        elif not isinstance(value, known[name]):
            remedy = f"write a {known[name].__name__}"
            faults.append(Fault(file, None, f"{place}.{name}", f"is {value!r}", remedy))
    return faults
