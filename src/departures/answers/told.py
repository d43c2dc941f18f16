"""What a pack itself tells in an answer: facts with values from their rows, and series of published figures."""

from __future__ import annotations

import math

import pandas as pd

from departures.answers.answer import Cell, Cited, Lead, Number, Sentence, Table
from departures.answers.observed import known_rows, published
from departures.country.problem import Problem
from departures.country.report_settings import Spoken
from departures.evidence.cite import source_of

PER_HUNDRED = 100.0
UNKNOWN = "not seen"


def facts_of(problem: Problem, answer: Spoken) -> list[Sentence]:
    """The pack's facts for an answer; one whose rows are not public yet is left out."""
    rows = known_rows(problem)
    return [
        Sentence(
            fact.text,
            {
                name: published(rows[row]["value"], (row,), str(rows[row]["unit"]))
                for name, row in fact.numbers.items()
            },
        )
        for fact in problem.report.facts
        if fact.answer == answer and all(row in rows for row in fact.numbers.values())
    ]


def series_table(problem: Problem, answer: Spoken, name: str, title: str) -> Table | None:
    """Every published figure that the pack shows in an answer; None where it shows none."""
    rows = known_rows(problem)
    lines: list[tuple[Cell, ...]] = []
    for series in problem.report.series:
        for row in series.rows:
            if series.answer == answer and row in rows:
                found = rows[row]
                lines.append(
                    (
                        series.title,
                        _years(found),
                        figure_of(found),
                        people_asked(found),
                        _survey(problem, found),
                    )
                )
    if not lines:
        return None
    note = "Figures as published. Where it was not seen how many people were asked, the table says so."
    return Table(
        name, title, ("what", "years", "figure", "people asked", "survey, or source"), tuple(lines), note
    )


def figure_of(row: pd.Series) -> Number:
    """The figure of a row: a share, a number, or, where it has bounds alone, a range."""
    name, unit = str(row["row_id"]), str(row["unit"])
    scale = {"percent": PER_HUNDRED, "percent of amount": PER_HUNDRED, "fraction": 1.0}.get(unit)
    value = float(row["value"])
    if math.isnan(value):
        low, high = (float(row[end]) / (scale or 1.0) for end in ("low", "high"))
        share = scale is not None
        middle, lead = (low + high) / 2.0, Lead(rows=(name,))
        return Number(middle, "range", lead, "observed", low, high, share=share, only_range=True)
    if scale is None:
        return published(value, (name,), unit)
    return published(value / scale, (name,), "share", share=True)


def people_asked(row: pd.Series) -> Cell:
    """How many people were asked or counted for the figure of a row; in words where that was not seen."""
    size = row.get("sample_size")
    return (
        UNKNOWN
        if size is None or pd.isna(size)
        else published(float(size), (str(row["row_id"]),), "people asked")
    )


def _survey(problem: Problem, row: pd.Series) -> Cited:
    """Who asked, or who published what was asked, with the date of that."""
    source = source_of(problem.evidence, str(row["source_id"]))
    return Cited(f"{source['publisher']}, {source['date']}")


def _years(row: pd.Series) -> str:
    start, end = row["reference_period_start"], row["reference_period_end"]
    first = "" if pd.isna(start) else f"{start:%Y}"
    last = "" if pd.isna(end) else f"{end:%Y}"
    if first == last or not last:
        return first or "–"
    return f"{first}–{last}" if first else f"to {last}"
