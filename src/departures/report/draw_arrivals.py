"""Figures of arrivals: the published years, and the published windows against the model's ranges."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import altair as alt

from departures.answers.answer import Figure, Table
from departures.report.records import records_of, with_years
from departures.report.style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    Size,
    chart_of,
    count_axis,
    finished,
    log_scale,
    year_axis,
)

RECENT_YEARS = 6
LEAST = 1.0
"""A range that begins below one person is drawn from here: the scale has no zero."""


def draw_arrivals(figure: Figure, table: Table, size: Size) -> dict[str, Any]:
    """Published arrivals by year on a logarithmic scale; turning points carry their number."""
    records = with_years(records_of(table, {"year": "year", "arrivals published": "arrivals"}))
    records = [record for record in records if record["arrivals"] is not None]
    years = [record["year"] for record in records]
    room = 0.17 * len(years)  # for the number beside the last point
    base = chart_of(records).encode(
        x=alt.X(
            "year:Q",
            axis=year_axis(size, years),
            scale=alt.Scale(domain=[years[0] - 0.5, years[-1] + room]),
        ),
        y=alt.Y("arrivals:Q", axis=count_axis(), scale=log_scale([r["arrivals"] for r in records])),
    )
    line = base.mark_line(color=BLUE, strokeWidth=2)
    points = base.mark_point(color=BLUE, filled=True, size=46, opacity=1)
    labels = [_label(base, record, place, size) for record, place in turning_points(records)]
    return finished([line, points, *labels], figure, size, 300)


PLACES: dict[str, dict[str, Any]] = {
    "above": {"dy": -13, "align": "center"},
    "below": {"dy": 15, "align": "center"},
    "beside": {"dx": 9, "align": "left"},
}


def _label(base: Any, record: dict[str, Any], place: str, size: Size) -> Any:
    """A number printed beside its point, with its year where there is room."""
    text = record["arrivals_text"] if size.is_narrow else f"{record['arrivals_text']} ({record['year']})"
    data = chart_of([{**record, "label": text}]).data
    mark = {**PLACES[place], "fontWeight": "bold", "color": INK}
    return base.properties(data=data).mark_text(**mark).encode(text="label:N")


def turning_points(records: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    """Highest, lowest and last point, the year before the steepest fall, and where each one's number goes."""
    ordered = sorted(records, key=lambda record: record["arrivals"])
    low, peak, last = ordered[0], ordered[-1], records[-1]
    after = [record for record in records if record["year"] > peak["year"]]
    low = min(after, key=lambda record: record["arrivals"]) if after else low
    steps = [r for r in records if peak["year"] < r["year"] < low["year"]]
    following = {one["year"]: two for one, two in pairwise(records)}
    steep = max(steps, key=lambda r: r["arrivals"] / max(following[r["year"]]["arrivals"], 0.5), default=None)
    chosen = {peak["year"]: (peak, "above"), low["year"]: (low, "below")}
    if steep is not None:
        chosen.setdefault(steep["year"], (steep, "beside"))
    chosen[last["year"]] = (last, "beside")
    return list(chosen.values())


def draw_windows(figure: Figure, table: Table, size: Size) -> dict[str, Any]:
    """Ranges computed without each count, and the count itself, for the windows of the last years."""
    names = {
        "window": "window", "period start": "start", "arrivals": "arrivals", "expected without it": "range",
    }  # fmt: skip
    records = [record for record in records_of(table, names) if record["range"] is not None]
    last = int(records[-1]["start"][:4])
    records = [record for record in records if int(record["start"][:4]) > last - RECENT_YEARS]
    for record in records:
        record["short"] = _short(record["window"])
        record["range_low"] = max(record["range_low"], LEAST)
    values = [value for r in records for value in (r["range_low"], r["range_high"], r["arrivals"])]
    order = alt.Y("short:N", sort=None, title=None, axis=alt.Axis(labelLimit=170, ticks=False, grid=True))
    scale = log_scale([value for value in values if value], above=3.2)
    base = chart_of(records).encode(y=order)
    bars = base.mark_bar(color=GREY, opacity=0.45, height=9).encode(
        x=alt.X("range_low:Q", axis=count_axis(), scale=scale), x2="range_high:Q"
    )
    points = base.mark_point(color=ORANGE, filled=True, size=54, opacity=1).encode(
        x=alt.X("arrivals:Q", scale=scale)
    )
    text = base.mark_text(align="right", dx=-2, color=INK).encode(
        x=alt.value("width"), text="arrivals_text:N"
    )
    return finished([bars, points, text], figure, size, 21 * len(records))


def _short(window: str) -> str:
    """2020 Q2 for `2020, second quarter`, 2025 Apr–Dec for `2025, April to December`."""
    for number, word in enumerate(("first", "second", "third", "fourth"), start=1):
        window = window.replace(f", {word} quarter", f" Q{number}").replace(f", {word} half", f" H{number}")
    return re.sub(r"([A-Z][a-z]{2})[a-z]+", r"\1", window.replace(",", "")).replace(" to ", "–")
