"""The page “How this was computed”: rooms with claims and sources, parameters before and after, gates, words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from departures.answers.answer import Lead, Number, decimal_text
from departures.answers.estimates import estimate
from departures.answers.leads import GATES, PARAMETERS
from departures.country.problem import Problem
from departures.evidence.conflicts import KINDS, Conflict, find_conflicts
from departures.inference.fit import Fit
from departures.model.parameter import Parameter, Prior
from departures.model.room import Parts
from departures.report.footnotes import Footnotes

TWO_SIDED = np.array([-1.645, 0.0, 1.645])
"""Standard-normal ends and middle of the central 90 %."""
FINEST_BY_SEX = 4
"""Length of a window's text when it is a whole year."""


@dataclass(frozen=True)
class ParameterLine:
    """A parameter as the page shows it: prior in words, what the figures made of it, and the prior's source."""

    name: str
    unit: str
    prior: str
    posterior: Number | None
    judgement: str
    notes: list[int]


@dataclass(frozen=True)
class RoomLine:
    """A room: claim, sources, parameters."""

    title: str
    claim: str
    sources: tuple[str, ...]
    notes: list[int]
    parameters: list[ParameterLine]
    acts: bool = True
    """Whether it adds anything to the model yet."""


@dataclass(frozen=True)
class GateLine:
    """A gate with its value and what it needed."""

    name: str
    value: Number
    bound: str
    passed: bool
    meaning: str


@dataclass(frozen=True)
class ConflictLine:
    """A conflict between published figures: each value with its rows."""

    title: str
    kind: str
    values: list[tuple[Number, list[int]]]


def room_lines(problem: Problem, fit: Fit, notes: Footnotes) -> list[RoomLine]:
    """Every room; and last, what belongs to the counting itself."""
    priors = priors_in_words(problem.parameters)
    owned = {item.name for room in problem.rooms for item in room.parts.parameters}
    lines = [
        RoomLine(
            room.title, room.claim, room.sources, notes.of_sources(room.sources),
            [_parameter(fit, item, notes, priors[item.name]) for item in room.parts.parameters],
            room.parts != Parts(drivers=room.parts.drivers),
        )
        for room in problem.rooms
    ]  # fmt: skip
    counting = [
        _parameter(fit, item, notes, priors[item.name])
        for item in problem.parameters
        if item.name not in owned
    ]
    claim = "How far published counts scatter around what is expected."
    return [*lines, RoomLine("Counting", claim, (), [], counting)]


def _parameter(fit: Fit, item: Parameter, notes: Footnotes, prior: str) -> ParameterLine:
    posterior = None
    if item.size == 1 and item.name in fit.parameters:
        posterior = estimate(fit, Lead(quantity=PARAMETERS, at=(("name", item.name),)), item.unit)
    is_row = notes.knows(item.source)
    name = item.name if item.size == 1 else f"{item.name} ({item.size} dates)"
    return ParameterLine(
        name.replace("_", " "), item.unit, prior, posterior,
        "" if is_row else item.source.removeprefix("judgement:").strip(),
        notes.of_sources([item.source]) if is_row else [],
    )  # fmt: skip


def priors_in_words(parameters: tuple[Parameter, ...]) -> dict[str, str]:
    """Priors by name, as their middle and the range that holds them with 90 %; all of one kind at once."""
    words: dict[str, str] = {}
    for kind in sorted({item.prior.kind for item in parameters}):
        same = [item for item in parameters if item.prior.kind == kind]
        centers, spreads = (
            np.array([float(getattr(item.prior, part)) for item in same]) for part in ("center", "spread")
        )
        ends = np.asarray(Prior(kind, centers, spreads).transform(TWO_SIDED[:, None]), dtype=float)
        for item, (low, middle, high) in zip(same, ends.T, strict=True):
            words[item.name] = f"{_short(middle)} ({_short(low)} to {_short(high)})"
    return words


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else decimal_text(value, 2)


def gate_lines(fit: Fit) -> list[GateLine]:
    """Every gate."""
    return [
        GateLine(
            gate.name,
            Number(gate.value, "", Lead(quantity=GATES, at=(("name", gate.name),)), "measured"),
            f"{gate.bound:g}", gate.passed, gate.meaning,
        )
        for gate in fit.gates
    ]  # fmt: skip


def conflict_lines(problem: Problem, notes: Footnotes) -> list[ConflictLine]:
    """Conflicts of the arrivals; those by sex in parts of a year are left out, as small groups stay apart."""
    found = [conflict for conflict in find_conflicts(problem.evidence) if conflict.table == "arrivals"]
    return [_conflict(conflict, notes) for conflict in found if _may_be_printed(conflict)]


def _may_be_printed(conflict: Conflict) -> bool:
    return (
        conflict.gender == "all" or len(conflict.window) == FINEST_BY_SEX or conflict.window.startswith("to ")
    )


def _conflict(conflict: Conflict, notes: Footnotes) -> ConflictLine:
    who = {"all": "everybody", "m": "men", "f": "women"}[conflict.gender]
    values = [
        (Number(value, "persons", Lead(rows=rows), "observed"), notes.of_rows(rows))
        for value, rows in conflict.values.items()
    ]
    measure = conflict.measure.replace("_", " ")
    return ConflictLine(f"{measure}, {conflict.window}, {who}", KINDS[conflict.kind], values)
