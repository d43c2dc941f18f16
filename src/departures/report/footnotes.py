"""Footnotes: one for each source, numbered in the order of first use, the original source first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from departures.answers.observed import known_rows
from departures.country.problem import Problem
from departures.evidence import sources_of


@dataclass(frozen=True)
class Footnote:
    """A source as it is cited: who published what, when, where, and the day to which its figures are dated."""

    number: int
    source_id: str
    publisher: str
    title: str
    date: str
    url: str
    as_of: tuple[str, ...]
    note: str


@dataclass
class Footnotes:
    """Gives out numbers as rows and sources are met; `listed` then tells what to print."""

    problem: Problem
    _order: dict[str, list[str]] = field(default_factory=dict)
    _rows: Mapping[str, Any] = field(default_factory=dict)
    _sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    _found: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rows = known_rows(self.problem)
        table = self.problem.evidence.sources
        self._sources = {
            str(row["source_id"]): {str(key): value for key, value in row.items()}
            for _, row in table.iterrows()
        }

    def of_rows(self, rows: Iterable[str]) -> list[int]:
        """Numbers of the sources behind rows, in order and each once."""
        numbers: dict[int, None] = {}
        for row in rows:
            for source in self._sources_of(row):
                numbers[self._number(source, self._as_of(row))] = None
        return sorted(numbers)

    def of_sources(self, names: Iterable[str]) -> list[int]:
        """Numbers of sources, or of rows, that a room or a prior names."""
        return sorted({number for name in names for number in self.of_rows([name])})

    def knows(self, name: str) -> bool:
        """Whether a name is a row or a source of the evidence."""
        return name in self._rows or name in self._sources

    def _sources_of(self, row: str) -> tuple[str, ...]:
        if row not in self._found:
            self._found[row] = tuple(
                name for name in sources_of(self.problem.evidence, row) if name in self._sources
            )
        return self._found[row]

    def _as_of(self, row: str) -> str:
        return str(self._rows[row].get("as_of", "") or "") if row in self._rows else ""

    def _number(self, source: str, as_of: str) -> int:
        dates = self._order.setdefault(source, [])
        if as_of and as_of not in dates:
            dates.append(as_of)
        return list(self._order).index(source) + 1

    @property
    def listed(self) -> list[Footnote]:
        """Every footnote that was given out."""
        return [
            _footnote(number, source, self._sources[source], dates)
            for number, (source, dates) in enumerate(self._order.items(), start=1)
        ]


def _footnote(number: int, source_id: str, source: dict[str, Any], dates: list[str]) -> Footnote:
    text = {name: str(source.get(name, "") or "").strip() for name in ("publisher", "title", "date", "url")}
    shown = dates if len(dates) <= 3 else [min(dates), "…", max(dates)]
    note = str(source.get("reliability_note", "") or "").strip()
    return Footnote(
        number, source_id, text["publisher"], text["title"], text["date"], text["url"], tuple(shown), note
    )
