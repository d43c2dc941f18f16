"""Workers sent abroad by the state: how many there were, how many fled, and what share of arrivals they make."""

from __future__ import annotations

from departures.answers.answer import Answer, Cell, Lead, Sentence, Table
from departures.answers.estimates import estimate
from departures.answers.findings import Findings
from departures.answers.observed import yearly
from departures.answers.pathways import role_sentence, sex_sentences, way_lead
from departures.answers.periods import in_words, periods_of, span
from departures.answers.told import facts_of, series_table
from departures.country.problem import Way

QUESTION = "What is known of workers whom the state sent abroad?"
DISPATCHED = "dispatched"


def answer_workers(findings: Findings) -> Answer:
    """The answer `workers`; not applicable where no way out has that role."""
    problem = findings.problem
    way = next((way for way in problem.ways if way.role == DISPATCHED and not way.merged), None)
    if way is None:
        return Answer("workers", QUESTION, (), applicable=False)
    counts = yearly(problem)
    years = counts["all"].years
    periods = periods_of(problem, years[0], years[-1])
    sentences = (
        *(role_sentence(problem, findings.fit, DISPATCHED, period) for period in periods[-2:]),
        *sex_sentences(counts),
        *facts_of(problem, "workers"),
        Sentence(
            "Whether married workers flee less, and when workers leave, is not published; neither is told here. The "
            "flight is counted as the departure, not the sending."
        ),
    )
    tables = [_flights(findings, way, periods)]
    published = series_table(problem, "workers", "workers_published", "Workers abroad, as published")
    tables += [published] if published else []
    return Answer(
        name="workers",
        question=QUESTION,
        sentences=sentences,
        tables={table.name: table for table in tables},
        would_change="A yearly count of arrivals by what people had done abroad would decide this answer at once.",
    )


def _flights(findings: Findings, way: Way, periods: list[tuple[int, int]]) -> Table:
    fit = findings.fit
    rows: list[tuple[Cell, ...]] = []
    for period in periods:
        at = (("year_left", span(period)), ("way", way.name))
        fled = estimate(fit, Lead(quantity="eventual_by_way", at=at))
        at = (("year", span(period)), ("way", way.name))
        came = estimate(fit, Lead(quantity="arrivals_by_way", at=at))
        share = estimate(fit, way_lead(way, period), "share")
        rows.append((in_words(period), fled, came, share))
    return Table(
        "workers",
        "Workers who fled and arrived, by period",
        ("period", "fled and have arrived or will", "arrived", "share of arrivals"),
        tuple(rows),
        "By the model; no source counts workers among arrivals year by year.",
    )
