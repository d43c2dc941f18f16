"""Families left behind: contact, kin who left before, and how many families have a member gone; never a headline."""

from __future__ import annotations

from departures.answers.answer import Answer, Lead, Sentence
from departures.answers.estimates import estimate
from departures.answers.families_tables import by_chance_table, families_table, family
from departures.answers.findings import Findings
from departures.answers.observed import yearly
from departures.answers.told import facts_of, series_table

QUESTION = "What is known of the families left behind?"
YEARS_TOLD = 12
"""Years of arrivals of which it is told how many came to kin."""
NOT_COUNTED = (
    "How many families are watched, refused permits or punished is not published; what they live through cannot be "
    "counted, and feelings are not modelled."
)


def answer_families(findings: Findings) -> Answer:
    """The answer `families`. Where runs of people one by one were made (see `Study.families`), their ranges too."""
    problem = findings.problem
    made = findings.fit.families is not None
    tables = [series_table(problem, "families", "families_published", "Families and kin, as published")]
    if made:
        tables += [families_table(findings), by_chance_table(findings)]
    sentences = (
        *facts_of(problem, "families"),
        *(household_sentences(findings) if made else gone_sentences(findings)),
        *kin_sentences(findings),
        Sentence(NOT_COUNTED),
    )
    return Answer(
        name="families",
        question=QUESTION,
        sentences=sentences,
        tables={table.name: table for table in tables if table is not None},
        would_change="Surveys that ask those who arrived, with their consent and in broad ranges, how many of their "
        "family stayed and whether they are in contact, every year with the same question.",
    )


def gone_sentences(findings: Findings) -> tuple[Sentence, ...]:
    """People who left and have arrived or will since the first month, and what that says of families."""
    months = findings.problem.declaration.months
    last = newest_year(findings)
    lead = Lead(quantity="eventual", at=(("year_left", f"{months.first.year}..{last}"),))
    people = estimate(findings.fit, lead, only_range=True)
    return (
        Sentence(
            f"From {months.first.year} to {last} {{people}} people left who have arrived or will. Some left alone, "
            "others as part of a family, so the families with a member gone are fewer than that, but hardly fewer than "
            "half of it. Families of people who never arrived come on top; nobody counts them.",
            {"people": people},
        ),
        Sentence("No runs of people one by one were made here, from which households could be told."),
    )


def household_sentences(findings: Findings) -> tuple[Sentence, ...]:
    """Families with a member gone, apart from those watched and refused permits, and escapees with family at home."""
    year = newest_year(findings)
    numbers = {
        name: family(findings, name, year)
        for name in ("families", "at_home", "watched", "refused", "free_with_family", "family_at_risk")
    }
    one_by_one = "Of people moved one by one, with households of the published mean size: "
    return (
        Sentence(
            f"{one_by_one}at the end of {year} {{families}} families had a member gone since "
            f"{findings.problem.declaration.months.first.year} and somebody still at home, {{at_home}} people who "
            "never left.",
            {name: numbers[name] for name in ("families", "at_home")},
        ),
        Sentence(
            "Of these families, by judgements that no figure tests, {watched} are watched and {refused} refused "
            "permits to travel.",
            {name: numbers[name] for name in ("watched", "refused")},
        ),
        Sentence(
            "{free_with_family} escapees in freedom have somebody of their household at home; for {family_at_risk} of "
            "them that household is watched or refused permits.",
            {name: numbers[name] for name in ("free_with_family", "family_at_risk")},
        ),
    )


def kin_sentences(findings: Findings) -> tuple[Sentence, ...]:
    """How many of those who arrive come to kin, by the runs; the share that is published is not fitted."""
    if findings.fit.families is None:
        return ()
    last = newest_year(findings)
    first = max(last - YEARS_TOLD + 1, findings.problem.declaration.months.first.year)
    share = family(findings, "arrived_to_kin", f"{first}..{last}", of="arrived_since")
    return (
        Sentence(
            f"Of those who arrived from {first} to {last}, and had left since "
            f"{findings.problem.declaration.months.first.year}, {{share}} had kin there before, by the "
            "same runs; they are not fitted to a published share, though one prior was set in view of one.",
            {"share": share},
        ),
    )


def newest_year(findings: Findings) -> int:
    """The last year of which arrivals are published."""
    return int(yearly(findings.problem)["all"].years[-1])
