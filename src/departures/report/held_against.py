"""What the model is held against besides the counts of arrivals: stocks, flows, stays and published wordings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from departures.answers.answer import PER_CENT, Lead, Number
from departures.answers.estimates import estimate
from departures.answers.observed import published
from departures.answers.wordings import Compared, compared, figure_lead
from departures.country.problem import Problem
from departures.inference.fit import Fit
from departures.observation.declared import InterviewDatum, StatementDatum
from departures.report.footnotes import Footnotes


@dataclass(frozen=True)
class FigureLine:
    """A figure: what it counts and when, what was published (a number, or words), how nearly it is taken, and what
    the model expects, which has seen it: a range, or, where words were published, how its range lies to theirs.
    Shares of periods shorter than a year are not printed (small cells).
    """

    name: str
    period: str
    number: Number | None
    wording: str
    taken: str
    expected: Number | None
    fits: str
    notes: list[int]


def held_against(problem: Problem, fit: Fit, notes: Footnotes) -> list[FigureLine]:
    """Every figure besides the counts, in the order of the observation."""
    seen = problem.observation
    lines: list[tuple[str, str, Number, float | str, tuple[str, ...]]] = [
        *(
            (item.name, f"{item.day:%Y-%m}", published(item.value, item.rows), item.spread, item.rows)
            for item in seen.stocks
        ),
        *(
            (item.name, _period(item.start, item.end), _given(item.per_year, "events a year", item.rows), item.spread,
             item.rows)
            for item in seen.flows
        ),
        *(
            ("mean years between leaving and arriving", _period(item.start, item.end),
             _given(item.years, "years", item.rows), item.spread, item.rows)
            for item in seen.stays
        ),
        *(
            (_in_words(item.latent), _period(item.start, item.end), _given(item.value, "index", item.rows), item.spread,
             item.rows)
            for item in seen.indicators
        ),
        *(
            (f"surveyed: {_in_words(item.latent)}", _period(item.start, item.end), _share(item.value, item.rows),
             item.spread, item.rows)
            for item in seen.attitudes
        ),
        *(line for item in seen.interviews for line in _of_interviews(item)),
    ]  # fmt: skip
    numbers = [
        FigureLine(
            name, period, number, "", spread if isinstance(spread, str) else _within(spread),
            estimate(fit, figure_lead(lead), number.unit, share=number.share), "", notes.of_rows(rows),
        )
        for (name, period, number, spread, rows), lead in zip(lines, seen.figure_names, strict=False)
    ]  # fmt: skip
    return numbers + [_wording(each, notes) for each in compared(problem, fit)]


def _of_interviews(item: InterviewDatum) -> list[tuple[str, str, Number, float | str, tuple[str, ...]]]:
    """Of the people who described conditions since a day, who left in each period, and the share of women."""
    who = f"of those who told of conditions since {item.since:%Y}"
    period, taken = _period(item.start, item.end), "as counts of people"
    told = [(f"{who}: left in {each.name.replace('-', '–')}", each.count, each.rows) for each in item.left_in]
    every = [*told, (f"{who}: women", item.women, item.women_rows)]
    return [(name, period, _share(count / item.described, rows), taken, rows) for name, count, rows in every]


def _wording(each: Compared, notes: Footnotes) -> FigureLine:
    item = each.item
    return FigureLine(
        "when those had left who arrived", _period(item.start, item.end), None, f"“{item.wording}”",
        _since(item), None, each.fits, notes.of_rows(item.rows),
    )  # fmt: skip


def _given(value: float, unit: str, rows: tuple[str, ...]) -> Number:
    return Number(float(value), unit, Lead(rows=rows), "observed")


def _share(value: float, rows: tuple[str, ...]) -> Number:
    return Number(value, "share", Lead(rows=rows), "observed", share=True)


def _in_words(name: str) -> str:
    return name.replace("_", " ")


def _within(spread: float) -> str:
    """A log-normal spread in words."""
    return f"spread {100 * spread:.0f}{PER_CENT}"


def _period(start: date, end: date) -> str:
    return f"{start:%Y-%m} to {end:%Y-%m}"


def _since(item: StatementDatum) -> str:
    """Which share of those who arrived a wording is taken to say had left since its date."""
    share = f"{100 * item.low:.0f} to {100 * item.high:.0f}{PER_CENT}"
    return f"{share} had left since {item.since:%Y-%m}"
