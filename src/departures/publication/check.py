"""The check itself: files in, findings out, or a refusal that lists them all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from departures.faults import Fault, Faults, PublicationRefusal, raise_if_any
from departures.publication.cells import Cell, cells_of
from departures.publication.country_rules import CountryRules
from departures.publication.documents import PICTURES, Document, read_document
from departures.publication.finding import Finding
from departures.publication.refusals import RULES
from departures.publication.rule import apply_rules
from departures.publication.small_cells import check_cells
from departures.publication.tables import check_headers


def check_file(path: Path, country: CountryRules | None = None) -> tuple[Finding, ...]:
    """Check one file by itself. Raises `Faults` where it cannot be read."""
    return check_files([path], country)


def check_folder(folder: Path, country: CountryRules | None = None) -> tuple[Finding, ...]:
    """Check all files of a folder together, pictures apart; what cannot be checked is a fault."""
    return check_files(files_in(folder), country)


def files_in(folder: Path) -> list[Path]:
    """List the files of a folder that hold text, in order."""
    return [
        path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix.lower() not in PICTURES
    ]


def check_files(paths: Iterable[Path], country: CountryRules | None = None) -> tuple[Finding, ...]:
    """Check files that are published together: small groups are also looked for by subtraction between them."""
    rules = country or CountryRules()
    documents = _read_all(paths)
    findings: list[Finding] = []
    cells: list[Cell] = []
    for path, document in documents.items():
        in_pack = rules.is_in_pack(path)
        found = [*apply_rules(document, RULES, rules), *check_headers(document)]
        findings += [finding for finding in found if not rules.exempts(finding, in_pack)]
        cells += cells_of(document)
    for finding in check_cells(cells):
        in_pack = all(rules.is_in_pack(Path(name)) for name in finding.files)
        findings += [] if rules.exempts(finding, in_pack) else [finding]
    return tuple(sorted(set(findings)))


def refuse_unless_clean(paths: Iterable[Path], country: CountryRules | None = None) -> None:
    """Raise `PublicationRefusal`, naming every finding, unless all the files may be published together."""
    findings = check_files(paths, country)
    if findings:
        count = f"{len(findings)} {'thing' if len(findings) == 1 else 'things'}"
        lines = "\n".join(f"  {finding}" for finding in findings)
        raise PublicationRefusal(f"{count} found that must not be published:\n{lines}")


def _read_all(paths: Iterable[Path]) -> dict[Path, Document]:
    """Read every file, or raise all that is wrong with any of them at once."""
    documents: dict[Path, Document] = {}
    faults: list[Fault] = []
    for path in paths:
        try:
            documents[path] = read_document(path)
        except Faults as problem:
            faults += problem.faults
    raise_if_any(faults)
    return documents
