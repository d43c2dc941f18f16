"""Hazards taken apart: nothing frozen they are those of the engine, and a frozen part goes on as in the year before."""

import jax.numpy as jnp
import numpy as np
import pytest

from departures.engines.frozen import Freezable, Span, compile_frozen
from departures.engines.hazards import compile_hazards
from departures.engines.mean_field import entries_of, mean_field
from departures.engines.onward_from import compile_onward
from departures.model.room import Parts
from laws.problems import drawn, problem

NORTH = problem("north_korea")
MONTHS = NORTH.declaration.months
SPAN = Span(MONTHS.of_year(2020)[0], MONTHS.of_year(2021)[1])
PARTS = (
    Freezable(frozenset({"closure"}), frozenset()),
    Freezable(frozenset(), frozenset({"workers_sent", "stranded"})),
    Freezable(frozenset({"famine"}), frozenset()),
)


@pytest.fixture(scope="module")
def parameters():
    return drawn("north_korea", "reference", 3, 0.5)


@pytest.fixture(scope="module")
def logs(parameters):
    rooms = sum((room.parts for room in NORTH.rooms), start=Parts())
    return compile_frozen(NORTH.graph, rooms.transitions, rooms.factors, PARTS, [SPAN])(parameters)[0]


def hazards_of(parameters):
    hazards = compile_hazards(NORTH.graph)
    return hazards.fixed(parameters, hazards.latents(parameters))


def edges_of(transition):
    return NORTH.graph.edges_of(transition)


def test_with_nothing_frozen_hazards_are_those_of_the_engine(parameters, logs):
    whole = hazards_of(parameters)[:, SPAN.start : SPAN.stop]
    np.testing.assert_allclose(np.exp(logs[0]), whole, rtol=1e-9, atol=1e-270)


def test_a_frozen_span_repeats_the_year_before_month_by_month():
    assert list(SPAN.frozen[:12]) == list(range(SPAN.start - 12, SPAN.start))
    assert (SPAN.frozen[12:] == SPAN.frozen[:12]).all()


def test_a_barrier_that_is_frozen_open_lets_as_many_past_as_before_it_closed(parameters, logs):
    shift = np.asarray(logs[1][0, edges_of("crossing")[0], :, 0])
    closed = MONTHS.index_of(NORTH.declaration.months.date_of(SPAN.start).replace(month=2)) - SPAN.start
    assert shift[0] == 0.0
    assert shift[closed:] == pytest.approx(float(parameters["closure_effect"]), rel=1e-9)


def test_drivers_are_frozen_where_intensities_read_them(parameters, logs):
    flight = np.asarray(logs[1][1, edges_of("dispatch_flight")[0], :, 0])
    assert flight.min() == pytest.approx(-float(parameters["dispatch_stranded_effect"]), rel=1e-9)


def test_a_part_moves_nothing_but_its_own_and_a_control_that_does_nothing_moves_nothing_at_all(logs):
    crossing = set(edges_of("crossing")) | set(edges_of("crossing_taken")) | set(edges_of("return_again"))
    crossing |= set(edges_of("straight"))
    others = [edge for edge in range(len(NORTH.graph.edges)) if edge not in crossing]
    assert not np.asarray(logs[1][0, np.array(others)]).any()
    assert not np.asarray(logs[1][2]).any()  # the famine was over


def test_a_run_from_a_month_on_is_the_end_of_the_whole_run(parameters):
    records = np.eye(len(NORTH.graph.edges))
    whole = mean_field(NORTH.graph, records).run(parameters)
    hazards = hazards_of(parameters)[:, SPAN.start : SPAN.stop]
    entries = jnp.swapaxes(entries_of(NORTH.graph, parameters), 1, 2)[SPAN.start : SPAN.stop]
    run = compile_onward(NORTH.graph, records, SPAN.start, SPAN.stop)
    flows = run(hazards, whole.stocks[SPAN.start - 1].T, entries)
    np.testing.assert_allclose(
        flows, whole.flows[SPAN.start : SPAN.stop, :, :, 0].sum(1), rtol=1e-9, atol=1e-12
    )
