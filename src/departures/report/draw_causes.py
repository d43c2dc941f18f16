"""The figure of causes: for each the factor by which it changed arrivals, with its range."""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt

from departures.answers.answer import Figure, Table
from departures.report.records import records_of
from departures.report.style import BLUE, GREY, INK, ORANGE, Size, chart_of, finished

LINE = 21
LEAST, MOST = 0.01, 10.0
"""Factors beyond these are drawn at the edge; the number beside them says what they are."""


def draw_causes(figure: Figure, table: Table, size: Size) -> dict[str, Any]:
    """A bar for each cause of the table's first change, on a logarithmic scale around 1, where nothing changes."""
    names = {"change": "change", "cause": "cause", "arrivals multiplied by": "times"}
    every = records_of(table, names)
    records = [record for record in every if record["change"] == every[0]["change"]]
    lines, heads, place = [], [], 0
    for record in records:
        for text in textwrap.wrap(record["cause"], 42 if size.is_narrow else 90):
            heads.append({"place": place, "heading": text})
            place += 1
        colour = ORANGE if record["times"] < 1 else BLUE
        ends = {name: min(max(record[name], LEAST), MOST) for name in ("times", "times_low", "times_high")}
        lines.append({**record, **ends, "place": place, "colour": colour})
        place += 1
    y = alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[-0.5, place - 0.5], reverse=True))
    plot = size.width - 16
    scale = alt.Scale(type="log", domain=[LEAST, MOST], range=[8, plot - (112 if size.is_narrow else 140)])
    values = [0.01, 0.1, 1, 10] if size.is_narrow else [0.01, 0.03, 0.1, 0.3, 1, 3, 10]
    axis = alt.Axis(values=values, format="~g", title="arrivals multiplied by")
    colours = alt.Color("colour:N", scale=None)
    base = chart_of(lines).encode(y=y, color=colours)
    bars = base.mark_bar(height=11, opacity=0.4).encode(
        x=alt.X("times_low:Q", scale=scale, axis=axis), x2="times_high:Q"
    )
    points = base.mark_point(filled=True, size=50, opacity=1).encode(x=alt.X("times:Q", scale=scale))
    one: Any = chart_of([{"one": 1.0}]).mark_rule(color=GREY).encode(x=alt.X("one:Q", scale=scale))
    titles = chart_of(heads).mark_text(align="left", color=INK)
    titles = titles.encode(y=y, x=alt.value(0), text="heading:N")
    numbers = chart_of(lines).mark_text(align="right", color=INK)
    numbers = numbers.encode(y=y, x=alt.value(plot), text="times_text:N")
    return finished([one, bars, points, titles, numbers], figure, size, LINE * place)
