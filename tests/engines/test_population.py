"""Whole people in the invented declaration: one stream a replicate, entries, consequences, records and faults."""

from dataclasses import replace

import numpy as np
import pytest

from departures.engines.mean_field import mean_field
from departures.engines.population import population
from departures.model.driver import Driver
from departures.model.entry import Entry, InitialStock
from departures.model.graph import compile_graph
from departures.model.party import logarithmic_parties
from departures.model.transition import GroupSize
from departures.quantities import Months
from engines.chance import holm, of_means
from engines.invented import MONTHS, VALUES, cells, declaration, graph

SIGNALS = pytest.mark.parametrize("signal", [False, True], ids=["alone", "with a signal"])


def same(one, other):
    return all(np.array_equal(*pair) for pair in zip(one, other, strict=True))


@SIGNALS
def test_the_same_seed_gives_the_same_people(signal):
    first, again = (population(graph(signal=signal)).run(VALUES, 3, seed=5) for _ in range(2))
    assert same(first, again)
    assert not same(first, population(graph(signal=signal)).run(VALUES, 3, seed=6))
    assert first.flows.dtype == np.int64


@SIGNALS
def test_a_replicate_is_the_same_whatever_is_run_beside_it(signal):
    """In blocks that begin elsewhere, alone, and on one thread or on three."""
    whole = population(graph(signal=signal), threads=1).run(VALUES, 70, seed=5)
    engine = population(graph(signal=signal), threads=3)
    assert same(whole, engine.run(VALUES, 70, seed=5))
    for first, last in ((0, 1), (31, 33), (40, 70), (69, 70)):
        part = engine.run(VALUES, last - first, seed=5, first=first)
        assert same(part, [each[first:last] for each in whole])
    assert not np.array_equal(whole.flows[0], whole.flows[1])


def test_no_replicates_are_no_replicates():
    ran = population(graph()).run(VALUES, 0, seed=1)
    assert ran.flows.shape == (0, MONTHS.count, 2, len(graph().edges))


@pytest.mark.parametrize(("replicates", "seed", "first"), [(-1, 1, 0), (1, -1, 0), (1, 1, -1), (1, 2**64, 0)])
def test_numbers_below_nothing_are_refused(replicates, seed, first):
    with pytest.raises(ValueError, match=r"below 0|64 bits"):
        population(graph()).run(VALUES, replicates, seed, first)


@pytest.mark.parametrize("value", [-0.1, np.nan, np.inf])
@pytest.mark.parametrize(("signal", "name"), [(False, "crossing"), (True, "crossing")])
def test_a_hazard_that_is_no_hazard_is_refused(value, signal, name):
    with pytest.raises(ValueError, match="hazard"):
        population(graph(signal=signal)).run({**VALUES, name: value}, 1, seed=1)


def test_records_add_up_edges_and_stocks_are_of_the_months_asked_for():
    small = graph()
    records = np.random.default_rng(1).integers(2, size=(len(small.edges), 3)).astype(float)
    every = population(small).run(VALUES, 4, seed=2)
    some = population(small, records, stock_months=(11, 3)).run(VALUES, 4, seed=2)
    assert np.array_equal(some.flows, every.flows @ records.astype(int))
    assert np.array_equal(some.stocks, every.stocks[:, [11, 3]])
    assert population(small, records, stock_months=()).run(VALUES, 4, seed=2).stocks.shape[1] == 0


def test_records_that_weigh_edges_are_refused():
    with pytest.raises(ValueError, match="0 or 1"):
        population(graph(), 0.5 * np.eye(len(graph().edges)))


def agree(graph, parameters, replicates=400, parties=None, seed=8, months=slice(None, None, 12)):
    """How many of the summed flows and of the stocks differ from the mean field, by Holm's test."""
    ran = population(graph, parties=parties).run(parameters, replicates, seed)
    mean = mean_field(graph).run(parameters)
    sample = np.concatenate(
        [ran.flows.sum(1).reshape(replicates, -1), ran.stocks[:, months].reshape(replicates, -1)], axis=1
    )
    expected = np.concatenate([mean.flows[..., 0].sum(0).ravel(), mean.stocks[months].ravel()])
    common = (expected > 5.0) | (expected < 1e-9)
    assert common.sum() > 20
    return int(holm(of_means(sample[:, common], expected[common])).sum())


def test_any_number_of_cells_has_the_means_of_the_mean_field():
    assert agree(graph(cells=cells(5)), VALUES) == 0


def test_parties_leave_the_mean_where_it_is():
    small = declaration()
    sizes = {"crossing": GroupSize(1.6, 1.2), "onward": GroupSize(2.5, 6.0), "arrest": GroupSize(2.5, 0.5)}
    ways = tuple(replace(item, group_size=sizes.get(item.name)) for item in small.transitions)
    inside = compile_graph(replace(small, transitions=ways))
    last = {int(edge): logarithmic_parties(4.0) for edge in inside.edges_of("last_leg")}
    assert agree(inside, VALUES, 200, parties=lambda parameters: last) == 0


@pytest.mark.parametrize("busy", [0.004, 0.15])
def test_entries_below_nothing_take_people_away(busy):
    """Where many move in a sub-step, those who go away must be taken off before and after the others move."""
    base = declaration()
    year = Months(MONTHS.first, MONTHS.date_of(11))
    drivers = tuple(Driver(d.name, d.unit, d.values[: year.count]) for d in base.drivers)
    leaving = Entry("emptying", "home", lambda *_: -60.25)
    small = compile_graph(replace(base, months=year, drivers=drivers, entries=(leaving,)))
    assert agree(small, {**VALUES, "crossing": busy}, months=slice(None)) == 0


def test_where_nobody_is_left_entries_below_nothing_take_nobody():
    emptying = Entry("emptying", "home", lambda *_: -500.0)
    small = compile_graph(replace(declaration(), entries=(emptying,)))
    ran = population(small).run({**VALUES, "people": 3000.0, "release": 0.0, "crossing": 0.01}, 20, seed=1)
    home = small.places_of("home")
    assert ran.stocks.min() == 0
    assert ran.stocks[:, -1][:, :, home].sum() == 0


def test_real_numbers_of_people_become_whole_ones_without_bias():
    first = InitialStock("few", "home", lambda *_: 0.3)
    small = compile_graph(replace(declaration(), initial=(first,), entries=()))
    ran = population(small).run(VALUES, 4000, seed=1)
    people = ran.stocks.sum(-1)
    assert np.all(people == people[:, :1])
    assert of_means(people[:, 0], [0.3, 0.3]).min() > 1e-3


def test_consequences_move_their_expected_number_of_others():
    """So few are watched that the number of those who are not does not change: then the mean field is exact."""
    few = {**VALUES, "people": 1e6, "crossing": 1e-5, "told": 2.5}
    small = graph(consequence=True)
    ran = population(small).run(few, 400, seed=3)
    watched = ran.stocks[:, -1][:, :, small.places_of("home", {"watched": "yes"})].sum((1, 2))[:, None]
    mean = mean_field(small).run(few).stocks[-1][:, small.places_of("home", {"watched": "yes"})].sum()
    assert of_means(watched, [float(mean)])[0] > 1e-3
    assert of_means(watched, [1.02 * float(mean)])[0] < 1e-3


def test_consequences_come_in_order_of_name_and_move_nobody_twice_at_once():
    base = declaration(consequence=True)
    first = base.consequences[0]
    undone = replace(
        first,
        name="undone",
        source_levels={"watched": "yes"},
        target_levels={"watched": "no"},
        expected="all",
    )
    values = {**VALUES, "all": 1e9}
    after = compile_graph(replace(base, consequences=(undone, first)))  # kin_watched, then undone
    home = after.places_of("home", {"watched": "yes"})
    assert population(after).run(values, 5, seed=1).stocks[:, :, :, home].sum() == 0
    before = compile_graph(replace(base, consequences=(replace(undone, name="a"), first)))
    assert population(before).run(values, 5, seed=1).stocks[:, -1][:, :, home].sum() > 0


def test_a_signal_draws_others():
    quiet, drawn = (
        population(graph(signal=True)).run({**VALUES, "kin": kin}, 40, seed=4).flows for kin in (0.0, 0.05)
    )
    crossing = graph().edges_of("crossing")
    late = [flows[:, -12:][..., crossing].sum((1, 2, 3)).mean() for flows in (quiet, drawn)]
    assert late[1] > 1.05 * late[0]
    assert np.array_equal(quiet, population(graph()).run(VALUES, 40, seed=4).flows)
