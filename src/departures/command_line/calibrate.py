"""`departures calibrate`: made-up worlds are fitted, and ranges held against the truth."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from departures.command_line.report import AsOf, Country, Json, Trust
from departures.command_line.stages import Stages

FOLDER = Path("docs")


def add_to(application: typer.Typer) -> None:
    """Add the command to the application."""
    application.command("calibrate")(calibrate)


def calibrate(
    country: Country = None,
    as_of: AsOf = None,
    *,
    kinds: Annotated[
        str,
        typer.Option(
            "--kinds", help="Kinds of worlds: A from the prior, B whole people, C around the figures."
        ),
    ] = "ABC",
    worlds: Annotated[
        int | None,
        typer.Option("--worlds", help="Worlds of each ensemble; by default 200, 200, 100, rivals 50."),
    ] = None,
    reference_alone: Annotated[
        bool, typer.Option("--reference-alone", help="Leave the rival explanations out.")
    ] = False,
    workers: Annotated[int, typer.Option("--workers", help="Worlds that are fitted at the same time.")] = 0,
    folder: Annotated[Path, typer.Option("--folder", help="Where to write calibration.md.")] = FOLDER,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the verdicts in the pack: answers tag by them.")
    ] = False,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Fit made-up worlds whose truth is known, and tell whether ranges keep what they promise.

    Takes hours. Each world is recorded when it is done: the same command goes on where it was stopped.
    """
    from departures import checks
    from departures.study import day_of

    stages = Stages(quiet=as_json)
    with stages.stage("calibration"):
        judged, files = checks.calibrate(
            country, day_of(as_of), kinds=kinds, worlds=worlds, rivals=not reference_alone,
            workers=workers or os.cpu_count() or 1, folder=folder, kept=keep, trust=trust,
            progress=stages.progress,
        )  # fmt: skip
    if as_json:
        found = [
            {
                "ensemble": each.ensemble.name,
                "worlds": each.made,
                "fits_failed": each.refused,
                "failed": each.failed,
            }
            for each in judged
        ]
        typer.echo(json.dumps({"files": [str(file) for file in files], "ensembles": found}, indent=1))
        return
    stages.finish()
    for each in judged:
        word = f"{len(each.failed)} of {len(each.table)} numbers failed" if each.failed else "passed"
        if each.too_many_refused:
            word = f"too many fits failed; {word}" if each.failed else "too many fits failed"
        typer.echo(f"{each.ensemble.name}: {each.made} worlds, {each.refused} fits failed; {word}")
    typer.echo(f"See {files[0]}.")
