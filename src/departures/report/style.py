"""What all figures share: two widths, colours that colour-blind readers can tell apart, and sizes that can be read."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import altair as alt
import vl_convert

from departures.answers.answer import Figure

BLUE, ORANGE, GREY, INK, GREEN = "#0072b2", "#c44e00", "#6b7280", "#1f2933", "#00785a"
"""After Okabe and Ito, darkened where white paper asks for it."""
FONT = "DejaVu Sans, Verdana, Arial, sans-serif"
PICTURE_SCALE = 2.0


@dataclass(frozen=True)
class Size:
    """Width in pixels, letters on a line of heading and caveat, size of letters, and labels that an axis bears."""

    name: str
    width: int
    heading: int
    caveat: int
    text: int
    ticks: int

    @property
    def is_narrow(self) -> bool:
        """Whether the figure is drawn for a telephone."""
        return self.name == "narrow"


WIDE = Size("wide", 700, 72, 88, 13, 12)
NARROW = Size("narrow", 336, 40, 45, 12, 5)


def chart_of(records: list[dict[str, Any]]) -> Any:
    """An Altair chart on plain records; Altair's own types say less than they hide, so it goes untyped."""
    data: Any = alt.Data
    return alt.Chart(data(values=records))


def finished(layers: list[Any], figure: Figure, size: Size, height: int) -> dict[str, Any]:
    """The layers with their heading, the caveat below it, and the common looks; a Vega-Lite specification."""
    title = alt.TitleParams(
        textwrap.wrap(figure.title, size.heading),
        subtitle=textwrap.wrap(figure.caveat, size.caveat),
        anchor="start", frame="bounds", fontSize=size.text + 2, subtitleFontSize=size.text, color=INK,
        subtitleColor=INK, offset=12, lineHeight=size.text + 6, subtitleLineHeight=size.text + 5,
    )  # fmt: skip
    fits = alt.AutoSizeParams(type="fit-x", contains="padding")  # all figures come out equally wide
    dressed: Any = (
        alt.layer(*layers)
        .properties(width=size.width, height=height, title=title, autosize=fits)
        .configure(font=FONT, background="white", padding={"left": 2, "top": 6, "right": 6, "bottom": 4})
    )
    dressed = dressed.configure_axis(
        labelFontSize=size.text, titleFontSize=size.text, labelColor=INK, titleColor=INK, gridColor="#e5e7eb",
        titleFontWeight="normal", domainColor=GREY, tickColor=GREY,
    ).configure_view(stroke=None).configure_text(fontSize=size.text, color=INK)  # fmt: skip
    specification: dict[str, Any] = dressed.to_dict(validate=False)
    return specification


def as_svg(specification: dict[str, Any], prefix: str) -> str:
    """Static SVG without script; ids get a prefix, so that several stand on one page."""
    svg: str = vl_convert.vegalite_to_svg(specification)
    return svg.replace(' id="', f' id="{prefix}-').replace("url(#", f"url(#{prefix}-")


def as_png(specification: dict[str, Any]) -> bytes:
    """The same as a picture, for those who paste it elsewhere; heading and caveat are inside."""
    picture: bytes = vl_convert.vegalite_to_png(specification, scale=PICTURE_SCALE)
    return picture


def year_axis(size: Size, years: list[int]) -> alt.Axis:
    """Labels of years, few enough to be read."""
    step = max(1, -(-len(years) // size.ticks))
    return alt.Axis(values=years[::-1][::step][::-1], format="d", title=None, grid=False)


def count_axis() -> alt.Axis:
    """Labels of a logarithmic scale, about threefold apart."""
    return alt.Axis(values=[1, 3, 10, 30, 100, 300, 1000, 3000, 10000, 30000], format=",d", title=None)


def log_scale(values: list[float], below: float = 0.6, above: float = 1.7) -> alt.Scale:
    """A logarithmic scale that holds all values, with room below and above as factors."""
    positive = [value for value in values if value > 0]
    return alt.Scale(type="log", domain=[max(min(positive) * below, 0.5), max(positive) * above], nice=False)


def set_apart(places: list[float], gap: float) -> list[float]:
    """Shifts, in pixels, that keep labels at these places (pixels from the top) at least `gap` apart."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = list(places)
    for above, below in pairwise(order):
        moved[below] = max(moved[below], moved[above] + gap)
    middle = (sum(places) - sum(moved)) / max(len(places), 1)
    return [after + middle - before for before, after in zip(places, moved, strict=True)]
