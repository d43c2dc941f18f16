"""No prior derives from a figure that the model is fitted to: origins are walked from row to row and source."""

import pytest

from departures.answers.observed import known_rows
from departures.country.pack import open_pack
from departures.country.references import fitted_rows
from laws.problems import problem

EXPLANATIONS = tuple(open_pack("north_korea").explanations)
REFERENCE = problem("north_korea")
ROWS = known_rows(REFERENCE)
SOURCES = REFERENCE.evidence.sources.set_index("source_id")["origin_id"]


def inputs_of(name):
    """A row or source with all rows and sources from which it was derived, however far back."""
    found, waiting = set(), [name]
    while waiting:
        item = waiting.pop()
        if item not in found:
            found.add(item)
            waiting += str(ROWS[item].get("derived_from", "") or "").split() if item in ROWS else ()
    return found


def origins_of(names):
    """Origins of rows and sources; that of a row derived from several is told by what it was derived from."""
    of_rows = {str(ROWS[name]["origin_id"]) for name in names if name in ROWS}
    return (of_rows | {str(SOURCES[name]) for name in names if name in SOURCES.index}) - {"several"}


def fitted(explanation):
    """All that the model is fitted to under an explanation, with what it was derived from."""
    return {
        name
        for row in fitted_rows(problem("north_korea", explanation).observation)
        for name in inputs_of(row)
    }


@pytest.mark.parametrize("explanation", EXPLANATIONS)
def test_no_prior_rests_on_what_is_fitted_or_has_its_origin(explanation):
    of_fitted = origins_of(fitted(explanation))
    shared = {
        item.name: both
        for item in problem("north_korea", explanation).parameters
        if (both := origins_of(inputs_of(item.source)) & of_fitted)
    }
    assert shared == {}


def test_the_walk_would_notice():
    """A derived row brings in the rows and the sources from which it was derived, with their origins."""
    rows_in = next(row for row in ROWS if inputs_of(row) - {row} & set(ROWS))
    assert len(inputs_of(rows_in)) > 1
    sources_in = next(row for row in ROWS if inputs_of(row) & set(SOURCES.index))
    named = inputs_of(sources_in) & set(SOURCES.index)
    assert {str(SOURCES[name]) for name in named} - {"several"} <= origins_of(inputs_of(sources_in))
    merged = "ways-elite-1997-07_2025-12-derived"
    assert origins_of(inputs_of(merged)) & origins_of(fitted("reference")), (
        "its sources repeat the fitted count"
    )


def test_series_that_repeat_arrivals_are_out():
    """Besides the counts themselves nothing that is fitted has the origin of the count."""
    observation = REFERENCE.observation
    counts = {row for window in observation.windows for row in window.rows}
    counts |= {row for split in observation.splits for row in split.window.rows}
    of_counts = {str(ROWS[row]["origin_id"]) for row in counts}
    wordings = {row for item in observation.statements for row in item.rows}
    stays = {row for item in observation.stays for row in item.rows}
    others = fitted_rows(observation) - counts - wordings - stays
    assert {str(ROWS[row]["origin_id"]) for row in others} & of_counts == set()


READ_BESIDE = {
    "kin_in_the_south": "counts of earlier years alone, as a series is told by its own past; see decisions/",
    "word_from_outside": "another question of a report on attitudes: who had seen foreign films, not who thought ill",
    "border_works": "dates of works, told by the reports that also tell of fees; no figure of theirs",
}
"""Drivers that share an origin with a fitted figure, and why the figure is not used twice."""


def test_drivers_that_share_an_origin_with_a_fitted_figure_are_known_and_have_a_reason():
    of_fitted = origins_of(fitted("reference"))
    shared = {
        driver.name
        for driver in REFERENCE.declaration.drivers
        if origins_of(item for row in driver.lead for item in inputs_of(row)) & of_fitted
    }
    assert shared == set(READ_BESIDE)


def test_no_driver_reads_a_row_that_is_fitted_besides_the_counts_of_earlier_years():
    rows = fitted_rows(REFERENCE.observation)
    assert [d.name for d in REFERENCE.declaration.drivers if set(d.lead) & rows] == ["kin_in_the_south"]


def test_what_is_remembered_of_counts_is_of_earlier_years_alone():
    """71 people arrived in 1998 and 148 in 1999; one in ten is forgotten each year."""
    months = REFERENCE.declaration.months
    (driver,) = (d for d in REFERENCE.declaration.drivers if d.name == "kin_in_the_south")
    in_year = {months.date_of(month).year: driver.values[month] for month in range(months.count)}
    assert [in_year[year] for year in (1998, 1999, 2000)] == pytest.approx([0.0, 0.071, 0.071 * 0.9 + 0.148])


def test_every_source_of_a_prior_has_an_origin():
    named = {item.source for item in REFERENCE.parameters if not item.source.startswith("judgement:")}
    assert [source for source in named if not origins_of(inputs_of(source)) - {"nan", ""}] == []
