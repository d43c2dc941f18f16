"""The graph check: every problem of a declaration, found before anything runs and reported together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from departures.faults import Fault, raise_if_any
from departures.model.entry import Entry, InitialStock
from departures.model.graph import Declaration
from departures.model.party import is_possible
from departures.model.state import Role


def check_declaration(declaration: Declaration, name: str = "declaration") -> None:
    """Raise `Faults` with every problem of the declaration; `name` says where it was written."""
    raise_if_any(_faults(declaration, name))


def _faults(declaration: Declaration, name: str) -> Iterator[Fault]:
    yield from _repeated(declaration, name)
    yield from _ends(declaration, name)
    yield from _levels(declaration, name)
    yield from _stages(declaration, name)
    yield from _parties(declaration, name)
    yield from _signals(declaration, name)
    yield from _consequences(declaration, name)
    yield from _reach(declaration, name)


def _repeated(declaration: Declaration, name: str) -> Iterator[Fault]:
    named: tuple[tuple[str, Sequence[Any]], ...] = (
        ("state", declaration.states), ("transition", declaration.transitions),
        ("parameter", declaration.parameters), ("signal", (*declaration.signals, *declaration.latents)),
        ("driver", declaration.drivers), ("entry", declaration.entries),
    )  # fmt: skip
    for kind, items in named:
        names = [item.name for item in items]
        for repeated, count in sorted(Counter(names).items()):
            if count > 1:
                yield Fault(name, None, repeated, f"{count} {kind}s have this name", "rename all but one")


def _unknown(name: str, place: str, kind: str, value: str, known: Iterable[str]) -> Iterator[Fault]:
    names = sorted(set(known))
    if value not in names:
        yield Fault(
            name, None, place, f"unknown {kind} `{value}`", f"use one of: {', '.join(names) or 'none'}"
        )


def _ends(declaration: Declaration, name: str) -> Iterator[Fault]:
    states = {state.name: state for state in declaration.states}
    for transition in declaration.transitions:
        yield from _unknown(name, transition.name, "source state", transition.source, states)
        yield from _unknown(name, transition.name, "target state", transition.target, states)
        if transition.source == transition.target:
            yield Fault(name, None, transition.name, "leads back to its own source", "give it another target")
        source = states.get(transition.source)
        if source is not None and source.absorbing:
            remedy = "start it elsewhere or change the state's role"
            yield Fault(name, None, transition.name, f"leaves `{source.name}`, which nobody leaves", remedy)
    for entry in _ways_in(declaration):
        yield from _unknown(name, entry.name, "target state", entry.target, states)


def _ways_in(declaration: Declaration) -> list[Entry | InitialStock]:
    return [*declaration.entries, *declaration.initial]


def _levels(declaration: Declaration, name: str) -> Iterator[Fault]:
    states = {state.name: state for state in declaration.states}
    for state in declaration.states:
        for level, values in state.levels.items():
            if not values or len(set(values)) != len(values):
                yield Fault(
                    name, None, state.name, f"level `{level}` has no or repeated values", "list each once"
                )
    for transition in declaration.transitions:
        target = states.get(transition.target)
        for level, value in transition.assign.items():
            if target is not None and value not in target.levels.get(level, ()):
                found = f"assigns {level} = {value}, which `{target.name}` does not have"
                yield Fault(name, None, transition.name, found, "declare the level on the target or drop it")


def _stages(declaration: Declaration, name: str) -> Iterator[Fault]:
    staged: Counter[str] = Counter(t.source for t in declaration.transitions if t.stages > 1)
    for transition in declaration.transitions:
        if transition.stages < 1:
            yield Fault(name, None, transition.name, f"has {transition.stages} stages", "use 1 or more")
    for source, count in sorted(staged.items()):
        if count > 1:
            yield Fault(name, None, source, f"{count} staged transitions leave it", "stage only one of them")


def _parties(declaration: Declaration, name: str) -> Iterator[Fault]:
    for transition in declaration.transitions:
        size = transition.group_size
        if size is not None and not is_possible(size):
            found = f"parties of {size.mean} people in the mean cannot have a variance of {size.variance}"
            remedy = "use a mean of 1 with no variance, or a larger one with at least f·(1 − f), f being its fraction"
            yield Fault(name, None, transition.name, found, remedy)


def _signals(declaration: Declaration, name: str) -> Iterator[Fault]:
    known = [signal.name for signal in declaration.signals]
    for transition in declaration.transitions:
        for signal in transition.reads:
            yield from _unknown(name, transition.name, "signal", signal, known)


def _consequences(declaration: Declaration, name: str) -> Iterator[Fault]:
    states = {state.name: state for state in declaration.states}
    transitions = [transition.name for transition in declaration.transitions]
    parameters = [parameter.name for parameter in declaration.parameters]
    for item in declaration.consequences:
        yield from _unknown(name, item.name, "transition", item.on, transitions)
        yield from _unknown(name, item.name, "parameter", item.expected, parameters)
        for state_name, levels in ((item.source, item.source_levels), (item.target, item.target_levels)):
            yield from _unknown(name, item.name, "state", state_name, states)
            for level, value in levels.items():
                known = states[state_name].levels.get(level, ()) if state_name in states else (value,)
                yield from _unknown(name, item.name, f"value of level {level}", value, known)


def _reach(declaration: Declaration, name: str) -> Iterator[Fault]:
    """States that nobody can enter, and a graph without arrivals, are mistakes."""
    entered = {entry.target for entry in _ways_in(declaration)}
    entered |= {item.target for item in declaration.consequences}
    reached = set(entered)
    while True:
        more = {t.target for t in declaration.transitions if t.source in reached} - reached
        if not more:
            break
        reached |= more
    for state in declaration.states:
        if state.name not in reached:
            yield Fault(name, None, state.name, "nobody can enter this state", "add a way in or remove it")
    if not any(state.role is Role.ARRIVED for state in declaration.states):
        yield Fault(name, None, "states", "no state has the role `arrived`", "give the role to one state")
