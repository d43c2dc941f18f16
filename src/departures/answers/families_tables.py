"""Tables of families: what runs of people one by one count, year by year, and how far chance alone moves arrivals."""

from __future__ import annotations

from departures.answers.answer import Cell, Lead, Number, Table
from departures.answers.estimates import estimate
from departures.answers.findings import Findings
from departures.answers.leads import CHANCE, FAMILIES
from departures.answers.observed import yearly

COLUMNS = (
    ("families", "with a member gone"),
    ("at_home", "people in them who never left"),
    ("watched", "watched"),
    ("refused", "refused permits"),
    ("in_contact", "in contact"),
    ("free_with_family", "in freedom, with a household at home"),
)
EVERY, RECENT = 5, 12
"""Years between the lines of the table of families, and lines of that of chance."""


def family(findings: Findings, name: str, year: int | str, of: str = "") -> Number:
    """What runs count of families in a year or a span of years, as a range; with `of` the share of another number."""
    at = (("name", name), ("year", str(year)))
    whole = (("name", of), ("year", str(year))) if of else ()
    lead = Lead(quantity=FAMILIES, at=at, of=FAMILIES if of else "", of_at=whole)
    return estimate(findings.fit, lead, "families", only_range=True)


def families_table(findings: Findings) -> Table:
    """Families at the end of every fifth year and of the newest."""
    years = yearly(findings.problem)["all"].years
    lines = [year for year in range(years[0], years[-1]) if (years[-1] - year) % EVERY == 0] + [years[-1]]
    rows: list[tuple[Cell, ...]] = [
        (str(year), *(family(findings, name, year) for name, _ in COLUMNS)) for year in lines
    ]
    return Table(
        "families",
        "Families with a member gone, at the end of the year",
        ("year", *(title for _, title in COLUMNS)),
        tuple(rows),
        "90 % ranges over draws of the posterior and of the judgements. Families, but in the columns of people; those "
        "watched may be refused permits as well.",
    )


def by_chance_table(findings: Findings) -> Table:
    """How far chance alone would move the arrivals of a year."""
    counts = yearly(findings.problem)["all"]
    rows: list[tuple[Cell, ...]] = []
    for year in counts.years[-RECENT:]:
        lead = Lead(quantity=FAMILIES, at=(("name", CHANCE), ("year", str(year))))
        rows.append((str(year), counts[year], estimate(findings.fit, lead, only_range=True, share=True)))
    return Table(
        "by_chance",
        "How far chance alone moves the arrivals of a year",
        ("year", "published", "by chance alone, of what is expected"),
        tuple(rows),
        "Who leaves, is held or travels on, and in which party, is chance even where nothing else changes.",
    )
