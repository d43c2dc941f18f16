"""Figures draw what their table prints, in two widths that fit their page."""

import re
from itertools import pairwise

import pytest

from answers.made_up import WHOLE
from departures.answers.answer import Number
from departures.answers.causes import answer_causes
from departures.answers.fall import answer_fall
from departures.answers.fear_and_faith import answer_fear_and_faith
from departures.answers.pathways import answer_pathways
from departures.report.draw_arrivals import LEAST
from departures.report.draw_causes import LEAST as LEAST_FACTOR
from departures.report.draw_causes import MOST as MOST_FACTOR
from departures.report.figures import DRAWN
from departures.report.style import NARROW, WIDE, Size, as_svg, set_apart
from report.fake_findings import fake_findings
from report.fake_fit import fake_fit

FIT = fake_fit(WHOLE)
NORTH = fake_findings("north_korea")
ANSWERS = [
    answer_fall(WHOLE, FIT),
    answer_pathways(WHOLE, FIT),
    answer_causes(NORTH),
    answer_fear_and_faith(NORTH),
]
FIGURES = [(figure, answer.tables[figure.table]) for answer in ANSWERS for figure in answer.figures]


def values_in(part: object) -> set[float]:
    """Every number in the inline data of a specification."""
    found: set[float] = set()
    if isinstance(part, dict):
        for record in part.get("datasets", {}).values():
            found |= {value for line in record for value in line.values() if isinstance(value, float)}
        if isinstance(part.get("data"), dict):
            records = part["data"].get("values", [])
            found |= {value for record in records for value in record.values() if isinstance(value, float)}
        for value in part.values():
            found |= values_in(value)
    elif isinstance(part, list):
        for value in part:
            found |= values_in(value)
    return found


@pytest.mark.parametrize(("figure", "table"), FIGURES, ids=[figure.name for figure, _ in FIGURES])
def test_a_figure_draws_nothing_but_its_table(figure, table) -> None:
    printed = {
        float(end)
        for row in table.rows
        for cell in row
        if isinstance(cell, Number)
        for end in (cell.value, cell.low, cell.high)
        if end is not None
    }
    drawn = values_in(DRAWN[figure.name](figure, table, WIDE))
    assert len(drawn) > 10
    assert drawn <= printed | {LEAST, LEAST_FACTOR, MOST_FACTOR, 1.0}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=lambda size: size.name)
@pytest.mark.parametrize(("figure", "table"), FIGURES, ids=[figure.name for figure, _ in FIGURES])
def test_a_figure_is_as_wide_as_promised_and_readable(figure, table, size: Size) -> None:
    svg = as_svg(DRAWN[figure.name](figure, table, size), "x")
    width = float(re.search(r'<svg[^>]* width="([\d.]+)"', svg)[1])
    assert width <= size.width + 12
    sizes = [float(found) for found in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert min(sizes) >= 11
    assert "<script" not in svg


def test_every_figure_has_a_drawing_and_every_drawing_a_figure() -> None:
    assert {figure.name for figure, _ in FIGURES} == set(DRAWN)


def test_labels_that_would_overlap_are_set_apart_and_keep_their_order() -> None:
    places = [100.0, 104.0, 20.0, 102.0]
    moved = [place + shift for place, shift in zip(places, set_apart(places, 15.0), strict=True)]
    assert sorted(range(4), key=lambda at: moved[at]) == sorted(range(4), key=lambda at: places[at])
    ordered = sorted(moved)
    assert min(two - one for one, two in pairwise(ordered)) >= 15.0
    assert set_apart([10.0, 90.0], 15.0) == [0.0, 0.0]
