"""Law: at equal state, drivers and signals a higher barrier never raises a step's flow past it."""

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from departures.engines.mean_field import mean_field
from departures.mechanisms.barrier import Barrier
from laws.problems import drawn, one_month, place_name, problem

COUNTRIES = ("north_korea", "veldran")


@cache
def barriers(country):
    """Every barrier of a pack, as form and transitions."""
    factors = [factor for room in problem(country).rooms for factor in room.parts.factors]
    forms = [getattr(factor.value, "__self__", None) for factor in factors]
    return {form.name: form for form in forms if isinstance(form, Barrier)}


@cache
def step(country, name):
    """Flow past a barrier in one step, by edge, in the month in which its driver is highest."""
    declaration = problem(country).declaration
    driver = next(item for item in declaration.drivers if item.name == barriers(country)[name].driver)
    assert np.all(np.asarray(driver.values) >= 0.0)
    graph = one_month(declaration, int(np.argmax(driver.values)))
    names = [place_name(place) for place in graph.compartments if place.stage == 0]
    edges = [
        i
        for i, edge in enumerate(graph.edges)
        if edge.transition in barriers(country)[name].on and edge.completes
    ]
    run = mean_field(graph, substeps=1, reference=True).run

    def flow(parameters, stocks, effect):
        at = dict(zip(names, jnp.asarray(stocks), strict=True))
        return run({**parameters, **at, f"{name}_effect": effect}).flows[0, :, jnp.array(edges), 0]

    return jax.jit(flow), len(names)


CASES = [(country, name) for country in COUNTRIES for name in barriers(country)]


@pytest.mark.parametrize(("country", "name"), CASES)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000), low=st.floats(0.0, 4.0), more=st.floats(0.0, 4.0), empty=st.floats(0.0, 1.0)
)
def test_a_higher_barrier_never_raises_the_flow_past_it(country, name, seed, low, more, empty):
    flow, places = step(country, name)
    made = np.random.default_rng(seed)
    stocks = np.exp(3.0 * made.standard_normal((places, 2))) * (made.uniform(size=(places, 2)) > empty)
    parameters = drawn(country, "reference", seed)
    before, after = (np.asarray(flow(parameters, stocks, effect)) for effect in (low, low + more))
    assert np.all(after <= before * (1.0 + 1e-12) + 1e-300)


@pytest.mark.parametrize(("country", "name"), CASES)
def test_and_it_lowers_a_flow_that_is_there(country, name):
    flow, places = step(country, name)
    parameters = drawn(country, "reference", seed=1)
    before, after = (flow(parameters, np.ones((places, 2)), effect).sum() for effect in (0.0, 2.0))
    assert 0.0 < after < before
