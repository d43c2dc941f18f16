"""No prior derives from a figure that the model is fitted to: origins are walked from row to row."""

from departures.answers.observed import known_rows
from departures.country.references import fitted_rows
from laws.problems import problem

NORTH = problem("north_korea")
ROWS = known_rows(NORTH)


def inputs_of(row):
    """The rows from which a row was derived, however far back, and itself."""
    found, waiting = set(), [row]
    while waiting:
        name = waiting.pop()
        if name in ROWS and name not in found:
            found.add(name)
            waiting += str(ROWS[name].get("derived_from", "") or "").split()
    return found


def origins_of(rows):
    """Origins of rows; one that was derived from several is told by those that it was derived from."""
    return {str(ROWS[row]["origin_id"]) for row in rows if row in ROWS} - {"several"}


FITTED = {name for row in fitted_rows(NORTH.observation) for name in inputs_of(row)}


def test_no_prior_rests_on_a_row_that_is_fitted_or_of_the_same_origin():
    shared = {
        item.name: origins & origins_of(FITTED)
        for item in NORTH.parameters
        if (origins := origins_of(inputs_of(item.source))) & origins_of(FITTED)
    }
    assert shared == {}


def test_the_walk_would_notice():
    fitted = next(iter(fitted_rows(NORTH.observation)))
    assert origins_of(inputs_of(fitted)) <= origins_of(FITTED)
    derived = next(row for row in ROWS if str(ROWS[row].get("derived_from", "") or "") in FITTED)
    assert len(inputs_of(derived)) > 1


def test_series_that_repeat_arrivals_are_out():
    """Besides the counts themselves nothing that is fitted has the origin of the count."""
    counts = {row for window in NORTH.observation.windows for row in window.rows}
    counts |= {row for split in NORTH.observation.splits for row in split.window.rows}
    of_counts = origins_of(counts)
    others = fitted_rows(NORTH.observation) - counts
    wordings = {row for item in NORTH.observation.statements for row in item.rows}
    stays = {row for item in NORTH.observation.stays for row in item.rows}
    assert origins_of(others - wordings - stays) & of_counts == set()
