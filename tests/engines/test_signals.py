"""Signals see stocks by state and flows by transition, summed over levels, and come back one per cell."""

import jax.numpy as jnp
import numpy as np

from departures.engines.signals import compile_signals
from engines.invented import VALUES, graph

MOVING = graph(signal=True)


def test_a_signal_starts_at_its_initial_value_in_every_cell():
    assert list(compile_signals(MOVING).initial()["kin"]) == [0.0, 0.0]


def test_the_next_value_sums_stocks_over_levels_and_flows_over_completing_edges():
    stocks = jnp.zeros((2, len(MOVING.compartments))).at[:, MOVING.places_of("home")].set(500.0)
    flows = jnp.ones((2, len(MOVING.edges)))
    after = compile_signals(MOVING).next({"kin": jnp.array([1.0, 1.0])}, stocks, flows, {}, VALUES)
    arrivals = 2 * len(MOVING.edges_of("last_leg"))  # inner stages do not count
    people = 2 * 2 * 500.0  # two sexes, watched or not
    np.testing.assert_allclose(after["kin"], 0.95 + 1_000.0 * arrivals / people)
    assert after["kin"].shape == (2,)


def test_without_signals_nothing_is_carried():
    followers = compile_signals(graph())
    assert followers.initial() == {}
    assert followers.next({}, jnp.zeros((2, 1)), jnp.zeros((2, 1)), {}, VALUES) == {}
