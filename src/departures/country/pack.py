"""Opens a country pack, with every mistake of all its files at once, and puts it together into a problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from departures.country import trust as trusting
from departures.country.article import read_article
from departures.country.article_settings import ArticleSetting
from departures.country.assembly import assemble, problem_of
from departures.country.draft import Draft, names_at_a_glance, names_of
from departures.country.problem import Problem
from departures.country.settings import REFERENCE, ModuleRoom, Settings
from departures.country.settings_reader import read_settings
from departures.country.toml import read_toml
from departures.country.variants import as_explanation, check_variants
from departures.evidence import EvidencePackage, read_package
from departures.evidence.check import check_package
from departures.faults import Fault, Faults, raise_if_any
from departures.runs.places import SETTINGS, pack_place

EVIDENCE = "evidence"


@dataclass(frozen=True)
class Pack:
    """A country pack that was read and checked whole."""

    draft: Draft
    article: ArticleSetting | None = None

    @property
    def folder(self) -> Path:
        """Where the pack lies."""
        return self.draft.folder

    @property
    def name(self) -> str:
        """Name of the pack: that of its folder."""
        return self.folder.resolve().name

    @property
    def title(self) -> str:
        """Title of the pack."""
        return self.draft.settings.title

    @property
    def settings(self) -> Settings:
        """The settings as read."""
        return self.draft.settings

    @property
    def evidence(self) -> EvidencePackage:
        """All evidence, of every date."""
        assert self.draft.evidence is not None
        return self.draft.evidence

    @property
    def explanations(self) -> Mapping[str, str]:
        """Titles of the explanations by name."""
        return {name: setting.title for name, setting in self.settings.explanations.items()}

    @property
    def variants(self) -> Mapping[str, str]:
        """Titles of the variants by name."""
        return {name: setting.title for name, setting in self.settings.variants.items()}

    @property
    def runs(self) -> tuple[str, ...]:
        """Python files that the pack runs, by path inside it."""
        return tuple(f"{trusting.MECHANISMS}/{name}.py" for name in self.draft.modules)


def open_pack(country: str | Path | None, *, trust: bool = False, checked: bool = False) -> Pack:
    """Read and check a pack by name or folder (None: the default one); raises `Faults` with all that is wrong.

    A path that ends in `.toml` names another declaration over the evidence beside it. Python in a folder that is not
    shipped runs only with `trust`, which then is remembered for these very files.
    `checked` leaves out what takes longest, where another process has just done it.
    """
    folder, file = pack_place(None if country is None else str(country))
    document, faults = read_toml(folder / file)
    evidence, of_evidence = _evidence(folder / EVIDENCE)
    faults += of_evidence
    code = trusting.python_of(folder)
    may_run = trust or trusting.is_trusted(folder, code)
    if not may_run:
        faults += trusting.refusal(folder, code)
    if document is None:
        raise Faults(faults)
    settings, of_settings = read_settings(document)
    faults += of_settings
    known = names_of(evidence) if evidence is not None else names_at_a_glance(folder / EVIDENCE, of_evidence)
    modules = _modules(settings, code) if may_run else {}
    draft = Draft(folder, document, settings, evidence, known, modules, withheld=not may_run)
    article = None
    if not checked:
        faults += _of_all_explanations(draft)
        if file == SETTINGS:  # the text is held against the pack's own declaration
            article, of_article = read_article(draft, _room_names(draft))
            faults += of_article
    raise_if_any(dict.fromkeys(faults))
    if trust and code and not trusting.is_shipped(folder):
        trusting.record(folder, code)
    return Pack(draft, article)


def put_together(pack: Pack, explanation: str = REFERENCE, as_of: date | None = None) -> Problem:
    """The problem of a pack under one explanation (or a variant of one), with only what was public on `as_of`."""
    if explanation not in {**pack.explanations, **pack.variants}:
        remedy = f"use one of: {', '.join(pack.explanations)}"
        raise Faults(
            [Fault(pack.draft.document.file, None, "explanations", f"no {explanation!r} is there", remedy)]
        )
    assembly = assemble(pack.draft, explanation, as_explanation(pack.draft, explanation)[0], as_of)
    raise_if_any(dict.fromkeys(assembly.faults))
    if as_of is not None and not (assembly.observation and assembly.observation.windows):
        remedy = "choose a later date; see `departures evidence list`"
        raise Faults([Fault("", None, "--as-of", f"no count of a whole year was public on {as_of}", remedy)])
    return replace(problem_of(pack.draft, assembly, explanation, as_of), article=pack.article)


def _room_names(draft: Draft) -> list[str]:
    """Names of the rooms: those of forms, and those of modules, which are named after their file."""
    rooms = draft.settings.rooms.values()
    return [room.module if isinstance(room, ModuleRoom) else room.name for room in rooms]


def _of_all_explanations(draft: Draft) -> list[Fault]:
    """Faults of every explanation; what only appears under a rival one says under which."""
    by_name = {name: assemble(draft, name, each) for name, each in draft.settings.explanations.items()}
    faults = list(by_name[REFERENCE].faults) if REFERENCE in by_name else []
    known = set(faults)
    for name, assembly in by_name.items():
        faults += [_under(name, fault) for fault in assembly.faults if fault not in known]
    if REFERENCE in by_name:
        faults += check_variants(draft, by_name[REFERENCE].parameters, by_name[REFERENCE].observation)
    return faults


def _under(explanation: str, fault: Fault) -> Fault:
    if fault.column.startswith(f"explanations.{explanation}"):
        return fault
    return replace(fault, found=f"under the explanation {explanation!r}: {fault.found}")


def _evidence(folder: Path) -> tuple[EvidencePackage | None, list[Fault]]:
    try:
        package = read_package(folder)
    except Faults as found:
        return None, list(found.faults)
    try:
        check_package(package)
    except Faults as found:
        return package, list(found.faults)
    return package, []


def _modules(settings: Settings, code: Mapping[str, bytes]) -> dict[str, bytes]:
    """The bytes of the Python rooms that the settings name."""
    wanted = [room.module for room in settings.rooms.values() if isinstance(room, ModuleRoom)]
    files = {name: f"{trusting.MECHANISMS}/{name}.py" for name in wanted}
    return {name: code[file] for name, file in files.items() if file in code}
