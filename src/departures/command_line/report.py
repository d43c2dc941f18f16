"""Commands that compute: the report, the fit alone, one answer, and a look at the machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from departures.command_line.stages import Stages
    from departures.inference.fit import Fit
    from departures.study import Study

Country = Annotated[str | None, typer.Option("--country", help="Name or folder of a country pack.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Only what was public on this day (YYYY-MM-DD).")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Refresh = Annotated[bool, typer.Option("--refresh", help="Fit again, even where a fit is kept.")]
Trust = Annotated[
    bool, typer.Option("--trust", help="Let the Python files of a folder run that is not shipped.")
]


def add_to(application: typer.Typer) -> None:
    """Add the commands to the application."""
    application.command("report")(report)
    application.command("fit")(fit)
    application.command("answer")(answer)
    application.command("doctor")(doctor)


def report(
    folder: Annotated[Path, typer.Option("--folder", help="Where to write it.")] = Path("out"),
    *,
    country: Country = None,
    as_of: AsOf = None,
    refresh: Refresh = False,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Read the evidence, fit the model, write the page and its tables."""
    study, fitted, stages = _fitted(country, as_of, refresh=refresh, trust=trust, quiet=as_json)
    with stages.stage("report: figures, page, tables, publication check"):
        written = study.report(folder)
    if as_json:
        content = {
            "files": [str(path) for path in written],
            "seconds": {**stages.seconds, "fit": fitted.seconds},
        }
        typer.echo(json.dumps(content, indent=1))
        return
    stages.finish()
    typer.echo(f"The report: {written[0]}")
    typer.echo(f"Its tables: {folder / 'tables'}; its figures: {folder / 'figures'}")


def fit(
    country: Country = None,
    as_of: AsOf = None,
    *,
    refresh: Refresh = False,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Fit the model and say whether it meets its gates; the fit is kept for the next command."""
    _, fitted, stages = _fitted(country, as_of, refresh=refresh, trust=trust, quiet=as_json)
    if as_json:
        gates = [
            {**vars(gate), "value": float(gate.value), "passed": bool(gate.passed)} for gate in fitted.gates
        ]
        typer.echo(json.dumps({"passed": fitted.passed, "gates": gates, "seconds": fitted.seconds}, indent=1))
    else:
        stages.finish()
        for gate in fitted.gates:
            verdict = "passed" if gate.passed else f"FAILED: {gate.meaning}"
            typer.echo(f"{gate.name}: {gate.value:.4g} (bound {gate.bound:g}) {verdict}")
    fitted.require_passed()


def answer(
    name: Annotated[str, typer.Argument(help="Which answer: fall, pathways.")],
    *,
    country: Country = None,
    as_of: AsOf = None,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Print one answer: its sentences and its tables."""
    from departures.command_line.answer_layout import answer_as_plain, answer_in_words

    study, _, stages = _fitted(country, as_of, trust=trust, quiet=as_json, known=name)
    given = study.answer(name)
    if as_json:
        typer.echo(json.dumps(answer_as_plain(given), indent=1, ensure_ascii=False))
        return
    stages.finish()
    typer.echo(answer_in_words(given))


def doctor(as_json: Json = False) -> None:
    """Say what this machine has: Python, packages, cores, a browser for the browser tests."""
    from departures.command_line.machine import looked_at

    found = looked_at()
    if as_json:
        typer.echo(json.dumps(found, indent=1))
        return
    for name, value in found.items():
        typer.echo(f"{name}: {value}")


def _fitted(
    country: str | None,
    as_of: str | None,
    *,
    refresh: bool = False,
    trust: bool = False,
    quiet: bool = False,
    known: str | None = None,
) -> tuple[Study, Fit, Stages]:
    """Open the pack and fit it, showing each stage with its time; `known` is an answer's name to check first."""
    from departures.command_line.stages import Stages

    stages = Stages(quiet=quiet)
    with stages.stage("evidence and country pack"):
        from departures.study import Study, known_answer

        if known is not None:
            known_answer(known)
        study = Study.open(country, as_of=as_of, trust=trust)
    with stages.stage("fit"):
        fitted = study.fit(progress=stages.progress, refresh=refresh)
    stages.tell_parts("fit", fitted.seconds)
    return study, fitted, stages
