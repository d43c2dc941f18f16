"""`departures simulate`, an ensemble by year, and `departures example-life`, an invented life."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from departures.command_line.report import AsOf, Country, Explanation, Json, Trust, fitted_all, opened

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

FILE = "simulated.csv"


def add_to(application: typer.Typer) -> None:
    """Add the commands to the application."""
    application.command("simulate")(simulate)
    application.command("example-life")(example_life)


def simulate(
    country: Country = None,
    as_of: AsOf = None,
    explanation: Explanation = None,
    *,
    engine: Annotated[
        str,
        typer.Option("--engine", help="population (whole people), individuals (one by one) or mean-field."),
    ] = "population",
    replicates: Annotated[
        int, typer.Option("--replicates", "--runs", help="Draws of the posterior to run.")
    ] = 1000,
    seed: Annotated[int, typer.Option("--seed", help="Another seed, another ensemble.")] = 1,
    workers: Annotated[
        int, typer.Option("--workers", help="Processes; one shares the cores among its threads.")
    ] = 1,
    folder: Annotated[Path, typer.Option("--folder", help="Where to write the table.")] = Path("out"),
    runs: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="Also write what every run counts to this file, as netCDF with names and units: exact numbers, for "
            "work of one's own and not for publication.",
        ),
    ] = None,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Run draws of the posterior through an engine, and tell arrivals and departures by year.

    Finished batches are recorded: the same command goes on where it was stopped.
    """
    from departures.answers.ensembles import known_ensemble

    known_ensemble(engine, replicates, seed, workers)
    _apart(runs, folder)
    study, stages = opened(country, as_of, [explanation or "reference"], trust=trust, quiet=as_json)
    fitted_all(study, stages)
    with stages.stage(f"{replicates} replicates"), stages.compiling():
        made = study.runs(engine, replicates, seed, workers=workers, progress=stages.progress)
    table = study.by_year(made)
    written = _written(table, folder, study.problem.folder)
    if runs is not None:
        _keep_runs(made, runs)
    files = {"file": str(written), **({"runs": str(runs)} if runs else {})}
    if as_json:
        content = {**files, "seconds": stages.seconds, "by_year": table.to_dict("records")}
        typer.echo(json.dumps(content, indent=1))
        return
    stages.finish()
    typer.echo(
        f"Under “{study.problem.explanation_title}”: median and 90 % range of {replicates} replicates."
    )
    typer.echo("Departures are events: who is returned and leaves again counts twice.\n")
    typer.echo(_in_lines(table))
    typer.echo(f"\nAlso as {', and run by run as '.join(files.values())}.")
    typer.echo("What decides these numbers, tag by tag: departures answer fall --why-tag")


def example_life(
    seed: Annotated[int, typer.Option("--seed", help="Another seed, another life.")] = 1,
    *,
    country: Country = None,
    as_of: AsOf = None,
    explanation: Explanation = None,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Tell an invented life, drawn by chance from the model: nobody's, in years alone, without a place."""
    from departures.answers.ensembles import known_ensemble

    known_ensemble("individuals", 1, seed, 1)
    study, stages = opened(country, as_of, [explanation or "reference"], trust=trust, quiet=as_json)
    fitted_all(study, stages)
    with stages.stage("a run of people one by one"), stages.compiling():
        lines = study.example_life(seed, stages.progress)
    if as_json:
        typer.echo(json.dumps({"invented": True, "lines": lines}, indent=1, ensure_ascii=False))
        return
    typer.echo("\n".join(lines))


def _apart(file: Path | None, folder: Path) -> None:
    """Runs are exact numbers, so they may not lie where publishable tables do."""
    from departures.faults import Fault, raise_if_any

    inside = file is not None and folder.resolve() in file.resolve().parents
    found = f"{file} lies in {folder}, where what may be published is written"
    raise_if_any([Fault("", None, "--out", found, "name a file elsewhere")] if inside else [])


def _keep_runs(made: xr.Dataset, file: Path) -> None:
    """Write the runs beside their place, and put them there at once."""
    from tempfile import TemporaryDirectory

    file.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=file.parent, prefix=".runs-") as place:
        whole = Path(place) / "runs.nc"
        made.to_netcdf(whole, engine="h5netcdf")
        os.replace(whole, file)  # noqa: PTH105 - replaces in a single step everywhere


def _in_lines(table: pd.DataFrame) -> str:
    """The table with marks in place of tags, and below it what they mean."""
    from departures.answers.answer import TAG_MARKS, TAG_WORDS

    marks = {TAG_WORDS[tag]: mark for tag, mark in TAG_MARKS.items()}
    tags = [column for column in table if str(column).endswith(": tag")]
    used = {words: mark for words, mark in marks.items() if (table[tags] == words).any(axis=None)}
    lines = table.assign(**{str(column): table[column].map(marks) for column in tags})
    legend = "; ".join(f"{mark} {words}" for words, mark in used.items())
    return f"{lines.to_string(index=False, float_format=lambda value: f'{value:,.0f}')}\n{legend}"


def _written(table: pd.DataFrame, folder: Path, pack: str) -> Path:
    """Write the table beside its place, hold it against the publication rules, and only then put it there."""
    from tempfile import TemporaryDirectory

    from departures.publication import read_country_rules, refuse_unless_clean

    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".simulated-") as place:
        made = Path(place) / FILE
        table.to_csv(made, index=False)
        refuse_unless_clean([made], read_country_rules(Path(pack)) if pack else None)
        os.replace(made, folder / FILE)  # noqa: PTH105 - replaces in a single step everywhere
    return folder / FILE
