"""The tables behind the answer `fall`: years, published windows, and the lag."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from departures.answers.answer import Cell, Lead, Number, Table
from departures.answers.estimates import estimate
from departures.answers.leads import EXPLANATION, WINDOWS, draws_of
from departures.answers.observed import Counts, known_rows, published
from departures.answers.tags import tag_of_range
from departures.answers.thresholds import LAGS, ROUGH
from departures.country.problem import Problem
from departures.inference.fit import Fit


def eventual_lead(year: int, explanation: str = "") -> Lead:
    """Departures in a year of those who have arrived or will; under one explanation where it is named."""
    under = ((EXPLANATION, explanation),) if explanation else ()
    return Lead(quantity="eventual", at=(("year_left", str(year)), *under))


def crossings_lead(year: int) -> Lead:
    """All departures in a year."""
    return Lead(quantity="crossings", at=(("year", str(year)),))


def lag_lead(year: int, years: int) -> Lead:
    """Share of a year's arrivals who had left more than so many calendar years before.

    It is one minus the share of those who left later: who left before the first month has no year of leaving.
    """
    recent = (("year", str(year)), ("year_left", f"{year - years}..{year}"))
    return Lead(quantity="lag", at=recent, of="arrivals", of_at=(("year", str(year)),), complement=True)


def fall_tables(problem: Problem, fit: Fit, counts: Mapping[str, Counts]) -> dict[str, Table]:
    """Tables by name; `counts` are the published yearly ones by gender."""
    everybody = counts["all"]
    tables = (
        _by_year(problem, fit, everybody),
        windows_table(problem, fit, counts),
        _lag(problem, fit, everybody),
    )
    return {table.name: table for table in tables}


def _by_year(problem: Problem, fit: Fit, counts: Counts) -> Table:
    first = problem.declaration.months.first.year
    rows: list[tuple[Cell, ...]] = []
    for year in range(first, counts.years[-1] + 1):
        expected = estimate(fit, Lead(quantity="arrivals", at=(("year", str(year)),)))
        departures, crossings = (
            estimate(fit, eventual_lead(year)), estimate(fit, crossings_lead(year), "events"),
        )  # fmt: skip
        rows.append((str(year), counts.of.get(year), expected, departures, crossings))
    return Table(
        "arrivals_and_departures",
        "Arrivals and departures by year",
        (
            "year",
            "arrivals published",
            "arrivals expected",
            "departures recovered",
            "all departures (events)",
        ),
        tuple(rows),
        "Departures recovered: of people who have arrived or will by the end of "
        f"{problem.declaration.months.last.year}, by year of leaving. All departures: whether they arrived or "
        "not; one person may count several times.",
    )


def _lag(problem: Problem, fit: Fit, counts: Counts) -> Table:
    begin = problem.declaration.months.first.year + max(LAGS) + 1
    rows: list[tuple[Cell, ...]] = []
    for year in range(begin, counts.years[-1] + 1):
        leads = [lag_lead(year, years) for years in sorted(LAGS)]
        if all(np.isfinite(draws_of(fit, lead)).all() for lead in leads):
            rows.append((str(year), *(estimate(fit, lead, "share") for lead in leads)))
    return Table(
        "lag",
        "How long before arriving people had left",
        ("year of arrival", "left over one year before", "over three years before", "over five years before"),
        tuple(rows),
        f"In calendar years: who arrived in {counts.years[-1]} and left over one year before had left in "
        f"{counts.years[-1] - 2} or earlier.",
    )


def windows_table(problem: Problem, fit: Fit, counts: Mapping[str, Counts]) -> Table:
    """Every published window with its range; men and women for years and for the windows that the pack names."""
    by_year: dict[int, list[tuple[Cell, ...]]] = {year: [] for year in counts["all"].years}
    for row in _records(fit.windows):
        start, end = _day(row["start"]), _day(row["end"])
        if start.year in by_year and (start, end) != (date(start.year, 1, 1), date(start.year, 12, 31)):
            by_year[start.year].append(_window(row, start, end))
    whole = {_day(row["start"]).year: row for row in _records(fit.windows) if _is_year(row)}
    named = _named_windows(problem)
    rows: list[tuple[Cell, ...]] = []
    for year, inside in by_year.items():
        total = counts["all"][year]
        interval = _interval(whole[year]) if year in whole else None
        sexes = (counts["m"].of.get(year), counts["f"].of.get(year))
        rough = _rough(whole[year]) if year in whole else ""
        rows.append((str(year), *_span(date(year, 1, 1), date(year, 12, 31)), total, *sexes, interval, rough))
        rows += inside + named.get(year, [])
    return Table(
        "windows",
        "Published counts and their ranges",
        (
            "window",
            "period start",
            "period end",
            "arrivals",
            "men",
            "women",
            "expected without it",
            "remark",
        ),
        tuple(rows),
        "Years, and below each the parts of it that were published. Men and women are printed for whole years and "
        "for official parts of a year only; smaller groups are left out. Where a year stands without a "
        "range, its parts were compared instead. A range marked as rough is an approximation only: that count by "
        f"itself moves the result much.{_aside(problem)}",
    )


def _aside(problem: Problem) -> str:
    """A sentence on the counts that are not fitted, where there are any."""
    aside = problem.observation.aside
    if not aside:
        return ""
    named = "; ".join(window_in_words(window.start, window.end) for window in aside)
    return f" Published but not fitted, as others of their time are, or their year is not known to its end: {named}."


def _records(windows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in windows.to_dict("records")]


def _day(value: object) -> date:
    return date.fromisoformat(str(value)[:10])


def _is_year(row: dict[str, Any]) -> bool:
    start, end = _day(row["start"]), _day(row["end"])
    return (start, end) == (date(start.year, 1, 1), date(start.year, 12, 31))


def _window(row: dict[str, Any], start: date, end: date) -> tuple[Cell, ...]:
    published_count = published(row["observed"], tuple(row["rows"]))
    span, interval = _span(start, end), _interval(row)
    return (window_in_words(start, end), *span, published_count, None, None, interval, _rough(row))


def _rough(row: dict[str, Any]) -> str:
    return "rough" if row["pareto_k"] > ROUGH else ""


def _interval(row: dict[str, Any]) -> Number:
    lead = Lead(quantity=WINDOWS, at=(("start", _day(row["start"]).isoformat()),))
    value, low, high = float(row["median"]), float(row["low"]), float(row["high"])
    return Number(value, "persons", lead, tag_of_range(low, high), low, high)


def _span(start: date, end: date) -> tuple[str, str]:
    return f"{start:%Y-%m}", f"{end:%Y-%m}"


def window_in_words(start: date, end: date) -> str:
    """2020, second quarter · 2011, August to December · 2014, January · 2019."""
    months = (start.month, end.month)
    if months == (1, 12) and start.year == end.year and start.day == 1:
        return str(start.year)
    if months[1] - months[0] == 2 and months[0] % 3 == 1 and start.day == 1:
        return f"{start.year}, {('first', 'second', 'third', 'fourth')[months[0] // 3]} quarter"
    if months in {(1, 6), (7, 12)} and start.day == 1 and end.day >= 30:
        return f"{start.year}, {'first' if months[0] == 1 else 'second'} half"
    if months[0] == months[1]:
        return f"{start.year}, {start:%B}"
    return f"{start.year}, {start:%B} to {end:%B}"


def _named_windows(problem: Problem) -> dict[int, list[tuple[Cell, ...]]]:
    """Windows of the pack that an official body printed by sex, by year."""
    rows = known_rows(problem)
    found: dict[tuple[date, date], dict[str, Number]] = {}
    for name in problem.report.windows_with_sex:
        if name in rows:  # not yet public on the chosen date otherwise
            row = rows[name]
            period = (_day(row["reference_period_start"]), _day(row["reference_period_end"]))
            found.setdefault(period, {})[str(row["gender"])] = published(row["value"], (name,))
    by_year: dict[int, list[tuple[Cell, ...]]] = {}
    for (start, end), counts in sorted(found.items()):
        line = (
            window_in_words(start, end),
            *_span(start, end),
            *(counts.get(g) for g in ("all", "m", "f")),
            None,
            "",
        )
        by_year.setdefault(start.year, []).append(line)
    return by_year
