"""`departures check-publication`: hold files against the publication rules before they leave the house."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def check_publication(
    files: Annotated[
        list[Path], typer.Argument(help="Files or folders; those given together are checked together.")
    ],
    country: Annotated[
        str | None, typer.Option(help="Name or folder of the country pack whose places and exemptions count.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Look for what must not be published: prices, places, days, small groups, and more.

    Exit code 0: nothing found. Exit code 2: something was found, or a file could not be read.
    """
    from departures.publication import read_country_rules
    from departures.publication.check import check_files, files_in
    from departures.runs.places import pack_folder

    rules = read_country_rules(pack_folder(country))
    paths = [inside for given in files for inside in (files_in(given) if given.is_dir() else [given])]
    findings = check_files(paths, rules)
    if as_json:
        typer.echo(json.dumps([finding.as_record() for finding in findings], ensure_ascii=False, indent=2))
    else:
        concerned = {name for finding in findings for name in finding.files}
        for path in paths:
            if str(path) not in concerned:
                typer.echo(f"{path}: nothing found that must not be published")
        for finding in findings:
            typer.echo(
                f"{finding.file}, {finding.place}\n  {finding.kind}: {finding.found}\n  → {finding.remedy}"
            )
        if not paths:
            typer.echo("no file to check")
    if findings:
        raise typer.Exit(2)


def add_to(application: typer.Typer) -> None:
    """Add the command to the application."""
    application.command("check-publication")(check_publication)
