"""Families left behind: contact, kin who left before, and how many families have a member gone."""

from __future__ import annotations

from departures.answers.answer import Answer, Lead, Number, Sentence
from departures.answers.estimates import estimate
from departures.answers.findings import Findings
from departures.answers.observed import yearly
from departures.answers.told import facts_of, series_table

QUESTION = "What is known of the families left behind?"


def answer_families(findings: Findings) -> Answer:
    """The answer `families`; never a headline."""
    problem = findings.problem
    published = series_table(problem, "families", "families_published", "Families and kin, as published")
    sentences = (
        *facts_of(problem, "families"),
        *gone_sentences(findings),
        Sentence(
            "How many families are watched, refused permits, or punished is not published, and no number stands for "
            "it here; what they live through cannot be counted."
        ),
    )
    return Answer(
        name="families",
        question=QUESTION,
        sentences=sentences,
        tables={published.name: published} if published else {},
        would_change="Surveys that ask those who arrived, with their consent and in broad ranges, how many of their "
        "family stayed and whether they are in contact, every year with the same question.",
    )


def gone_sentences(findings: Findings) -> tuple[Sentence, ...]:
    """People who left and have arrived or will since the first month, and what that says of families."""
    months = findings.problem.declaration.months
    last = yearly(findings.problem)["all"].years[-1]
    lead = Lead(quantity="eventual", at=(("year_left", f"{months.first.year}..{last}"),))
    people: Number = estimate(findings.fit, lead, only_range=True)
    return (
        Sentence(
            f"From {months.first.year} to {last} {{people}} people left who have arrived or will. Some left alone, "
            "others as part of a family, so the families with a member gone are fewer than that, but hardly fewer than "
            "half of it. Families of people who never arrived come on top; nobody counts them.",
            {"people": people},
        ),
    )
