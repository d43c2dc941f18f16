"""Every figure by name, drawn from the table behind it in two widths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from departures.answers.answer import Figure, Table
from departures.report.draw_arrivals import draw_arrivals, draw_windows
from departures.report.draw_causes import draw_causes
from departures.report.draw_departures import draw_echo, draw_lag, draw_views
from departures.report.draw_people import draw_men_and_women, draw_ways
from departures.report.rendered import rendered
from departures.report.style import NARROW, WIDE, Size

Draw = Callable[[Figure, Table, Size], dict[str, Any]]
DRAWN: dict[str, Draw] = {
    "arrivals": draw_arrivals,
    "windows": draw_windows,
    "echo": draw_echo,
    "lag": draw_lag,
    "causes": draw_causes,
    "men_and_women": draw_men_and_women,
    "ways_out": draw_ways,
    "views": draw_views,
}


@dataclass(frozen=True)
class Drawn:
    """A figure as it goes into the page (two widths of SVG) and beside it (a picture)."""

    figure: Figure
    wide: str
    narrow: str
    picture: bytes


def drawn(figure: Figure, table: Table) -> Drawn:
    """Draw a figure in both widths."""
    draw = DRAWN[figure.name]
    return Drawn(figure, *rendered(figure.name, draw(figure, table, WIDE), draw(figure, table, NARROW)))
