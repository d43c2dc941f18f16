"""How evidence is laid out on the screen and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from departures.evidence import preferred_rows
from departures.evidence.conflicts import KINDS, window_text
from departures.evidence.sums import Comparison

if TYPE_CHECKING:
    from departures.evidence.check import CheckReport
    from departures.evidence.conflicts import Conflict
    from departures.evidence.read import EvidencePackage

WORDS = ("title", "event", "claim", "publisher")
"""Columns of text that stand beside the name of a row."""


def described(package: EvidencePackage, name: str) -> dict[str, Any]:
    """A table in one line: rows, span and the newest publication."""
    table = package.tables[name]

    def edge(column: str, newest: bool) -> str:
        if column not in table or table[column].isna().all():
            return ""
        return iso(table[column].max() if newest else table[column].min())

    return {
        "table": name,
        "rows": len(table),
        "from": edge("reference_period_start", newest=False),
        "to": edge("reference_period_end", newest=True),
        "newest_published": edge("published", newest=True),
    }


def newest_in_words(package: EvidencePackage) -> str:
    """How old the newest figure of arrivals is."""
    arrivals = package.tables["arrivals"]
    if arrivals.empty:
        return "No figure of arrivals was public on that day."
    standing = preferred_rows(arrivals)
    newest = standing[standing["reference_period_end"] == standing["reference_period_end"].max()]
    return (
        f"Newest figure of arrivals: to {iso(newest['reference_period_end'].max())}, "
        f"published {iso(newest['published'].max())}."
    )


def totals_in_words(report: CheckReport) -> list[str]:
    """The preferred annual series added up, by gender, and against the published cumulative count."""
    totals = {total.gender: total for total in report.totals}
    if "all" not in totals:
        return ["No annual series of arrivals."]
    whole = totals["all"]
    text = f"Preferred annual series: {whole.total:,.0f}"
    if {"m", "f"} <= set(totals) and totals["m"].total + totals["f"].total == whole.total:
        text += f" = {totals['m'].total:,.0f} men + {totals['f'].total:,.0f} women"
    lines = [f"{text}."]
    if "=" not in text and {"m", "f"} <= set(totals):
        men, women = totals["m"].total, totals["f"].total
        lines.append(f"  Of {men + women:,.0f} the sex is known: {men:,.0f} men, {women:,.0f} women.")
    if whole.opening_to:
        lines.append(
            f"  {whole.opening:,.0f} counted to {whole.opening_to} + {whole.flow:,.0f} in {whole.years}."
        )
    if whole.latest_stock is not None:
        agrees = "agrees" if whole.latest_stock == whole.total else "differs"
        lines.append(f"  Published cumulative count at the end: {whole.latest_stock:,.0f} ({agrees}).")
    return lines


def difference_in_words(item: Comparison) -> list[str]:
    """A sum that does not come out, with its rows."""
    why = f" ({item.explained})" if item.explained else ""
    return [
        f"  {item.kind}, {item.window}, {item.gender}: {item.added:,.10g} against {item.whole:,.10g}{why}",
        f"      {', '.join(item.row_ids)}",
    ]


def conflict_in_words(conflict: Conflict) -> list[str]:
    """A conflict, with the rows behind each value."""
    values = " or ".join(f"{value:,.10g}" for value in conflict.values)
    head = f"  {conflict.measure}, {conflict.window}, {conflict.gender}: {values} ({KINDS[conflict.kind]})"
    return [head, *(f"      {value:,.10g}: {', '.join(rows)}" for value, rows in conflict.values.items())]


def report_as_plain(package: EvidencePackage, report: CheckReport) -> dict[str, Any]:
    """The whole report of a check, ready for JSON."""
    return {
        "fingerprint": package.fingerprint(),
        "newest": newest_in_words(package),
        "totals": {total.gender: {**vars(total), "total": total.total} for total in report.totals},
        "passed": report.passed,
        "differences": [{**vars(item), "row_ids": list(item.row_ids)} for item in report.differences],
        "conflicts": [
            {
                **{name: value for name, value in vars(item).items() if name != "values"},
                "values": [{"value": value, "row_ids": list(rows)} for value, rows in item.values.items()],
            }
            for item in report.conflicts
        ],
    }


def print_rows(title: str, rows: pd.DataFrame) -> None:
    """Rows of any evidence table, in the few columns that fit a screen."""
    name = "row_id" if "row_id" in rows else "source_id"
    shown = {column: rows[column].tolist() for column in (name, *WORDS) if column in rows}
    if "reference_period_start" in rows:
        periods = zip(rows["reference_period_start"], rows["reference_period_end"], strict=True)
        shown["window"] = [window_text(start, end) for start, end in periods]
    if "value" in rows:
        shown["figure"] = [figure(row) for _, row in rows.iterrows()]
    shown |= {column: rows[column].tolist() for column in ("unit", "role") if column in rows}
    if "published" in rows:
        shown["published"] = [iso(day) for day in rows["published"]]
    print_table(title, list(shown), [list(line) for line in zip(*shown.values(), strict=True)])


def figure(row: pd.Series) -> str:
    """A value, or the range that was published instead."""
    if pd.notna(row["value"]):
        return f"{row['value']:,.10g}"
    bounds = [f"{row[name]:,.10g}" if name in row and pd.notna(row[name]) else "" for name in ("low", "high")]
    return f"{bounds[0]}–{bounds[1]}" if any(bounds) else "in words"


def plain_rows(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows ready for JSON: dates as text, missing values as None, whole numbers without a point."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows.to_dict("records")]


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return iso(value)
    if pd.isna(value):
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def iso(day: Any) -> str:
    """A date as text; an empty string when there is none."""
    return "" if pd.isna(day) else f"{day:%Y-%m-%d}"


def print_json(content: Any) -> None:
    """Print JSON that a program can read."""
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))


def print_table(title: str, heads: list[str], lines: list[list[Any]]) -> None:
    """Print a plain table; a file or pipe gets wide lines instead of folded ones."""
    table = Table(title=title, title_justify="left", show_edge=False)
    for head in heads:
        table.add_column(head.replace("_", " "), overflow="fold")
    for line in lines:
        table.add_row(*(Text(str(cell)) for cell in line))
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=160)
    console.print(table)
