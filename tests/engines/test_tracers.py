"""Tracers follow those who left in stated months; they add up to everybody, and end under control."""

import numpy as np

from departures.engines.mean_field import mean_field
from departures.engines.tracers import by_year, since
from engines.invented import MONTHS, VALUES, graph

SMALL = graph()
ARRIVALS = SMALL.edges_of("last_leg")


def arrivals(tracers):
    """Arrivals by month and column."""
    return np.asarray(mean_field(SMALL, tracers=tracers).run(VALUES).flows)[:, :, ARRIVALS].sum((1, 2))


def test_years_of_departure_add_up_to_everybody():
    found = arrivals(
        by_year(MONTHS)
    )  # the system abroad starts empty, so everybody left in a month of the run
    np.testing.assert_allclose(found[:, 1:].sum(1), found[:, 0], rtol=1e-10)
    assert found[-1, 0] > 1.0


def test_nobody_arrives_before_leaving():
    found = arrivals(by_year(MONTHS))
    for column in range(1, found.shape[1]):
        before = np.arange(MONTHS.count) < 12 * (column - 1)
        assert np.all(found[before, column] == 0.0)


def test_since_a_month_is_the_sum_of_the_later_months():
    later = arrivals(since(MONTHS, (24,)))
    years = arrivals(by_year(MONTHS))
    np.testing.assert_allclose(later[:, 1], years[:, 3:].sum(1), rtol=1e-10, atol=1e-12)


def test_the_clock_tells_the_months_since_leaving():
    """With exits at a constant rate, a cohort that arrives has been away as long as its months are old."""
    found = arrivals(since(MONTHS, tuple(range(MONTHS.count)), with_clock=True))
    left_in = -np.diff(found[:, 2:], axis=1, append=0.0)  # by month of leaving
    age = np.arange(MONTHS.count)[:, None] - np.arange(MONTHS.count)[None, :]
    told = found[-1, 1] / found[-1, 0]
    assert (
        abs(told - (left_in[-1] * age[-1]).sum() / left_in[-1].sum()) < 0.6
    )  # months are counted from their middle


def test_a_tracer_ends_under_control():
    keep = since(MONTHS, (0,)).keep(SMALL)
    for state, kept in (("custody", 0.0), ("home", 0.0), ("hiding", 1.0), ("arrived", 1.0)):
        assert np.all(keep[SMALL.places_of(state), 1] == kept)
    assert np.all(keep[:, 0] == 1.0)


def test_the_clock_runs_only_for_people_who_are_away():
    clock = since(MONTHS, (0,), with_clock=True).clock(SMALL)
    for state, gained in (("home", 0.0), ("hiding", 1.0), ("arrived", 0.0), ("custody", 0.0)):
        assert np.all(clock[SMALL.places_of(state), 1] == gained)
