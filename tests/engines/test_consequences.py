"""Consequences move others without making or losing people, and never more than there are."""

import jax.numpy as jnp
import numpy as np
import pytest

from departures.engines.consequences import compile_consequences
from departures.engines.mean_field import mean_field
from engines.invented import VALUES, graph

SMALL = graph(consequence=True)
FREE, WATCHED = (int(SMALL.places_of("home", {"watched": value})[0]) for value in ("no", "yes"))
CROSSING = SMALL.edges_of("crossing")


def change(stock, flow):
    stocks = jnp.zeros((2, len(SMALL.compartments))).at[:, FREE].set(stock)
    flows = jnp.zeros((2, len(SMALL.edges))).at[:, int(CROSSING[0])].set(flow)
    apply = compile_consequences(SMALL)
    assert apply is not None
    return np.asarray(apply(stocks, flows, VALUES))


def test_each_event_moves_its_expected_number():
    moved = change(1e6, 2.0)
    assert moved[0, WATCHED] == pytest.approx(2.0 * VALUES["told"], rel=1e-4)
    assert moved[0, FREE] == -moved[0, WATCHED]


@pytest.mark.parametrize("stock", [0.0, 1e-9, 1.0, 4.0])
def test_never_more_move_than_there_are(stock):
    moved = change(stock, 1_000.0)
    assert np.all(np.isfinite(moved))
    assert 0.0 <= moved[0, WATCHED] <= stock
    np.testing.assert_allclose(moved.sum(1), 0.0, atol=1e-12)


def test_nothing_declared_is_nothing_compiled():
    assert compile_consequences(graph()) is None


def test_in_a_run_people_become_watched_and_none_is_lost():
    with_it, without = (mean_field(g, reference=True).run(VALUES).stocks for g in (SMALL, graph()))
    assert with_it[-1, :, WATCHED].sum() > 100.0
    np.testing.assert_allclose(with_it.sum(-1), without.sum(-1), rtol=1e-12)
    assert np.all(np.asarray(with_it) >= 0.0)
