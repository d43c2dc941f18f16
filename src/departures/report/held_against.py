"""What the model is held against besides the counts of arrivals: stocks, flows, stays and published wordings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from departures.answers.answer import PER_CENT, Lead, Number
from departures.answers.observed import published
from departures.country.problem import Problem
from departures.observation.declared import StatementDatum
from departures.report.footnotes import Footnotes


@dataclass(frozen=True)
class FigureLine:
    """A figure: what it counts and when, what was published (a number, or words), and how nearly it is taken."""

    name: str
    period: str
    number: Number | None
    wording: str
    taken: str
    notes: list[int]


def held_against(problem: Problem, notes: Footnotes) -> list[FigureLine]:
    """Every figure besides the counts, in the order of the observation."""
    seen = problem.observation
    stocks = [
        FigureLine(
            item.name, f"{item.day:%Y-%m}", published(item.value, item.rows), "", _within(item.spread),
            notes.of_rows(item.rows),
        )
        for item in seen.stocks
    ]  # fmt: skip
    flows = [
        FigureLine(
            item.name, _period(item.start, item.end), _given(item.per_year, "events a year", item.rows), "",
            _within(item.spread), notes.of_rows(item.rows),
        )
        for item in seen.flows
    ]  # fmt: skip
    stays = [
        FigureLine(
            "mean years between leaving and arriving", _period(item.start, item.end),
            _given(item.years, "years", item.rows), "", _within(item.spread), notes.of_rows(item.rows),
        )
        for item in seen.stays
    ]  # fmt: skip
    wordings = [
        FigureLine(
            "when those had left who arrived", _period(item.start, item.end), None, f"“{item.wording}”", _since(item),
            notes.of_rows(item.rows),
        )
        for item in seen.statements
    ]  # fmt: skip
    return [*stocks, *flows, *stays, *wordings]


def _given(value: float, unit: str, rows: tuple[str, ...]) -> Number:
    return Number(float(value), unit, Lead(rows=rows), "observed")


def _within(spread: float) -> str:
    """A log-normal spread in words."""
    return f"spread {100 * spread:.0f}{PER_CENT}"


def _period(start: date, end: date) -> str:
    return f"{start:%Y-%m} to {end:%Y-%m}"


def _since(item: StatementDatum) -> str:
    """Which share of those who arrived a wording is taken to say had left since its date."""
    share = f"{100 * item.low:.0f} to {100 * item.high:.0f}{PER_CENT}"
    return f"{share} had left since {item.since:%Y-%m}"
