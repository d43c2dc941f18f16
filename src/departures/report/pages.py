"""The report as one page: what a reader meets first, the answers, and how all of it was computed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from departures.answers.answer import Answer, Number, Table
from departures.answers.catalogue import ANSWERS
from departures.answers.findings import Findings
from departures.answers.first_page import first_page
from departures.answers.thresholds import DEFINITIONS
from departures.report.computed import conflict_lines, gate_lines, room_lines
from departures.report.figures import Drawn, drawn
from departures.report.footnotes import Footnotes
from departures.report.held_against import held_against
from departures.report.markup import cell_markup, number_markup, references, sentence_markup, words
from departures.report.rendered import prune_rendered

FIRST_FIGURE = "arrivals"


@dataclass(frozen=True)
class Report:
    """The page, with the tables and figures that lie beside it."""

    html: str
    tables: tuple[Table, ...]
    figures: tuple[Drawn, ...]


def render(findings: Findings, compiled: date) -> Report:
    """Everything a report holds, in memory."""
    answers = [answer(findings) for answer in ANSWERS.values()]
    wanted = [(figure, answer.tables[figure.table]) for answer in answers for figure in answer.figures]
    with ThreadPoolExecutor() as threads:  # the renderer works outside Python's lock
        figures = {made.figure.name: made for made in threads.map(lambda each: drawn(*each), wanted)}
    prune_rendered()
    html = _page(findings, compiled, answers, figures)
    tables = tuple(table for answer in answers for table in answer.tables.values())
    return Report(html, tables, tuple(figures.values()))


def _page(findings: Findings, compiled: date, answers: list[Answer], figures: dict[str, Drawn]) -> str:
    problem, fit = findings.problem, findings.fit
    notes = Footnotes(problem)
    environment = _environment(notes)
    tables = {table.name: table for answer in answers for table in answer.tables.values()}
    template = environment.get_template("report.html.j2")
    return (
        template.render(  # what gives out footnotes is called where it is printed, so that they count upwards
            problem=problem,
            first=first_page(findings, compiled),
            first_figure=figures[FIRST_FIGURE],
            answers=answers,
            figures=figures,
            numbered={name: place for place, name in enumerate(figures, start=1)},
            tables=tables,
            behind={figure.figure.table for figure in figures.values()},
            conflicts=lambda: conflict_lines(problem, notes),
            held_against=lambda: held_against(problem, fit, notes),
            rooms=lambda: room_lines(findings.problems[findings.heaviest], fit, notes),
            first_count=min(window.start.year for window in problem.observation.windows),
            gates=gate_lines(fit),
            definitions=DEFINITIONS,
            explanations=list(findings.titles.values()),
            heaviest=findings.titles[findings.heaviest],
            notes=notes,
            fingerprint=fit.fingerprint or problem.fingerprint,
        )
    )


def _environment(notes: Footnotes) -> Environment:
    environment = Environment(
        loader=PackageLoader("departures.report"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "sourced": partial(_sourced, notes),
        "words": words,
        "number": number_markup,
        "cell": cell_markup,
        "sentence": partial(sentence_markup, notes=notes),
        "references": references,
        "drawing": Markup,
    }
    return environment


def _sourced(notes: Footnotes, table: Table, place: int) -> Markup:
    """The footnotes of a row of a table: those of its numbers, and those of its words."""
    rows = [name for cell in table.rows[place] if isinstance(cell, Number) for name in cell.lead.rows]
    words_of = table.sources[place] if table.sources else ()
    return references(sorted({*notes.of_rows(rows), *notes.of_sources(words_of)}))
