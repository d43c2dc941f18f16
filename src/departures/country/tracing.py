"""Finds what every part of a declaration reads, and the names among them that nothing declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from departures.country.draft import Draft
from departures.country.reading import Reads, Tracer
from departures.country.rooms import Rooms
from departures.faults import Fault
from departures.model.graph import Declaration
from departures.model.room import Parts
from departures.model.state import State


@dataclass
class PartReads:
    """What each part reads, by name of the part."""

    factors: dict[str, Reads] = field(default_factory=dict)
    others: dict[str, Reads] = field(default_factory=dict)
    """Transitions, entries, first stocks, signals and latents."""
    consequences: set[str] = field(default_factory=set)
    """Parameters that consequences name."""


def check_reads(draft: Draft, declaration: Declaration, built: Rooms) -> tuple[PartReads, list[Fault]]:
    """Trace every part once; unknown names, parts that fail and parameters that nothing reads are faults."""
    parts = sum((room.parts for room in built.rooms), start=Parts())
    reads = _trace(declaration, parts)
    faults: list[Fault] = []
    for name, found in {**reads.others, **reads.factors}.items():
        place = built.places[name]
        for kind, unknown in found.unknown:
            if not draft.lost(unknown):
                known = ", ".join(_declared(declaration, kind)) or "none"
                remedy = (
                    f"declare it, or use one of: {known}"
                    if len(known) < 600
                    else "declare it, or mend the name"
                )
                faults.append(
                    place.fault(name, f"reads the {kind} {unknown!r}, which nothing declares", remedy)
                )
        if found.problem:
            remedy = "an intensity must give one number for each month and cell"
            faults.append(place.fault(name, f"cannot be evaluated: {found.problem}", remedy))
    faults += _factors_on_nothing(draft, declaration, parts, built)
    faults += _never_read(draft, declaration, reads, built)
    return reads, faults


def _trace(declaration: Declaration, parts: Parts) -> PartReads:
    tracer = Tracer(declaration)
    states: Mapping[str, State] = {state.name: state for state in declaration.states}
    sources = {item.name: states.get(item.source) for item in parts.transitions}
    reads = PartReads(consequences={item.expected for item in parts.consequences})
    for transition in parts.transitions:
        reads.others[transition.name] = tracer.intensity(transition.intensity, sources[transition.name])
    for factor in parts.factors:
        acted_on = next((sources[name] for name in factor.on if sources.get(name) is not None), None)
        reads.factors[factor.name] = tracer.intensity(factor.value, acted_on)
    for entry in parts.entries:
        reads.others[entry.name] = tracer.intensity(entry.persons)
    for stock in parts.initial:
        reads.others[stock.name] = tracer.intensity(stock.persons, first=True)
    for signal in parts.signals:
        before = reads.others.get(signal.name, Reads())  # a transition may have the same name
        reads.others[signal.name] = _joined(before, tracer.signal(signal.next))
    for latent in parts.latents:
        before = reads.others.get(latent.name, Reads())
        reads.others[latent.name] = _joined(before, tracer.latent(latent.path))
    return reads


def _joined(one: Reads, other: Reads) -> Reads:
    return Reads(
        one.parameters | other.parameters, one.drivers | other.drivers, one.signals | other.signals,
        one.unknown + other.unknown, one.problem or other.problem,
    )  # fmt: skip


def _declared(declaration: Declaration, kind: str) -> list[str]:
    items = {
        "driver": declaration.drivers, "parameter": declaration.parameters,
        "signal": (*declaration.signals, *declaration.latents),
        "state": declaration.states, "transition": declaration.transitions,
    }.get(kind, ())  # fmt: skip
    names = sorted(item.name for item in items)  # type: ignore[attr-defined]
    return list(declaration.cells.covariates) if kind == "cell covariate" else names


def _factors_on_nothing(draft: Draft, declaration: Declaration, parts: Parts, built: Rooms) -> list[Fault]:
    known = sorted(item.name for item in declaration.transitions)
    return [
        built.places[factor.name].fault(
            factor.name,
            f"acts on the transition {name!r}, which nothing declares",
            f"use one of: {', '.join(known)}",
        )
        for factor in parts.factors
        for name in factor.on
        if name not in known and not draft.lost(name)
    ]


def _never_read(draft: Draft, declaration: Declaration, reads: PartReads, built: Rooms) -> list[Fault]:
    """A parameter that nothing reads keeps its prior: it is left over, or its reader was forgotten."""
    if draft.withheld or draft.settings.lost:
        return []
    used = {name for item in (*reads.others.values(), *reads.factors.values()) for name in item.parameters}
    used |= reads.consequences
    failed = any(item.problem for item in (*reads.others.values(), *reads.factors.values()))
    if failed:
        return []
    return [
        built.places[item.name].fault(item.name, "nothing reads this parameter", "use it, or take it out")
        for item in declaration.parameters
        if item.name in built.places and item.name not in used and not _observed(draft, item.name)
    ]


def _observed(draft: Draft, name: str) -> bool:
    setting = draft.settings.observation
    return setting is not None and name in setting.parties.values()
