"""How a checked pack is shown: states, ways, rooms, parameters, drivers, and what is observed."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from departures.country.pack import Pack
from departures.country.problem import Problem
from departures.model.driver import Driver
from departures.model.parameter import Parameter, Prior
from departures.model.room import Room
from departures.observation.declared import Observation


def print_pack(pack: Pack, problem: Problem) -> None:
    """Print the pack as tables."""
    console = Console(highlight=False)
    described = described_pack(pack, problem)
    months = described["months"]
    console.print(f"{pack.title} ({pack.folder})", markup=False)
    console.print(
        f"Months {months['first']} to {months['last']}; explanations: {', '.join(pack.explanations)}"
    )
    if pack.runs:
        console.print(f"Runs Python: {', '.join(pack.runs)}")
    for title, columns in _TABLES.items():
        _print_table(console, title, columns, described[title])
    observed = described["observed"]
    console.print(
        f"Observed: {observed['windows']} windows of arrivals ({observed['first_window']} to "
        f"{observed['last_window']}, {observed['persons']:,} persons), {observed['windows_with_sex']} with sex; "
        f"{observed['stocks']} stocks, {observed['flows']} flows, {observed['stays']} mean stays, "
        f"{observed['statements']} statements.",
        markup=False,
    )
    console.print(
        f"{len(problem.parameters)} parameters, {sum(item.size for item in problem.parameters)} numbers."
    )
    console.print("No problem found.")


def print_pack_as_json(pack: Pack, problem: Problem) -> None:
    """Print the same as JSON."""
    typer.echo(json.dumps(described_pack(pack, problem), indent=1, ensure_ascii=False))


_TABLES = {
    "states": ("name", "role", "levels"),
    "ways": ("name", "role", "title"),
    "rooms": ("name", "title", "parts", "sources"),
    "parameters": ("name", "unit", "prior", "source"),
    "drivers": ("name", "unit", "range", "rows"),
}


def described_pack(pack: Pack, problem: Problem) -> dict[str, Any]:
    """Everything that `country check` shows, in plain values."""
    declaration = problem.declaration
    return {
        "name": problem.name,
        "title": problem.title,
        "folder": str(pack.folder),
        "runs": list(pack.runs),
        "explanations": dict(pack.explanations),
        "months": {
            "first": declaration.months.first.isoformat(),
            "last": declaration.months.last.isoformat(),
        },
        "states": [
            {"name": state.name, "role": state.role.value, "levels": _levels(state.levels)}
            for state in declaration.states
        ],
        "ways": [{"name": way.name, "role": way.role, "title": way.title} for way in problem.ways],
        "rooms": [_room(room) for room in problem.rooms],
        "parameters": [_parameter(item) for item in problem.parameters],
        "drivers": [_driver(item) for item in declaration.drivers if np.ndim(item.values) == 1],
        "observed": _observed(problem.observation),
    }


def _levels(levels: dict[str, tuple[str, ...]]) -> str:
    return "; ".join(f"{name}: {', '.join(values)}" for name, values in levels.items())


def _room(room: Room) -> dict[str, Any]:
    counts = {
        "transitions": room.parts.transitions, "factors": room.parts.factors, "signals": room.parts.signals,
        "first stocks": room.parts.initial, "entries": room.parts.entries, "consequences": room.parts.consequences,
    }  # fmt: skip
    parts = ", ".join(f"{len(items)} {name}" for name, items in counts.items() if items)
    return {
        "name": room.name, "title": room.title, "claim": room.claim, "parts": parts or "moves nobody yet",
        "sources": ", ".join(room.sources),
    }  # fmt: skip


def _parameter(item: Parameter) -> dict[str, Any]:
    name = item.name if item.size == 1 else f"{item.name} ({item.size})"
    return {"name": name, "unit": item.unit, "prior": prior_in_words(item.prior), "source": item.source}


def prior_in_words(prior: Prior) -> str:
    """A prior as a reader sees it."""
    center, spread = float(prior.center), float(prior.spread)
    if prior.kind == "half_normal":
        return f"half-normal, scale {spread:g}"
    if prior.kind == "uniform":
        return f"uniform {center:g} to {spread:g}"
    return f"{prior.kind.replace('_', '-')} {center:g}, spread {spread:g}"


def _driver(item: Driver) -> dict[str, Any]:
    values = np.asarray(item.values, dtype=float)
    rows = [*item.lead[:3], *(["…"] if len(item.lead) > 3 else [])]
    return {
        "name": item.name, "unit": item.unit, "range": f"{values.min():.3g} to {values.max():.3g}",
        "rows": ", ".join(rows),
    }  # fmt: skip


def _observed(observation: Observation) -> dict[str, Any]:
    windows = observation.windows
    return {
        "counted": list(observation.counted),
        "windows": len(windows),
        "first_window": windows[0].name,
        "last_window": windows[-1].name,
        "persons": sum(window.value for window in windows),
        "windows_with_sex": len(observation.splits),
        "stocks": len(observation.stocks),
        "flows": len(observation.flows),
        "stays": len(observation.stays),
        "statements": len(observation.statements),
    }


def _print_table(console: Console, title: str, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    table = Table(title=title, title_justify="left", show_lines=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(str(row[column]) for column in columns))
    console.print(table, markup=False)
