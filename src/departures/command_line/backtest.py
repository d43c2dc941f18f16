"""`departures backtest` and `departures score`: forecasts made again from the past, and issued ones held to account."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from departures.command_line.report import Country, Json, Trust
from departures.command_line.stages import Stages


def add_to(application: typer.Typer) -> None:
    """Add the commands to the application."""
    application.command("backtest")(backtest)
    application.command("score")(score)


def backtest(
    country: Country = None,
    *,
    workers: Annotated[int, typer.Option("--workers", help="Origins that are fitted at the same time.")] = 0,
    folder: Annotated[Path, typer.Option("--folder", help="Where to write backtest.md.")] = Path("docs"),
    issue: Annotated[
        bool, typer.Option("--issue", help="Keep today's forecast in the pack, with its hash and inputs.")
    ] = False,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Forecast from every past origin with what was public then, and tell how it would have fared.

    Takes some minutes. Each origin is recorded when it is done: the same command goes on where it was stopped.
    """
    from departures import checks
    from departures.backtest.scores import STACK

    stages = Stages(quiet=as_json)
    day = datetime.now(UTC).date() if issue else None
    with stages.stage("backtest"):
        found, files = checks.backtest(
            country, workers=workers or os.cpu_count() or 1, folder=folder, issued_on=day, trust=trust,
            progress=stages.progress,
        )  # fmt: skip
    mean = found.scores.groupby("member")[["crps_log", "in_90"]].mean()
    if as_json:
        typer.echo(
            json.dumps({"files": [str(file) for file in files], "scores": mean.to_dict("index")}, indent=1)
        )
        return
    stages.finish()
    for name in mean.sort_values("crps_log").index:
        row = mean.loc[name]
        mark = " (the forecast that is printed)" if name == STACK else ""
        typer.echo(
            f"{name}: CRPS of log(1 + count) {row['crps_log']:.3f}, 90 % ranges hold {row['in_90']:.0%}{mark}"
        )
    typer.echo(f"See {', '.join(str(file) for file in files)}.")


def score(
    file: Annotated[Path, typer.Argument(help="A forecast that `departures backtest --issue` has kept.")],
    country: Country = None,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Hold an issued forecast against what has come about since."""
    from departures import checks

    issued, table = checks.score(file, country, trust)
    if as_json:
        content = {"issued": issued["issued"], "hash": issued["hash"], "scores": table.to_dict("records")}
        typer.echo(json.dumps(content, indent=1))
        return
    typer.echo(
        f"Issued on {issued['issued']}, after the count of {issued['origin']}; hash {issued['hash'][:12]}."
    )
    if table.empty:
        typer.echo("None of its years has been counted yet.")
        return
    for row in table.to_dict("records"):
        word = "held" if row["in_90"] else "missed"
        typer.echo(
            f"{row['member']}, {row['sex']}, {row['year']}: {row['median']:,.0f} ({row['low']:,.0f} to"
            f" {row['high']:,.0f}), came {row['truth']:,.0f}: {word}; CRPS of log(1 + count) {row['crps_log']:.3f}"
        )
