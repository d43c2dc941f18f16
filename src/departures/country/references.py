"""Names that must exist, and the rule against double use: what is fitted cannot be a prior as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from departures.country.draft import Draft, unknown
from departures.country.origins import derivation, origins
from departures.country.rooms import Place
from departures.country.settings import FormRoom
from departures.country.toml import Path_
from departures.faults import Fault
from departures.model.graph import Declaration, Graph
from departures.model.parameter import Parameter
from departures.model.room import Room
from departures.model.state import Role
from departures.observation.declared import Observation

JUDGEMENT = "judgement:"


def check_ways(draft: Draft) -> list[Fault]:
    """Ways, the levels `way` of arrived states, and the dispersion of each way must name the same things."""
    faults: list[Fault] = []
    ways = {way.name: place for place, way in draft.settings.ways.items()}
    arrived = {
        value
        for state in draft.settings.states.values()
        if state.role is Role.ARRIVED
        for value in state.levels.get("way", ())
    }
    for place, state in draft.settings.states.items():
        for value in state.levels.get("way", ()):
            faults += unknown(draft, ("states", place, "levels"), "way", value, ways)
    for name, place in ways.items():
        if arrived and name not in arrived:
            found = f"no state with the role `arrived` has the level way = {name!r}"
            faults.append(draft.document.fault(("ways", place), found, "add it to that state's levels"))
    setting = draft.settings.observation
    if setting is not None:
        for name in setting.parties:
            faults += unknown(draft, ("observation", "parties", name), "way", name, ways)
        for name in ways:
            if name not in setting.parties:
                found = f"the way {name!r} has no dispersion"
                remedy = f'add {name} = "the name of a parameter" under [observation.parties]'
                faults.append(draft.document.fault(("observation", "parties"), found, remedy))
    return faults


def check_sources(draft: Draft, rooms: list[Room], places: Mapping[str, Place]) -> Iterator[Fault]:
    """Sources of rooms and priors must exist."""
    written = {setting.name: path for path, setting in _form_rooms(draft)}
    for room in rooms:
        for source in room.sources:
            known = source in draft.known.sources or source in draft.known.rows
            if known or not draft.known.complete:
                continue
            remedy = "add it to the table of sources, or mend the name"
            found = f"the source {source!r} is unknown"
            if room.name in written:
                yield draft.document.fault((*written[room.name], "sources"), found, remedy)
            else:
                file = next(
                    (places[part.name].file for part in room.parts.parameters if part.name in places), ""
                )
                yield Fault(file or f"room {room.name}", None, "SOURCES", found, remedy)


def _form_rooms(draft: Draft) -> Iterator[tuple[Path_, FormRoom]]:
    for index, setting in draft.settings.rooms.items():
        if isinstance(setting, FormRoom):
            yield ("rooms", index), setting


def check_priors(
    draft: Draft,
    parameters: tuple[Parameter, ...],
    observation: Observation | None,
    where: Callable[[str], Place],
) -> Iterator[Fault]:
    """Every prior has a source that exists, and none rests on what is fitted, nor on another report of it."""
    fitted = fitted_rows(observation) if observation is not None else frozenset()
    told = {origin: row for row in sorted(fitted) for origin in origins(draft.known, (row,))}
    for parameter in parameters:
        source = parameter.source
        if source.startswith(JUDGEMENT):
            continue
        known = source in draft.known.rows or source in draft.known.sources
        if not known and draft.known.complete:
            found = f"the prior's source {source!r} is neither a row nor a source of the evidence"
            remedy = "mend it, or write `judgement: …` with the reason"
            yield where(parameter.name).fault(parameter.name, found, remedy)
        rests_on = derivation(draft.known, source) & fitted
        shared = origins(draft.known, (source,)) & set(told)
        if rests_on:
            found = (
                f"the prior rests on {', '.join(sorted(rests_on))}, which the model is fitted to: used twice"
            )
        elif shared:
            rows = ", ".join(f"{told[origin]!r} (origin {origin})" for origin in sorted(shared))
            found = f"the prior's source has the origin of {rows}, which the model is fitted to: used twice"
        else:
            continue
        yield where(parameter.name).fault(parameter.name, found, "give the prior another source")


def fitted_rows(observation: Observation) -> frozenset[str]:
    """Rows that enter the likelihood."""
    leads = [window.rows for window in observation.windows]
    leads += [split.window.rows for split in observation.splits]
    leads += [stock.rows for stock in observation.stocks]
    leads += [flow.rows for flow in observation.flows]
    leads += [stay.rows for stay in observation.stays]
    leads += [indicator.rows for indicator in observation.indicators]
    leads += [attitude.rows for attitude in observation.attitudes]
    for interview in observation.interviews:
        leads += [interview.rows, interview.women_rows, *(each.rows for each in interview.left_in)]
    leads += [statement.rows for statement in observation.statements]
    return frozenset(row for rows in leads for row in rows)


def check_counted(
    draft: Draft, declaration: Declaration, graph: Graph | None, observation: Observation
) -> list[Fault]:
    """Transitions, states and parameters that the observation names."""
    faults: list[Fault] = []
    transitions = {item.name: item for item in declaration.transitions}
    for number, name in enumerate(observation.counted):
        faults += unknown(draft, ("observation", "counted", number), "transition", name, transitions)
        if name in transitions and graph is not None:
            target = declaration.state(transitions[name].target)
            if target.role is not Role.ARRIVED:
                found = f"{name!r} leads to {target.name!r}, which has the role {target.role.value!r}"
                remedy = "count only transitions into a state with the role `arrived`"
                faults.append(draft.document.fault(("observation", "counted"), found, remedy))
    faults += _named_by_figures(draft, declaration)
    parameters = [item.name for item in declaration.parameters]
    for way, name in observation.parties.items():
        faults += unknown(draft, ("observation", "parties", way), "parameter", name, parameters)
    if graph is not None and not faults:
        faults += _ways_that_nobody_takes(draft, graph, observation)
    return faults


def _named_by_figures(draft: Draft, declaration: Declaration) -> list[Fault]:
    """States, transitions and latents that figures besides the counts name."""
    faults: list[Fault] = []
    transitions = [item.name for item in declaration.transitions]
    for place, stock in draft.settings.stocks.items():
        for state in stock.states:
            names = [item.name for item in declaration.states]
            faults += unknown(draft, ("observation", "stocks", place, "states"), "state", state, names)
    for place, flow in draft.settings.flows.items():
        for name in flow.transitions:
            path: Path_ = ("observation", "flows", place, "transitions")
            faults += unknown(draft, path, "transition", name, transitions)
    latents = [item.name for item in declaration.latents]
    for kind in ("indicators", "attitudes"):
        for place, item in getattr(draft.settings, kind).items():
            where: Path_ = ("observation", kind, place, "latent")
            faults += unknown(draft, where, "latent", item.latent, latents)
    return faults


def _ways_that_nobody_takes(draft: Draft, graph: Graph, observation: Observation) -> list[Fault]:
    faults = []
    for place, way in draft.settings.ways.items():
        if not any(len(graph.edges_of(name, {"way": way.name})) for name in observation.counted):
            found = f"no counted transition brings people of the way {way.name!r}"
            faults.append(draft.document.fault(("ways", place), found, "count one, or take the way out"))
    return faults
