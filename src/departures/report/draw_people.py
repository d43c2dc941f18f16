"""Figures of people: women and men among arrivals, and the ways by which they had left."""

from __future__ import annotations

import textwrap
from math import log10
from typing import Any

import altair as alt

from departures.answers.answer import Figure, Table
from departures.report.records import records_of, with_years
from departures.report.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    Size,
    chart_of,
    count_axis,
    finished,
    log_scale,
    set_apart,
    year_axis,
)

HEIGHT = 280
WAY_COLOURS = (BLUE, ORANGE, GREEN, GREY)


def draw_men_and_women(figure: Figure, table: Table, size: Size) -> dict[str, Any]:
    """Two lines on a logarithmic scale, each named at its end."""
    names = {"year": "year", "men": "men", "women": "women"}
    records = with_years(records_of(table, names))
    years = [record["year"] for record in records]
    scale: Any = log_scale([value for r in records for value in (r["men"], r["women"])])
    room = (0.44 if size.is_narrow else 0.2) * len(years)
    x = alt.X(
        "year:Q", axis=year_axis(size, years), scale=alt.Scale(domain=[years[0] - 0.5, years[-1] + room])
    )
    last = records[-1]
    low, high = (log10(end) for end in scale.domain)
    ends = [HEIGHT * (high - log10(max(last[name], 1.0))) / (high - low) for name in ("women", "men")]
    shifts = set_apart(ends, size.text + 3)
    layers: list[Any] = []
    for name, colour, shape, shift in (
        ("women", ORANGE, "circle", shifts[0]),
        ("men", BLUE, "square", shifts[1]),
    ):
        y = alt.Y(f"{name}:Q", axis=count_axis(), scale=scale)
        base = chart_of(records).encode(x=x, y=y)
        layers.append(base.mark_line(color=colour, strokeWidth=2))
        layers.append(base.mark_point(color=colour, filled=True, size=34, opacity=1, shape=shape))
        text = f"{name} {last[f'{name}_text']}"
        end = chart_of([{**last, "label": text}]).encode(x=x, y=y)
        mark = {"align": "left", "dx": 7, "dy": shift, "color": colour, "fontWeight": "bold"}
        layers.append(end.mark_text(**mark).encode(text="label:N"))
    return finished(layers, figure, size, HEIGHT)


def draw_ways(figure: Figure, table: Table, size: Size) -> dict[str, Any]:
    """For each way a block of periods: a bar for the range of its share, a point for the middle."""
    names = {"period": "period", "way out": "way", "share of arrivals": "share"}
    records = records_of(table, names)
    ways = list(dict.fromkeys(record["way"] for record in records))
    lines: list[dict[str, Any]] = []
    place = 0
    for number, way in enumerate(ways):
        for text in textwrap.wrap(way, 44 if size.is_narrow else 90):
            lines.append({"place": place, "heading": text, "colour": WAY_COLOURS[number % len(WAY_COLOURS)]})
            place += 1
        for record in (record for record in records if record["way"] == way):
            lines.append({**record, "place": place, "colour": WAY_COLOURS[number % len(WAY_COLOURS)]})
            place += 1
    bars_of = [line for line in lines if "share" in line]
    y = alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[-0.5, place - 0.5], reverse=True))
    left = 78
    plot = size.width - 16  # no axis on the left: heading and periods stand inside the plot
    scale = alt.Scale(domain=[0, 1], range=[left, plot - (8 if size.is_narrow else 110)])
    x_axis = alt.Axis(format=".0%", title="share of arrivals", values=[0, 0.25, 0.5, 0.75, 1.0])
    colour = alt.Color("colour:N", scale=None)
    base = chart_of(bars_of).encode(y=y, color=colour)
    bars = base.mark_bar(height=11, opacity=0.4).encode(
        x=alt.X("share_low:Q", scale=scale, axis=x_axis), x2="share_high:Q"
    )
    points = base.mark_point(filled=True, size=50, opacity=1).encode(x=alt.X("share:Q", scale=scale))
    periods = chart_of(bars_of).mark_text(align="left", color=INK).encode(
        y=y, x=alt.value(0), text="period:N"
    )  # fmt: skip
    heads = chart_of([line for line in lines if "heading" in line]).encode(y=y, color=colour)
    heads = heads.mark_text(align="left", fontWeight="bold").encode(x=alt.value(0), text="heading:N")
    layers = [bars, points, periods, heads]
    if not size.is_narrow:
        numbers = chart_of(bars_of).mark_text(align="right", color=INK)
        layers.append(numbers.encode(y=y, x=alt.value(plot), text="share_text:N"))
    return finished(layers, figure, size, 22 * place)
