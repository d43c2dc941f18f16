"""How the first look at a pack is shown: what its priors expect, beside what was published."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from departures.inference.before import ARRIVALS, Before, Line

SHOWN = 8


def print_before(console: Console, before: Before) -> None:
    """A table of all but the counts, and below it the figures that no draw of the priors comes to."""
    table = Table(
        title=f"what the priors expect, before a figure is seen ({before.draws} draws)", title_justify="left"
    )
    for column in ("kind", "name", "published", "middle", "90 %"):
        table.add_column(column, overflow="fold")
    for line in before.lines:
        if line.kind != ARRIVALS:
            told = "" if line.published is None else _short(line.published)
            table.add_row(line.kind, line.name, told, _short(line.middle), _range(line))
    console.print(table, markup=False)
    console.print("People: the most that any month finds in a state. Look for numbers that cannot be.")
    if before.left_out:
        console.print(f"{before.left_out} of these draws gave no finite number and are left out.")
    for sentence in _surprises(before):
        console.print(sentence, markup=False)


def before_as_plain(before: Before) -> list[dict[str, Any]]:
    """The same in plain values."""
    return [asdict(line) | {"surprising": line.surprising} for line in before.lines]


def _surprises(before: Before) -> list[str]:
    figures = [line for line in before.lines if line.published is not None]
    beyond = [line for line in figures if line.surprising]
    if not beyond:
        return [f"Each of the {len(figures)} figures lies within what the priors expect."]
    named = "; ".join(
        f"{line.kind} {line.name}: {_short(line.published or 0.0)} published, {_short(line.lowest)} to "
        f"{_short(line.highest)} expected"
        for line in beyond[:SHOWN]
    )
    more = f"; and {len(beyond) - SHOWN} more" if len(beyond) > SHOWN else ""
    return [
        f"{len(beyond)} of {len(figures)} figures lie beyond every draw of the priors ({named}{more}). A few may, "
        "where something happened that no room expects; many point to a rate or a driver in the wrong unit."
    ]


def _range(line: Line) -> str:
    return f"{_short(line.low)} to {_short(line.high)}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
