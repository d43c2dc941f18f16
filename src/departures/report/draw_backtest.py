"""Forecasts of the stack a year ahead, beside what came about."""

from __future__ import annotations

from typing import Any

import altair as alt

from departures.answers.answer import Figure
from departures.backtest.origins import EVERYBODY
from departures.backtest.run import Backtest
from departures.backtest.scores import STACK
from departures.report.style import BLUE, ORANGE, Size, chart_of, count_axis, finished, log_scale, year_axis


def draw_past(backtest: Backtest, size: Size) -> dict[str, Any]:
    """A bar for each forecast (90 % range, thicker the half in the middle), a point for what came about."""
    scores = backtest.scores
    told = scores[(scores["member"] == STACK) & (scores["sex"] == EVERYBODY) & (scores["horizon"] == 1)]
    records = [{str(name): value for name, value in row.items()} for row in told.to_dict("records")]
    years = [int(record["year"]) for record in records]
    values = [float(record[name]) for record in records for name in ("low_90", "high_90", "truth")]
    scale = log_scale(values, below=0.8, above=1.2)
    x = alt.X(
        "year:Q", axis=year_axis(size, years), scale=alt.Scale(domain=[years[0] - 0.7, years[-1] + 0.7])
    )
    base = chart_of(records).encode(x=x)
    y = alt.Y("low_90:Q", axis=count_axis(), scale=scale)
    thin = base.mark_rule(color=BLUE, strokeWidth=2).encode(y=y, y2="high_90:Q")
    thick = base.mark_rule(color=BLUE, strokeWidth=7, opacity=0.6).encode(
        y=alt.Y("low_50:Q", scale=scale), y2="high_50:Q"
    )
    points = base.mark_point(color=ORANGE, filled=True, size=60, opacity=1).encode(
        y=alt.Y("truth:Q", scale=scale)
    )
    figure = Figure(
        "past", "Arrivals as they would have been forecast a year ahead, and as they came",
        "Bars: 90 % range of the stack, thicker its middle half. Points: what came about.", "", "",
    )  # fmt: skip
    return finished([thin, thick, points], figure, size, 300)
