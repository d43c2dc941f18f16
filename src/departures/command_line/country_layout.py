"""How a checked pack is shown: states, ways, rooms, parameters, drivers, and what is observed."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from departures.command_line.before_layout import before_as_plain, print_before
from departures.country.pack import Pack
from departures.country.problem import Problem
from departures.inference.before import Before
from departures.model.driver import Driver
from departures.model.parameter import Parameter, Prior
from departures.model.room import Room
from departures.observation.declared import Observation


def print_pack(pack: Pack, problem: Problem, before: Before) -> None:
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
    for aside in observed["not_fitted"]:
        console.print(
            f"Not fitted: {aside['window']} ({aside['persons']:,} persons, {aside['rows']}): {ASIDE}.",
            markup=False,
        )
    console.print(
        f"{len(problem.parameters)} parameters, {sum(item.size for item in problem.parameters)} numbers."
    )
    print_before(console, before)
    console.print("No problem found in the files.")


def print_pack_as_json(pack: Pack, problem: Problem, before: Before) -> None:
    """Print the same as JSON."""
    described = described_pack(pack, problem) | {"before": before_as_plain(before)}
    typer.echo(json.dumps(described, indent=1, ensure_ascii=False))


ASIDE = "others of the same time are fitted and do not add up to it, or the rest of its year is not known"
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
        "transition": room.parts.transitions, "factor": room.parts.factors, "signal": room.parts.signals,
        "latent path": room.parts.latents,
        "first stock": room.parts.initial, "entry": room.parts.entries, "consequence": room.parts.consequences,
    }  # fmt: skip
    parts = ", ".join(_counted(len(items), name) for name, items in counts.items() if items)
    return {
        "name": room.name, "title": room.title, "claim": room.claim, "parts": parts or "moves nobody yet",
        "sources": ", ".join(room.sources),
    }  # fmt: skip


def _counted(count: int, name: str) -> str:
    plural = name.removesuffix("y") + "ies" if name.endswith("y") else name + "s"
    return f"{count} {name if count == 1 else plural}"


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
        "indicators": len(observation.indicators),
        "attitudes": len(observation.attitudes),
        "interviews": len(observation.interviews),
        "statements": len(observation.statements),
        "not_fitted": [
            {"window": window.name, "persons": window.value, "rows": ", ".join(window.rows)}
            for window in observation.aside
        ],
    }


def _print_table(console: Console, title: str, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    table = Table(title=title, title_justify="left", show_lines=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(str(row[column]) for column in columns))
    console.print(table, markup=False)
