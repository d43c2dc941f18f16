"""Ranks of the truth: how far their distribution strays from an even one, number by number, with the band."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from departures.answers.answer import Figure
from departures.calibration.bands import band
from departures.calibration.judged import FAMILYWISE, Judged
from departures.calibration.measured import FAMILIES, family_of
from departures.calibration.settings import RANKS
from departures.report.style import BLUE, GREEN, GREY, INK, ORANGE, Size, chart_of, finished

COLOURS = dict(zip(FAMILIES, (BLUE, ORANGE, GREEN, GREY, INK), strict=True))
POINTS = 50
"""Points at which a line is drawn."""


def draw_ranks(judged: Judged, size: Size) -> dict[str, Any]:
    """A line for each number: share of worlds whose rank lies below, less the share if ranks were even."""
    sets = len(next(iter(judged.ranks.values())))
    places = np.unique(np.linspace(0, RANKS - 1, POINTS).round().astype(int))
    even = (places + 1) / (RANKS + 1)
    low, high = band(sets, RANKS, FAMILYWISE / len(judged.ranks))
    within = [
        {"rank": int(p), "low": float(low[p] - e), "high": float(high[p] - e)}
        for p, e in zip(places, even, strict=True)
    ]
    lines = [
        {"rank": int(p), "away": float(np.mean(ranks <= p) - e), "number": name, "family": family_of(name)}
        for name, ranks in judged.ranks.items()
        for p, e in zip(places, even, strict=True)
    ]
    x = alt.X("rank:Q", title="rank of the truth", scale=alt.Scale(domain=[0, RANKS]))
    y = alt.Axis(format="+%", title=None)
    shaded = chart_of(within).mark_area(color=GREY, opacity=0.18).encode(
        x=x, y=alt.Y("low:Q", axis=y), y2="high:Q"
    )  # fmt: skip
    shown = [family for family in COLOURS if any(line["family"] == family for line in lines)]
    colours = alt.Scale(domain=shown, range=[COLOURS[family] for family in shown])
    drawn = chart_of(lines).mark_line(strokeWidth=1, opacity=0.6).encode(
        x=x, y=alt.Y("away:Q", axis=y), detail="number:N",
        color=alt.Color("family:N", scale=colours, legend=alt.Legend(title=None, orient="bottom")),
    )  # fmt: skip
    figure = Figure(
        "ranks", judged.ensemble.title,
        f"Share of {sets} worlds in which the truth has this rank or a lower one, less the share if ranks were even;"
        " one line for each number. Shaded: where even ranks would stay, for all numbers together.",
        "", "",
    )  # fmt: skip
    return finished([shaded, drawn], figure, size, 300)
