"""What may come next: the forecast that was issued last, with the misses of all that came before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from departures.answers.answer import Answer, Cell, Lead, Number, Sentence, Table
from departures.answers.beside import ISSUED, a_year_ahead, issued_of, value_beside
from departures.answers.findings import Findings
from departures.answers.observed import yearly

MODEL = "model"
"""The mechanical model among the members of a forecast."""
QUESTION = "How many people may arrive next?"
WORDS = {"all": "everybody", "m": "men", "f": "women"}


def answer_outlook(findings: Findings) -> Answer:
    """The answer `outlook`; not applicable where the pack holds no issued forecast that was known on its day."""
    issued = issued_of(findings.problem)
    if issued is None:
        return Answer("outlook", QUESTION, (), applicable=False)
    tables = (_ahead(findings, issued), _past(findings, issued))
    return Answer(
        name="outlook",
        question=QUESTION,
        sentences=(_next(findings, issued), *_misses(findings, issued)),
        tables={table.name: table for table in tables},
        would_change="Counts by quarter on the day on which they are known, and any dated change of policy at the "
        "border or abroad: no forecast of a single year foresees one.",
    )


def _from(findings: Findings, issued: dict[str, Any], *at: tuple[str, str]) -> Number:
    """A number of the issued forecast: median and 90 % range, or a count of past ones."""
    lead = Lead(quantity=ISSUED, at=(("issued", issued["issued"]), *at))
    value, low, high = value_beside(findings.problem, lead)
    if low is None:
        return Number(value, "forecasts", lead, "measured")
    return Number(value, "persons", lead, "scenario", low, high)


def _told(findings: Findings, issued: dict[str, Any], sex: str, year: str) -> Number:
    return _from(findings, issued, ("sex", sex), ("year", year))


def _once(findings: Findings, issued: dict[str, Any], row: dict[str, Any]) -> Number:
    """A forecast as it would have been made from a past origin."""
    at = (("sex", row["sex"]), ("year", str(row["year"])), ("origin", str(row["origin"])))
    return _from(findings, issued, *at)


def _next(findings: Findings, issued: dict[str, Any]) -> Sentence:
    first, second = sorted(issued["quantiles"]["all"])[:2]
    return Sentence(
        f"Forecast issued on {issued['issued']}, from counts up to {issued['origin']}: {{first}} people"
        f" arrive in {first}, and {{second}} in {second}. No change of policy is foreseen, but that breaks come as"
        " often as they have come.",
        {"first": _told(findings, issued, "all", first), "second": _told(findings, issued, "all", second)},
    )


def _misses(findings: Findings, issued: dict[str, Any]) -> Iterator[Sentence]:
    """How often ranges a year ahead held, and the count that was missed most."""
    counts = yearly(findings.problem)["all"]
    past = a_year_ahead(issued)
    if not past:
        return
    missed = [row for row in past if not row["held"] and row["year"] in counts.of]
    held, every = (_from(findings, issued, ("count", what)) for what in ("held", "made"))
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
            {"told": _once(findings, issued, worst), "came": counts[worst["year"]]},
            "largest ratio of forecast and count, among ranges that did not hold",
        )


def _ahead(findings: Findings, issued: dict[str, Any]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (year, *(_told(findings, issued, sex, year) for sex in WORDS))
        for year in sorted(issued["quantiles"]["all"])
    ]
    heaviest = max(issued["weights"], key=lambda name: issued["weights"][name])
    most = "the mechanical model" if heaviest == MODEL else heaviest
    return Table(
        "outlook",
        "Arrivals foretold, by year and sex",
        ("year", *WORDS.values()),
        tuple(rows),
        "A mixture of a mechanical model and of plain methods that continue the counts, by weights that past forecasts"
        f" have earned; now most of it is {most}. Kept as it was issued, with its inputs and a hash.",
    )


def _past(findings: Findings, issued: dict[str, Any]) -> Table:
    """Every forecast of everybody a year and two years ahead, beside what came."""
    counts = yearly(findings.problem)["all"]
    by_year: dict[int, dict[int, Number]] = {}
    for row in issued["past"]:
        if row["sex"] == "all" and row["year"] in counts.of:
            by_year.setdefault(row["year"], {})[row["horizon"]] = _once(findings, issued, row)
    rows: list[tuple[Cell, ...]] = [
        (str(year), counts[year], *(told.get(ahead) for ahead in (1, 2, 3)))
        for year, told in sorted(by_year.items())
    ]
    return Table(
        "outlook_past",
        "What would have been foretold for each year, and what came",
        ("year", "came", "foretold a year ahead", "two years ahead", "three years ahead"),
        tuple(rows),
        "Made again with one declaration and with what had been published by the end of April after the last year"
        " known; the counts that forecasts from 2009 to 2011 know are final ones. Scores stand in docs/backtest.md.",
    )
