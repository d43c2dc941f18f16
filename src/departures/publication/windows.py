"""Periods as months, so that a part can be told from its whole: `2024`, `2024-Q1`, `2024-01/2024-09`."""

from __future__ import annotations

import re
from dataclasses import dataclass

YEAR = r"((?:19|20)\d\d)"
MONTH = r"(0[1-9]|1[0-2])"


@dataclass(frozen=True, order=True)
class Window:
    """Months from `first` up to and including `last`, counted from year 0."""

    first: int
    last: int

    @property
    def is_year(self) -> bool:
        """Whether it is one calendar year, the coarsest single period."""
        return self.first % 12 == 0 and self.last - self.first == 11

    @property
    def is_finer_than_a_year(self) -> bool:
        """Whether it is a part of a year, which is an attribute of its own."""
        return self.last - self.first < 11

    def holds(self, other: Window) -> bool:
        """Say whether the other lies inside, and is smaller."""
        return self.first <= other.first and other.last <= self.last and self != other

    def overlaps(self, other: Window) -> bool:
        """Say whether they share a month."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        if self.is_year:
            return str(self.first // 12)
        if self.first % 3 == 0 and self.last - self.first == 2:
            return f"{self.first // 12}-Q{self.first % 12 // 3 + 1}"
        first, last = _month(self.first), _month(self.last)
        return first if first == last else f"{first}/{last}"


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


def read_window(text: str) -> Window | None:
    """Read a period as it is usually written; None where it is none."""
    text = text.strip().removesuffix(".0")
    if found := re.fullmatch(YEAR, text):
        return _span(found[1], 1, found[1], 12)
    if found := re.fullmatch(rf"{YEAR}[- ]?[Qq]([1-4])|[Qq]([1-4])[ /-]?{YEAR}", text):
        year, quarter = found[1] or found[4], int(found[2] or found[3])
        return _span(year, 3 * quarter - 2, year, 3 * quarter)
    if found := re.fullmatch(rf"{YEAR}[- ]?[Hh]([12])", text):
        return _span(found[1], 6 * int(found[2]) - 5, found[1], 6 * int(found[2]))
    if found := re.fullmatch(rf"{YEAR}-{MONTH}(?:-\d\d)?", text):
        return _span(found[1], int(found[2]), found[1], int(found[2]))
    if found := re.fullmatch(rf"{YEAR}-{MONTH}(?:-\d\d)?\s?(?:/|–|to|\.\.)\s?{YEAR}-{MONTH}(?:-\d\d)?", text):
        return _span(found[1], int(found[2]), found[3], int(found[4]))
    if found := re.fullmatch(rf"{YEAR}\s?(?:–|-|/|to)\s?{YEAR}", text):
        return _span(found[1], 1, found[2], 12)
    return None


def read_span(start: str, end: str) -> Window | None:
    """Read a period from the days it begins and ends."""
    first, last = read_window(start), read_window(end)
    return Window(first.first, last.last) if first and last and first.first <= last.last else None


def _span(first_year: str, first_month: int, last_year: str, last_month: int) -> Window:
    return Window(int(first_year) * 12 + first_month - 1, int(last_year) * 12 + last_month - 1)
