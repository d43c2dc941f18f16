"""Checks the rows that a pack's settings of the report name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from departures.country.draft import ROW, Draft, unknown
from departures.faults import Fault


def check_report(draft: Draft, latents: Iterable[str]) -> Iterator[Fault]:
    """Rows and latents that the report's settings name must exist."""
    setting = draft.settings.report
    for place, row in enumerate(setting.windows_with_sex):
        yield from unknown(draft, ("report", "windows_with_sex", place), ROW, row, draft.known.rows)
    for place, fact in enumerate(setting.facts):
        for name, row in fact.numbers.items():
            path = ("report", "facts", place, "numbers", name)
            yield from unknown(draft, path, ROW, row, draft.known.rows)
    for place, series in enumerate(setting.series):
        for number, row in enumerate(series.rows):
            yield from unknown(draft, ("report", "series", place, "rows", number), ROW, row, draft.known.rows)
    if setting.views is not None:
        for key in ("own", "others"):
            name = getattr(setting.views, key)
            yield from unknown(draft, ("report", "views", key), "latent", name, latents)
