"""Commands that show the evidence: which tables there are, their rows, and whether the figures agree."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from departures.faults import Fault, raise_if_any

if TYPE_CHECKING:
    import pandas as pd

    from departures.evidence import EvidencePackage

Country = Annotated[str | None, typer.Option("--country", help="Name or folder of a country pack.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Only what was public on this day (YYYY-MM-DD).")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
GENDERS = ("all", "m", "f")


def add_to(application: typer.Typer) -> None:
    """Add the group `evidence` to the application."""
    group = typer.Typer(help="The public figures: list, show and check them.", no_args_is_help=True)
    group.command("list")(list_tables)
    group.command("show")(show_table)
    group.command("check")(check)
    application.add_typer(group, name="evidence")


def list_tables(country: Country = None, as_of: AsOf = None, as_json: Json = False) -> None:
    """List the tables with their rows, span and newest figure."""
    from departures.command_line import evidence_layout as layout

    package = _open(country, as_of)
    tables = [layout.described(package, name) for name in package.names]
    if as_json:
        layout.print_json({"title": package.title, "licence": package.licence, "tables": tables})
        return
    layout.print_table(package.title, list(tables[0]), [list(table.values()) for table in tables])
    typer.echo(layout.newest_in_words(package))


def show_table(
    table: Annotated[str, typer.Argument(help="Name of a table; see `evidence list`.")],
    *,
    start: Annotated[
        str | None, typer.Option("--from", help="Windows that end on or after this day.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", help="Windows that start on or before this day.")] = None,
    gender: Annotated[str | None, typer.Option("--gender", help="all, m or f.")] = None,
    preferred: Annotated[
        bool, typer.Option("--preferred", help="One row for each window and gender.")
    ] = False,
    source: Annotated[str | None, typer.Option("--source", help="Rows of one source.")] = None,
    country: Country = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show the rows of a table."""
    from departures.command_line import evidence_layout as layout
    from departures.evidence import preferred_rows

    package = _open(country, as_of)
    rows = package.table(table)
    first, last = _day(start, "--from"), _day(end, "--to")
    dated = first is not None or last is not None
    _refuse_unfit(table, rows, gender=gender, source=source, preferred=preferred, dated=dated)
    if preferred:
        rows = preferred_rows(rows)
    if gender is not None:
        rows = rows[rows["gender"] == gender]
    if source is not None:
        rows = rows[rows["source_id"] == source]
    if first is not None:
        rows = rows[rows["reference_period_end"].fillna(rows["reference_period_start"]) >= first.isoformat()]
    if last is not None:
        rows = rows[rows["reference_period_start"].fillna(rows["reference_period_end"]) <= last.isoformat()]
    if as_json:
        layout.print_json({"table": table, "rows": layout.plain_rows(rows)})
    else:
        layout.print_rows(f"{table}: {len(rows)} rows", rows)


def check(country: Country = None, as_of: AsOf = None, as_json: Json = False) -> None:
    """Add the preferred series up and list every conflict; exit 0 when the preferred series holds."""
    from departures.command_line import evidence_layout as layout
    from departures.evidence.check import check_package

    package = _open(country, as_of)
    report = check_package(package)
    if as_json:
        layout.print_json(layout.report_as_plain(package, report))
        return
    lines = [layout.newest_in_words(package), *layout.totals_in_words(report)]
    lines.append(
        f"\n{report.passed} sums agree, {len(report.differences)} differ outside the preferred series:"
    )
    for item in report.differences:
        lines += layout.difference_in_words(item)
    lines.append(f"\n{len(report.conflicts)} conflicts, every value with its rows; none is averaged:")
    for conflict in report.conflicts:
        lines += layout.conflict_in_words(conflict)
    typer.echo("\n".join(lines))


def _open(country: str | None, as_of: str | None) -> EvidencePackage:
    from departures.evidence import as_known_on, read_package
    from departures.runs.places import pack_folder

    day = _day(as_of, "--as-of")
    package = read_package(pack_folder(country) / "evidence")
    return package if day is None else as_known_on(package, day)


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not 1800 <= day.year <= 2200:
        raise_if_any([Fault("", None, option, f"{text!r} is not a date", "write it as YYYY-MM-DD")])
    return day


def _refuse_unfit(
    table: str, rows: pd.DataFrame, *, gender: str | None, source: str | None, preferred: bool, dated: bool
) -> None:
    """Name all filters at once that the table cannot answer."""
    asked = {
        "--gender": ("gender", gender is not None),
        "--source": ("source_id", source is not None),
        "--preferred": ("preferred", preferred),
        "--from/--to": ("reference_period_start", dated),
    }
    faults = [
        Fault("", None, option, f"the table {table!r} has no column {column}", "leave the option out")
        for option, (column, wanted) in asked.items()
        if wanted and column not in rows
    ]
    if gender is not None and gender not in GENDERS:
        faults.append(Fault("", None, "--gender", f"{gender!r} is unknown", f"use {', '.join(GENDERS)}"))
    if source is not None and "source_id" in rows and source not in set(rows["source_id"]):
        remedy = "see `departures evidence show sources`"
        faults.append(Fault("", None, "--source", f"no row of {table!r} has the source {source!r}", remedy))
    raise_if_any(faults)
