"""What numbers rest on: the same explanation with one assumption or one table other, and with one source left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from departures.answers.answer import Answer, Cell, Lead, Number, Sentence, Table
from departures.answers.calibrated import of_calibration
from departures.answers.estimates import estimate
from departures.answers.fall import answer_fall
from departures.answers.fall_tables import eventual_lead
from departures.answers.findings import Findings
from departures.answers.leads import EXPLANATION, draws_of
from departures.answers.left_out_table import of_departures, sources_table
from departures.answers.observed import course_of, yearly
from departures.answers.pathways import answer_pathways, way_lead
from departures.answers.periods import in_words, periods_of
from departures.answers.tags import are_apart
from departures.answers.workers import DISPATCHED, answer_workers

NAME = "what-decides"
QUESTION = "Which table, which assumption and which source decide the numbers?"
LOOKED_AT: Mapping[str, Callable[[Findings], Answer]] = {
    "fall": lambda findings: answer_fall(findings.problem, findings.fit),
    "pathways": lambda findings: answer_pathways(findings.problem, findings.fit),
    "workers": answer_workers,
}
"""Answers whose numbers are asked for again without each source."""


def answer_what_decides(findings: Findings) -> Answer:
    """The answer `what-decides`; what a pack has no variants for, or a fit kept no terms of, is left out."""
    moved = sources_table(findings, {name: made(findings) for name, made in LOOKED_AT.items()})
    tables = [table for table in (_departures(findings), _workers(findings), moved) if table.rows]
    year = _told_year(findings)
    sentences = (
        *_of_variants(findings, year), *of_departures(findings, moved, year), *of_calibration(findings)
    )  # fmt: skip
    return Answer(
        name=NAME,
        question=QUESTION,
        sentences=sentences,
        tables={table.name: table for table in tables},
        would_change="A second table of years of leaving, from another survey, would show how far the first can be "
        "trusted.",
        applicable=bool(tables),
    )


def _told_year(findings: Findings) -> int:
    """The year before the steepest fall, or the last year of a rise."""
    course = course_of(yearly(findings.problem)["all"])
    return course.before if course.kind != "rose" else course.last


def _of_variants(findings: Findings, year: int) -> tuple[Sentence, ...]:
    """For each variant how many people left in a year."""
    base = under(eventual_lead(year), findings.base)
    sentences = []
    for name, title in findings.variants.items():
        lead = under(base, name)
        apart = are_apart((draws_of(findings.fit, base), draws_of(findings.fit, lead)), share=False)
        said = "another number than" if apart else "about the same number as"
        sentences.append(
            Sentence(
                f"{title[0].upper()}{title[1:]}: of the people who have arrived or will, {{other}} left in {year}, "
                f"{said} under the reference ({{base}}).",
                {"other": estimate(findings.fit, lead), "base": estimate(findings.fit, base)},
                f"`{said}`: by the rule for explanations that give different numbers",
            )
        )
    return tuple(sentences)


def under(lead: Lead, name: str) -> Lead:
    """The same number under one explanation or variant."""
    at = tuple((key, value) for key, value in lead.at if key != EXPLANATION)
    of_at = tuple((key, value) for key, value in lead.of_at if key != EXPLANATION)
    name_at = ((EXPLANATION, name),)
    return replace(lead, at=(*at, *name_at), of_at=(*of_at, *name_at) if lead.of else ())


def _departures(findings: Findings) -> Table:
    """Departures by year under the reference and each variant, of the years that interviews tell of (or all)."""
    every = yearly(findings.problem)["all"].years
    told = findings.problem.observation.interviews
    years = range(told[0].since.year, told[0].end.year + 1) if told else every
    columns = _columns(findings)
    rows: list[tuple[Cell, ...]] = [
        (str(year), *(estimate(findings.fit, under(eventual_lead(year), name)) for name in columns))
        for year in (years if findings.variants else [])
    ]
    return Table(
        "departures_under_variants",
        "Departures recovered, with one thing other at a time",
        ("year of leaving", *columns.values()),
        tuple(rows),
        "Of people who have arrived or will. Every column is a fit of its own: the reference first, then the same with "
        "one table left out or one assumption changed.",
    )


def _workers(findings: Findings) -> Table:
    """The share of workers who fled among arrivals, under the reference and each variant."""
    problem = findings.problem
    way = next((way for way in problem.ways if way.role == DISPATCHED and not way.merged), None)
    years = yearly(problem)["all"].years
    columns = _columns(findings)
    periods = periods_of(problem, years[0], years[-1])[-2:] if way and findings.variants else []
    rows: list[tuple[Cell, ...]] = []
    for period in periods:
        assert way is not None
        lead = way_lead(way, period)
        shares: list[Number] = [estimate(findings.fit, under(lead, name), "share") for name in columns]
        rows.append((in_words(period), *shares))
    return Table(
        "workers_under_variants",
        "Workers who fled, as a share of arrivals, with one thing other at a time",
        ("years of arrival", *columns.values()),
        tuple(rows),
        "By the model; no source counts workers among arrivals year by year.",
    )


def _columns(findings: Findings) -> dict[str, str]:
    """Titles of the columns by name: the reference, then the variants."""
    return {findings.base: "reference", **findings.variants}
