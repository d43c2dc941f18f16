"""Periods of several years: those of the pack, or of equal length; a single year never shows a merged way."""

from __future__ import annotations

from departures.country.problem import Problem

LONGEST_DEFAULT = 5


def periods_of(problem: Problem, first: int, last: int) -> list[tuple[int, int]]:
    """First and last year of each period from `first` to `last`."""
    starts = [year for year in problem.report.periods if first < year <= last]
    if not problem.report.periods:
        starts = [*range(last + 1 - LONGEST_DEFAULT, first, -LONGEST_DEFAULT)][::-1]
    starts = [first, *starts]
    ends = [*(year - 1 for year in starts[1:]), last]
    return list(zip(starts, ends, strict=True))


def in_words(period: tuple[int, int]) -> str:
    """2010–2014, or 2019 where the two years are one."""
    return str(period[0]) if period[0] == period[1] else f"{period[0]}–{period[1]}"


def span(period: tuple[int, int]) -> str:
    """The period as a coordinate of a lead."""
    return f"{period[0]}..{period[1]}"
