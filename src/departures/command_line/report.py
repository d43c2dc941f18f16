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

FAMILIES = "families"
"""The answer that is made from runs of its own."""
Country = Annotated[str | None, typer.Option("--country", help="Name or folder of a country pack.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Only what was public on this day (YYYY-MM-DD).")]
Explanation = Annotated[
    str | None, typer.Option("--explanation", help="Which explanation to fit; by default the reference.")
]
Explanations = Annotated[
    list[str] | None,
    typer.Option(
        "--explanation",
        help="Speak from this explanation alone (or, given several times, from these by their weights); without it, "
        "from all. `departures explanations` lists them.",
    ),
]
Variants = Annotated[
    bool,
    typer.Option("--variants", help="Fit the variants of the pack too, and set them beside the reference."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Refresh = Annotated[bool, typer.Option("--refresh", help="Fit again, even where a fit is kept.")]
Trust = Annotated[
    bool, typer.Option("--trust", help="Let the Python files of a folder run that is not shipped.")
]


def add_to(application: typer.Typer) -> None:
    """Add the commands to the application."""
    application.command("report")(report)
    application.command("fit")(fit)
    application.command("explanations")(explanations)
    application.command("answer")(answer)
    application.command("doctor")(doctor)


def report(
    folder: Annotated[Path, typer.Option("--folder", help="Where to write it.")] = Path("out"),
    *,
    country: Country = None,
    as_of: AsOf = None,
    explanation: Explanations = None,
    variants: Variants = False,
    refresh: Refresh = False,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Read the evidence, fit every explanation, write the page and its tables."""
    study, stages = opened(country, as_of, explanation, variants=variants, trust=trust, quiet=as_json)
    fits = fitted_all(study, stages, refresh=refresh)
    with stages.stage("report: figures, page, tables, publication check"):
        written = study.report(folder)
    if as_json:
        content = {
            "files": [str(path) for path in written],
            "seconds": {**stages.seconds, "fits": {name: fitted.seconds for name, fitted in fits.items()}},
        }
        typer.echo(json.dumps(content, indent=1))
        return
    stages.finish()
    typer.echo(f"The report: {written[0]}")
    typer.echo(f"Its tables: {folder / 'tables'}; its figures: {folder / 'figures'}")


def fit(
    country: Country = None,
    as_of: AsOf = None,
    explanation: Explanation = None,
    *,
    refresh: Refresh = False,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Fit the model under one explanation (by default the reference), say whether it meets its gates, and keep it."""
    study, stages = opened(country, as_of, [explanation or "reference"], trust=trust, quiet=as_json)
    fitted = fitted_all(study, stages, refresh=refresh)[study.problem.explanation]
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


def explanations(
    country: Country = None,
    as_of: AsOf = None,
    *,
    refresh: Refresh = False,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Fit every explanation of the pack on the same figures, and say how well each foretells what it has not seen."""
    from departures.command_line.explanations_layout import side_by_side, side_by_side_as_plain

    study, stages = opened(country, as_of, trust=trust, quiet=as_json)
    fitted_all(study, stages, refresh=refresh)
    findings = study.findings()
    if as_json:
        typer.echo(json.dumps(side_by_side_as_plain(findings), indent=1, ensure_ascii=False))
        return
    stages.finish()
    typer.echo(side_by_side(findings))


def answer(
    name: Annotated[str, typer.Argument(help="Which answer: fall, pathways.")],
    *,
    country: Country = None,
    as_of: AsOf = None,
    explanation: Explanations = None,
    variants: Variants = False,
    why_tag: Annotated[
        bool,
        typer.Option("--why-tag", help="Print for every estimate each test of its tag, with its figure."),
    ] = False,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Print one answer: its sentences and its tables."""
    from departures.command_line.answer_layout import answer_as_plain, answer_in_words
    from departures.command_line.why_tag import why_tags, why_tags_in_words

    study, stages = opened(
        country, as_of, explanation, variants=variants, trust=trust, quiet=as_json, known=name
    )
    fitted_all(study, stages)
    if name == FAMILIES:
        with stages.stage("families, people one by one"), stages.compiling():
            study.families(progress=stages.progress)
    given = study.answer(name)
    tested = why_tags(study.findings().fit, given) if why_tag else []
    if as_json:
        content = answer_as_plain(given) | ({"why_tag": tested} if why_tag else {})
        typer.echo(json.dumps(content, indent=1, ensure_ascii=False))
        return
    stages.finish()
    typer.echo(answer_in_words(given))
    if why_tag:
        typer.echo(why_tags_in_words(tested))


def doctor(as_json: Json = False) -> None:
    """Say what this machine has: Python, packages, cores, a browser for the browser tests."""
    from departures.command_line.machine import looked_at

    found = looked_at()
    if as_json:
        typer.echo(json.dumps(found, indent=1))
        return
    for name, value in found.items():
        typer.echo(f"{name}: {value}")


def opened(
    country: str | None,
    as_of: str | None,
    explanation: list[str] | None = None,
    *,
    variants: bool = False,
    trust: bool = False,
    quiet: bool = False,
    known: str | None = None,
) -> tuple[Study, Stages]:
    """Open the pack, showing each stage with its time; `known` is an answer's name to check first."""
    from departures.command_line.stages import Stages

    stages = Stages(quiet=quiet)
    with stages.stage("evidence and country pack"):
        from departures.inference.stored import make_ready
        from departures.study import Study, known_answer

        make_ready()

        if known is not None:
            known_answer(known)
        study = Study.open(country, as_of=as_of, trust=trust, explanation=explanation, variants=variants)
    return study, stages


def fitted_all(study: Study, stages: Stages, *, refresh: bool = False) -> dict[str, Fit]:
    """The fits that a study speaks from, by explanation, each a stage of its own, and those of its variants."""
    fits = {}
    for name, each in {**study.spoken_from(), **study.variants()}.items():
        with stages.stage(f"fit of {name}"):
            fits[name] = each.fit(progress=stages.progress, refresh=refresh)
        stages.tell_parts(f"fit of {name}", fits[name].seconds)
    return fits
