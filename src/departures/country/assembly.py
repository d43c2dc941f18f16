"""Puts a draft together under one explanation and one date of knowledge, and collects all that is wrong with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date

from departures.country.causes_check import check_causes
from departures.country.draft import Draft
from departures.country.drivers import build_drivers
from departures.country.explanation import apply_explanation
from departures.country.observation import build_observation
from departures.country.problem import Problem, Way
from departures.country.references import check_counted, check_priors, check_sources, check_ways
from departures.country.report_check import check_report
from departures.country.rooms import Place, Rooms, build_rooms
from departures.country.settings import ExplanationSetting
from departures.country.tracing import check_reads
from departures.country.variants import as_explanation, left_out
from departures.evidence import EvidencePackage, as_ended_by, as_known_on
from departures.faults import Fault, Faults
from departures.model.cell import by_sex
from departures.model.check import check_declaration
from departures.model.driver import Driver
from departures.model.graph import Declaration, Graph, compile_graph
from departures.model.parameter import Parameter
from departures.model.room import Parts, Room
from departures.model.state import State
from departures.model.transition import with_factors
from departures.observation.declared import Observation
from departures.quantities import Months


@dataclass
class Assembly:
    """What came of a draft; complete only when `faults` is empty."""

    faults: list[Fault] = field(default_factory=list)
    rooms: tuple[Room, ...] = ()
    declaration: Declaration | None = None
    graph: Graph | None = None
    observation: Observation | None = None
    parameters: tuple[Parameter, ...] = ()
    switches: tuple[tuple[str, bool], ...] = ()


def assemble(draft: Draft, name: str, explanation: ExplanationSetting, as_of: date | None = None) -> Assembly:
    """Build everything that can be built under `explanation` (called `name`)."""
    result = Assembly()
    months = draft.settings.months
    if months is None:
        return result
    evidence = draft.evidence
    if evidence is not None and as_of is not None:
        evidence = _known_on(draft, evidence, as_of)
    drivers, faults = build_drivers(draft, months, evidence, as_of)
    result.faults += faults
    built = build_rooms(draft, months, drivers, evidence, as_of)
    result.faults += built.faults
    draft = replace(draft, settings=replace(draft.settings, lost=draft.settings.lost | built.lost))
    observed = build_observation(draft, months, evidence, as_of)
    result.faults += observed.faults
    result.observation = observed.observation
    whole = _declaration(draft, months, drivers, built.rooms, observed.parameters)
    reads, faults = check_reads(draft, whole, built)
    result.faults += faults
    kept, faults = apply_explanation(
        draft, name, explanation, built.rooms, reads, of_observation=observed.parameters
    )
    result.faults += faults
    result.rooms, result.switches = kept.rooms, kept.switches
    result.declaration = _declaration(draft, months, drivers, list(kept.rooms), kept.of_observation)
    result.parameters = result.declaration.parameters
    _check(draft, result, built, drivers)
    return result


def _known_on(draft: Draft, evidence: EvidencePackage, as_of: date) -> EvidencePackage:
    """The evidence of a day. Before vintages of the count were kept, the final figures of periods that had ended stand
    for those of the day.
    """
    setting = draft.settings.observation
    if setting is None or setting.vintages_from is None or as_of >= setting.vintages_from:
        return as_known_on(evidence, as_of)
    return as_ended_by(evidence, setting.table, as_of)


def _check(draft: Draft, result: Assembly, built: Rooms, drivers: tuple[Driver, ...]) -> None:
    assert result.declaration is not None
    result.faults += check_ways(draft)
    result.faults += check_report(draft, [item.name for item in result.declaration.latents])
    result.faults += check_causes(draft, built.rooms, drivers, result.declaration.months)
    result.faults += check_sources(draft, built.rooms, built.places)
    result.faults += check_priors(
        draft, result.parameters, result.observation, lambda name: _where(draft, built, name)
    )
    graph_faults = _graph_faults(draft, result.declaration, built)
    result.faults += graph_faults
    if not result.faults and not draft.settings.lost and not draft.withheld:
        result.graph = compile_graph(result.declaration)
    if result.observation is not None:
        result.faults += check_counted(draft, result.declaration, result.graph, result.observation)


def _declaration(
    draft: Draft,
    months: Months,
    drivers: tuple[Driver, ...],
    rooms: list[Room],
    observed: tuple[Parameter, ...],
) -> Declaration:
    parts = sum((room.parts for room in rooms), start=Parts())
    return Declaration(
        months=months,
        cells=by_sex(),
        states=tuple(
            State(item.name, item.role, dict(item.levels)) for item in draft.settings.states.values()
        ),
        transitions=tuple(with_factors(item, parts.factors) for item in parts.transitions),
        parameters=(*parts.parameters, *observed),
        entries=parts.entries,
        initial=parts.initial,
        consequences=parts.consequences,
        signals=parts.signals,
        latents=parts.latents,
        drivers=(*drivers, *parts.drivers),
    )


def _graph_faults(draft: Draft, declaration: Declaration, built: Rooms) -> list[Fault]:
    """The faults of the graph, each where its part was written; what may follow from a loss is left out."""
    try:
        check_declaration(declaration, draft.document.file)
    except Faults as found:
        faults = found.faults
    else:
        return []
    incomplete = draft.withheld or bool(draft.settings.lost)
    kept = []
    for fault in faults:
        if incomplete and (fault.found.startswith(("nobody can enter", "no state has", "unknown"))):
            continue
        place = _where(draft, built, fault.column)
        kept.append(place.fault(fault.column, fault.found, fault.remedy))
    return kept


def _where(draft: Draft, built: Rooms, name: str) -> Place:
    if name in built.places:
        return built.places[name]
    for kind in ("states", "ways"):
        for index, item in getattr(draft.settings, kind).items():
            if item.name == name:
                return Place(draft.document.file, draft.document.line_of((kind, index)), kind)
    for path in (("observation", "dispersion", name), ("observation", name), ("drivers", name)):
        if draft.document.at(path) is not None:
            return Place(draft.document.file, draft.document.line_of(path), ".".join(path[:-1]))
    return Place(draft.document.file, None, "")


def problem_of(draft: Draft, assembly: Assembly, explanation: str, as_of: date | None) -> Problem:
    """The problem of an assembly without faults."""
    assert assembly.declaration is not None
    assert assembly.graph is not None
    assert assembly.observation is not None
    assert draft.evidence is not None
    evidence = draft.evidence if as_of is None else _known_on(draft, draft.evidence, as_of)
    setting, variant = as_explanation(draft, explanation)
    return Problem(
        name=draft.folder.resolve().name,
        title=draft.settings.title,
        explanation=explanation,
        explanation_title=setting.title,
        left_out=left_out(variant, assembly.observation),
        as_of=None if as_of is None else as_of.isoformat(),
        fingerprint=_fingerprint(draft, explanation, as_of),
        rooms=assembly.rooms,
        ways=tuple(Way(way.name, way.role, way.title, way.merged) for way in draft.settings.ways.values()),
        declaration=assembly.declaration,
        graph=assembly.graph,
        observation=assembly.observation,
        parameters=assembly.parameters,
        evidence=evidence,
        words=dict(draft.settings.words),
        report=draft.settings.report,
        causes=draft.settings.causes,
        switches=assembly.switches,
        folder=draft.place,
    )


def _fingerprint(draft: Draft, explanation: str, as_of: date | None) -> str:
    assert draft.evidence is not None
    digest = hashlib.sha256(draft.evidence.fingerprint().encode())
    files = {"country.toml": draft.document.raw, **draft.modules}
    for name in sorted(files):
        digest.update(f"\0{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    digest.update(f"\0{explanation}\0{as_of}".encode())
    return digest.hexdigest()
