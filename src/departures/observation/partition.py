"""Each year is partitioned once: the finest published windows, and the remainder where one is known only as a sum."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from departures.observation.declared import SexSplit, Window
from departures.quantities import MONTHS_PER_YEAR


def finest_windows(preferred: pd.DataFrame) -> tuple[Window, ...]:
    """Windows of all arrivals, one partition of each year.

    `preferred` holds one row per window and gender (columns row_id, reference_period_start,
    reference_period_end, gender, value). Months of a year that no finer window covers enter as the
    year minus the finer ones, if they lie in one piece; then the year's own row does not enter. If they do
    not, the year's row enters alone.
    """
    everybody = _windows(preferred, "all")
    years = [window for window in everybody if _is_year(window)]
    return tuple(part for year in years for part in _partition(year, everybody))


def left_aside(preferred: pd.DataFrame, fitted: tuple[Window, ...]) -> tuple[Window, ...]:
    """Windows of all arrivals that the fitted windows do not make up, in days or in persons: parts of a year whose
    rest is not known, parts that do not add up, and longer ones beside finer ones that were taken.
    """
    return tuple(window for window in _windows(preferred, "all") if not _made_up_of(window, fitted))


def _made_up_of(window: Window, fitted: tuple[Window, ...]) -> bool:
    inside = [each for each in fitted if _holds(window, each)]
    days, persons = sum(_days(each) for each in inside), sum(each.value for each in inside)
    return (days, persons) == (_days(window), window.value)


def _days(window: Window) -> int:
    return (window.end - window.start).days + 1


def sex_splits(preferred: pd.DataFrame) -> tuple[SexSplit, ...]:
    """Women given the total, on the finest windows where both are known; remainders by subtraction as above."""
    everybody, women = _windows(preferred, "all"), _windows(preferred, "f")
    both = {(w.start, w.end) for w in everybody} & {(w.start, w.end) for w in women}
    totals = [w for w in everybody if (w.start, w.end) in both]
    known = [w for w in women if (w.start, w.end) in both]
    tops = [w for w in totals if not any(_holds(other, w) for other in totals if other != w)]
    splits: list[SexSplit] = []
    for top in tops:
        top_women = next(w for w in known if (w.start, w.end) == (top.start, top.end))
        parts = _partition(top, totals)
        of_women = {(part.start, part.end): part.value for part in _partition(top_women, known)}
        if {(part.start, part.end) for part in parts} != set(of_women):
            parts, of_women = [top], {(top.start, top.end): top_women.value}
        splits += [SexSplit(part, of_women[(part.start, part.end)]) for part in parts]
    return tuple(splits)


def people_in(windows: tuple[Window, ...], start: date, end: date) -> int:
    """Persons counted in a period; a window that lies in it in part counts by its share of months."""
    total = 0.0
    for window in windows:
        length = _months_between(window.start, window.end)
        shared = _months_between(max(start, window.start), min(end, window.end))
        total += window.value * max(shared, 0) / length
    return round(total)


def _months_between(start: date, end: date) -> int:
    return (end.year - start.year) * MONTHS_PER_YEAR + end.month - start.month + 1


def _windows(table: pd.DataFrame, gender: str) -> list[Window]:
    rows: list[Any] = table[table["gender"] == gender].to_dict("records")
    return sorted(
        (
            Window(
                _day(r["reference_period_start"]),
                _day(r["reference_period_end"]),
                int(r["value"]),
                (r["row_id"],),
            )
            for r in rows
        ),
        key=lambda window: (window.start, window.end),
    )


def _day(value: Any) -> date:
    return pd.Timestamp(value).date()


def _is_year(window: Window) -> bool:
    return (window.start.month, window.start.day, window.end.month, window.end.day) == (1, 1, 12, 31) and (
        window.start.year == window.end.year
    )


def _holds(outer: Window, inner: Window) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _partition(top: Window, windows: list[Window]) -> list[Window]:
    """The finest disjoint windows inside `top`, completed by one remainder; `top` alone if that cannot be."""
    inside = [w for w in windows if _holds(top, w) and (w.start, w.end) != (top.start, top.end)]
    finest = [w for w in inside if not any(_holds(w, other) and other != w for other in inside)]
    finest = _disjoint(finest)
    gaps = _gaps(top, finest)
    if not finest or len(gaps) > 1:
        return [top]
    if not gaps:
        return finest if sum(w.value for w in finest) == top.value else [top]
    value = top.value - sum(w.value for w in finest)
    if value < 0:
        return [top]
    rows = (*top.rows, *(row for w in finest for row in w.rows))
    rest = Window(gaps[0][0], gaps[0][1], value, rows, remainder=True)
    return sorted([*finest, rest], key=lambda window: window.start)


def _disjoint(windows: list[Window]) -> list[Window]:
    kept: list[Window] = []
    for window in sorted(windows, key=lambda w: (w.start, w.end)):
        if not kept or window.start > kept[-1].end:
            kept.append(window)
    return kept


def _gaps(top: Window, parts: list[Window]) -> list[tuple[date, date]]:
    gaps: list[tuple[date, date]] = []
    reached = top.start
    for part in parts:
        if part.start > reached:
            gaps.append((reached, part.start - timedelta(days=1)))
        reached = part.end + timedelta(days=1)
    if reached <= top.end:
        gaps.append((reached, top.end))
    return gaps
