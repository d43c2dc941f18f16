"""The compiled recurrence equals the scan in value and gradient; what the scan alone can do, it does."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.country.pack import open_pack, put_together
from departures.engines.mean_field import mean_field
from departures.engines.tracers import no_tracers, since
from departures.inference.priors import layout_of
from engines.invented import MONTHS, VALUES, graph


def weighted(engine, values, seed):
    """Value and gradient of all flows and stocks under random weights."""
    made = np.random.default_rng(seed)
    graph, months = engine.graph, engine.graph.declaration.months.count
    cells, places = graph.declaration.cells.count, len(graph.compartments)
    on_flows = jnp.asarray(
        made.standard_normal((months, cells, engine.records.shape[1], engine.tracers.count))
    )
    on_stocks = jnp.asarray(made.standard_normal((months, cells, places)))

    def total(z):
        ran = engine.run(values(z))
        return (ran.flows * on_flows).sum() + 1e-3 * (ran.stocks * on_stocks).sum()

    return jax.jit(jax.value_and_grad(total))


def compare(graph, values, z, records=None, tracers=None, substeps=2):
    """Both ways to run the recurrence, with the same weights."""
    ways = [mean_field(graph, records, tracers, substeps, reference=reference) for reference in (False, True)]
    (value, gradient), (expected, expected_gradient) = (weighted(way, values, 3)(z) for way in ways)
    assert value == pytest.approx(float(expected), rel=1e-11)
    scale = np.abs(expected_gradient).max()
    np.testing.assert_allclose(gradient, expected_gradient, rtol=1e-9, atol=1e-11 * scale)
    assert scale > 0


def of_logs(z):
    return {name: jnp.exp(z[i]) for i, name in enumerate(VALUES)}


LOGS = jnp.log(jnp.asarray(list(VALUES.values())))


@pytest.mark.parametrize("substeps", [1, 3])
def test_the_compiled_recurrence_equals_the_scan(substeps):
    compare(graph(), of_logs, LOGS, substeps=substeps)


def test_it_equals_the_scan_with_tracers_clock_and_summed_records():
    small = graph()
    records = np.random.default_rng(1).integers(2, size=(len(small.edges), 2)).astype(float)
    compare(small, of_logs, LOGS, records, since(MONTHS, (6, 30), with_clock=True))


def test_records_that_weigh_edges_are_refused():
    with pytest.raises(ValueError, match="0 or 1"):
        mean_field(graph(), 0.5 * np.eye(len(graph().edges)))


def test_a_gradient_holds_where_nobody_can_leave():
    """At a hazard of nearly nothing the derivative of P/h comes from its series."""
    compare(graph(), of_logs, LOGS - 40.0)


@pytest.mark.parametrize(("country", "explanation"), [("north_korea", "reference"), ("veldran", "no_kin")])
def test_it_equals_the_scan_on_both_packs(country, explanation):
    problem = put_together(open_pack(country), explanation)
    assert not problem.declaration.signals
    layout = layout_of(problem)
    z = 0.5 * np.random.default_rng(5).standard_normal(layout.size)
    compare(
        problem.graph,
        layout.values,
        jnp.asarray(z),
        tracers=since(problem.declaration.months, (24, 60), True),
    )


def test_tracers_that_end_early_agree_up_to_their_end():
    small, months = graph(), np.arange(MONTHS.count)
    whole = mean_field(small, tracers=since(MONTHS, (6, 20), True)).run(VALUES)
    short = mean_field(small, tracers=since(MONTHS, (6, 20), True, until=(40, 30, 40))).run(VALUES)
    for column, end in ((1, 40), (2, 30), (3, 40)):
        np.testing.assert_array_equal(
            short.flows[months <= end, ..., column], whole.flows[months <= end, ..., column]
        )
    np.testing.assert_array_equal(short.stocks, whole.stocks)


def test_a_last_leg_in_two_stages_follows_the_exact_solution():
    """Arrivals of a cohort after t months: 1 − e^(−2ht)·(1 + 2ht)."""
    small = graph()
    people = replace(small.declaration.initial[0], target="transit", assign={"way": "own"})
    cohort = replace(small, declaration=replace(small.declaration, initial=(people,), entries=()))
    stocks = mean_field(cohort).run(VALUES).stocks
    arrived = np.asarray(stocks[:, 1, cohort.places_of("arrived")].sum(-1)) / VALUES["people"]
    passed = 2.0 * VALUES["last_leg"] * np.arange(1, MONTHS.count + 1)
    np.testing.assert_allclose(arrived, 1.0 - np.exp(-passed) * (1.0 + passed), atol=0.01)


def test_a_signal_feeds_back():
    quiet = mean_field(graph(signal=True)).run({**VALUES, "kin": 0.0})
    drawn = mean_field(graph(signal=True)).run(VALUES)
    without = mean_field(graph(), reference=True).run(VALUES)
    np.testing.assert_allclose(quiet.flows, without.flows, rtol=1e-12, atol=1e-12)
    crossing = graph().edges_of("crossing")
    assert np.all(drawn.flows[-1][:, crossing].sum() > 1.05 * quiet.flows[-1][:, crossing].sum())
    np.testing.assert_allclose(drawn.flows[0], quiet.flows[0], rtol=1e-12)  # the memory starts empty


def test_without_tracers_there_is_one_column():
    assert mean_field(graph(), tracers=no_tracers(MONTHS)).run(VALUES).flows.shape[-1] == 1
