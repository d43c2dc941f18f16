"""Checks the rows that a pack's settings of the report name."""

from __future__ import annotations

from collections.abc import Iterator

from departures.country.draft import ROW, Draft, unknown
from departures.faults import Fault


def check_report(draft: Draft) -> Iterator[Fault]:
    """Rows that the report's settings name must exist."""
    setting = draft.settings.report
    for place, row in enumerate(setting.windows_with_sex):
        yield from unknown(draft, ("report", "windows_with_sex", place), ROW, row, draft.known.rows)
    for place, fact in enumerate(setting.facts):
        for name, row in fact.numbers.items():
            path = ("report", "facts", place, "numbers", name)
            yield from unknown(draft, path, ROW, row, draft.known.rows)
