"""What may come next: the forecast that was issued last, with the misses of all that came before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from departures.answers.answer import Answer, Cell, Lead, Number, Sentence, Table
from departures.answers.findings import Findings
from departures.answers.observed import yearly
from departures.backtest.kept import newest_issued

QUESTION = "How many people may arrive next?"
STACK = "stack"
ISSUED = "issued"
"""Leads to an issued forecast of this pack: sex, year and, of a past one, its origin."""
MEDIAN, LOW, HIGH = "0.5", "0.05", "0.95"
WORDS = {"all": "everybody", "m": "men", "f": "women"}


def answer_outlook(findings: Findings) -> Answer:
    """The answer `outlook`; not applicable where the pack holds no issued forecast that was known on its day."""
    problem = findings.problem
    as_of = None if problem.as_of is None else date.fromisoformat(problem.as_of)
    issued = newest_issued(Path(problem.folder), as_of) if problem.folder else None
    if issued is None:
        return Answer("outlook", QUESTION, (), applicable=False)
    tables = (_ahead(issued), _past(findings, issued))
    return Answer(
        name="outlook",
        question=QUESTION,
        sentences=(_next(issued), *_misses(findings, issued)),
        tables={table.name: table for table in tables},
        would_change="Counts by quarter on the day on which they are known, and any dated change of policy at the "
        "border or abroad: no forecast of a single year foresees one.",
    )


def _told(issued: dict[str, Any], sex: str, year: str) -> Number:
    """Median and 90 % range of the stack."""
    told = issued["quantiles"][sex][year][STACK]
    lead = Lead(quantity=ISSUED, at=(("issued", issued["issued"]), ("sex", sex), ("year", year)))
    return Number(float(told[MEDIAN]), "persons", lead, "scenario", float(told[LOW]), float(told[HIGH]))


def _once(issued: dict[str, Any], row: dict[str, Any]) -> Number:
    """A forecast as it would have been made from a past origin."""
    at = (
        ("issued", issued["issued"]),
        ("sex", row["sex"]),
        ("year", str(row["year"])),
        ("origin", str(row["origin"])),
    )
    lead = Lead(quantity=ISSUED, at=at)
    return Number(float(row["median"]), "persons", lead, "scenario", float(row["low"]), float(row["high"]))


def _next(issued: dict[str, Any]) -> Sentence:
    first, second = sorted(issued["quantiles"]["all"])[:2]
    return Sentence(
        f"Forecast issued on {_in_words(issued['issued'])}, from counts up to {issued['origin']}: {{first}} people"
        f" arrive in {first}, and {{second}} in {second}. No change of policy is foreseen, but that breaks come as"
        " often as they have come.",
        {"first": _told(issued, "all", first), "second": _told(issued, "all", second)},
    )


def _misses(findings: Findings, issued: dict[str, Any]) -> Iterator[Sentence]:
    """How often ranges a year ahead held, and the count that was missed most."""
    counts = yearly(findings.problem)["all"]
    past = [
        row
        for row in issued["past"]
        if row["sex"] == "all" and row["horizon"] == 1 and row["year"] in counts.of
    ]
    if not past:
        return
    missed = [row for row in past if not row["held"]]
    held = _measured(issued, "held", len(past) - len(missed))
    every = _measured(issued, "made", len(past))
    yield Sentence(
        f"Made in the same way a year ahead from every year since {past[0]['origin']}, {{held}} of {{every}} such"
        " ranges hold the count.",
        {"held": held, "every": every},
    )
    if missed:
        worst = max(
            missed, key=lambda row: abs(row["median"] - row["came"]) / max(min(row["median"], row["came"]), 1)
        )
        yield Sentence(
            f"The largest miss was {worst['year']}: {{told}} would have been told, and {{came}} came.",
            {"told": _once(issued, worst), "came": counts[worst["year"]]},
            "largest ratio of forecast and count, among ranges that did not hold",
        )


def _measured(issued: dict[str, Any], what: str, value: int) -> Number:
    lead = Lead(quantity=ISSUED, at=(("issued", issued["issued"]), ("count", what)))
    return Number(float(value), "forecasts", lead, "measured")


def _ahead(issued: dict[str, Any]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (year, *(_told(issued, sex, year) for sex in WORDS)) for year in sorted(issued["quantiles"]["all"])
    ]
    weights = ", ".join(
        f"{name} {weight:.0%}" for name, weight in issued["weights"].items() if weight >= 0.005
    )
    return Table(
        "outlook",
        "Arrivals foretold, by year and sex",
        ("year", *WORDS.values()),
        tuple(rows),
        "Median and 90 % range of a mixture of a mechanical model and plain methods that continue the counts; weights"
        f" earned by past forecasts: {weights}. Hash of the forecast: {issued['hash'][:12]}.",
    )


def _past(findings: Findings, issued: dict[str, Any]) -> Table:
    """Every forecast of everybody a year and two years ahead, beside what came."""
    counts = yearly(findings.problem)["all"]
    by_year: dict[int, dict[int, Number]] = {}
    for row in issued["past"]:
        if row["sex"] == "all" and row["year"] in counts.of:
            by_year.setdefault(row["year"], {})[row["horizon"]] = _once(issued, row)
    rows: list[tuple[Cell, ...]] = [
        (str(year), counts[year], *(told.get(ahead) for ahead in (1, 2, 3)))
        for year, told in sorted(by_year.items())
    ]
    return Table(
        "outlook_past",
        "What would have been foretold for each year, and what came",
        ("year", "came", "foretold 1 year ahead", "2 years ahead", "3 years ahead"),
        tuple(rows),
        "Made again with one declaration and with what had been published by the end of April after the last year"
        " known; the counts that forecasts from 2009 to 2011 know are final ones. Scores stand in docs/backtest.md.",
    )


def _in_words(day: str) -> str:
    made = date.fromisoformat(day)
    return f"{made.day} {made:%B %Y}"
