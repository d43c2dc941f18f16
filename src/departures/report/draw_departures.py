"""Figures of departures: leaving against arriving, and how long lies between."""

from __future__ import annotations

from typing import Any, NamedTuple

import altair as alt

from departures.answers.answer import Figure, Table
from departures.report.records import records_of, with_years
from departures.report.style import (
    BLUE,
    GREEN,
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
LAG_COLOURS = {
    "left over one year before": BLUE,
    "over three years before": ORANGE,
    "over five years before": GREEN,
}


def draw_echo(figure: Figure, table: Table, size: Size) -> dict[str, Any]:
    """A band of departures recovered, by year of leaving, and published arrivals as points."""
    names = {"year": "year", "arrivals published": "arrivals", "departures recovered": "left"}
    records = with_years(records_of(table, names))
    years = [record["year"] for record in records]
    published = [record for record in records if record["arrivals"] is not None]
    values = [r["left_low"] for r in records] + [r["left_high"] for r in records]
    scale = log_scale([*values, *(r["arrivals"] for r in published)], below=0.3)
    x = alt.X(
        "year:Q", axis=year_axis(size, years), scale=alt.Scale(domain=[years[0] - 0.5, years[-1] + 0.8])
    )
    base = chart_of(records).encode(x=x)
    band = base.mark_area(color=BLUE, opacity=0.25).encode(
        y=alt.Y("left_low:Q", axis=count_axis(), scale=scale), y2="left_high:Q"
    )
    line = base.mark_line(color=BLUE, strokeWidth=2).encode(y=alt.Y("left:Q", scale=scale))
    points = chart_of(published).mark_point(color=ORANGE, filled=True, size=46, opacity=1)
    points = points.encode(x=x, y=alt.Y("arrivals:Q", scale=scale))
    keys = [_key("― left (range shaded)", BLUE, 0), _key("● arrived (published)", ORANGE, 1)]
    return finished([band, line, points, *keys], figure, size, 300)


def _key(text: str, colour: str, place: int) -> Any:
    """A line of the key, printed inside the plot where nothing is drawn: at its lower left."""
    mark = {"align": "left", "color": colour, "fontWeight": "bold", "baseline": "bottom"}
    return chart_of([{"text": text}]).mark_text(**mark).encode(
        x=alt.value(6), y=alt.value(270 + 20 * place), text="text:N"
    )  # fmt: skip


def draw_lag(figure: Figure, table: Table, size: Size) -> dict[str, Any]:
    """Three lines with bands, named at their right end."""
    names = ("over 1 year", "over 3 years", "over 5 years")
    lines = [
        Line(title, name, colour) for (title, colour), name in zip(LAG_COLOURS.items(), names, strict=True)
    ]
    return _shares(figure, table, size, "year of arrival", lines, "share of arrivals")


def draw_views(figure: Figure, table: Table, size: Size) -> dict[str, Any]:
    """Two lines with bands, named at their right end."""
    lines = [Line("own view", "own view", ORANGE), Line("belief about others", "of others", BLUE)]
    return _shares(figure, table, size, "year", lines, "share")


class Line(NamedTuple):
    """A column of shares, its name at the end of the line, and its colour."""

    title: str
    name: str
    colour: str


def _shares(
    figure: Figure, table: Table, size: Size, year: str, lines: list[Line], axis_title: str
) -> dict[str, Any]:
    """Lines with bands between nothing and all, named at their right end."""
    records_by_line = [with_years(records_of(table, {year: "year", line.title: "share"})) for line in lines]
    ends = [HEIGHT * (1.0 - records[-1]["share"]) for records in records_by_line]
    layers: list[Any] = []
    shifts = set_apart(ends, size.text + 3)
    for line, records, shift in zip(lines, records_by_line, shifts, strict=True):
        years = [record["year"] for record in records]
        room = (0.42 if size.is_narrow else 0.2) * len(years)
        x = alt.X(
            "year:Q", axis=year_axis(size, years), scale=alt.Scale(domain=[years[0] - 0.3, years[-1] + room])
        )
        axis = alt.Axis(format=".0%", title=axis_title)
        y = alt.Y("share:Q", axis=axis, scale=alt.Scale(domain=[0, 1]))
        base = chart_of(records).encode(x=x)
        band = base.mark_area(color=line.colour, opacity=0.18)
        layers.append(band.encode(y=alt.Y("share_low:Q"), y2="share_high:Q"))
        layers.append(base.mark_line(color=line.colour, strokeWidth=2).encode(y=y))
        end = chart_of([{**records[-1], "name": line.name}]).encode(x=x, y=y, text="name:N")
        layers.append(end.mark_text(align="left", dx=5, dy=shift, color=line.colour, fontWeight="bold"))
    return finished(layers, figure, size, HEIGHT)
