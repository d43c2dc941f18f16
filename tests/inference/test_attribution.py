"""Changes taken apart: parts add up to the change, what does nothing gets nothing, and orders are what they say."""

from dataclasses import replace
from itertools import permutations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.inference.attribution import compile_attribution
from departures.inference.likelihood import compile_likelihood
from departures.inference.orders import SCALES, orders
from departures.inference.priors import layout_of
from departures.inference.quantities import compile_quantities
from laws.problems import problem

NORTH = problem("north_korea")
NAMES = [part.name for part in NORTH.causes.parts]
CHANGES = list(NORTH.causes.changes)
DRAWS = 3


def taken_apart(made, places_of, draws=DRAWS):
    run = jax.jit(compile_attribution(made))
    z = 0.5 * layout_of(made).draws_from_prior(draws, 5)
    found = [run(jnp.asarray(row), jnp.asarray(places)) for row, places in zip(z, places_of, strict=True)]
    return z, np.stack([part for part, _ in found]), np.stack([total for _, total in found])


@pytest.fixture(scope="module")
def apart():
    return taken_apart(NORTH, orders(len(NAMES), 6, DRAWS, 1))


def test_parts_add_up_to_the_change_in_every_draw(apart):
    _, part, total = apart
    assert part.shape == (DRAWS, len(SCALES), len(CHANGES), len(NAMES) + 1)
    assert np.abs(part.sum(-1) - total).max() < 1e-9


def test_the_change_is_that_of_the_expected_arrivals(apart):
    z, _, total = apart
    compute = jax.jit(compile_quantities(NORTH, compile_likelihood(NORTH)))
    years = list(NORTH.declaration.months.years)
    for row, of_draw in zip(z, total, strict=True):
        arrivals = np.asarray(compute(jnp.asarray(row))["arrivals"]).sum(-1)
        for place, (first, last) in enumerate(CHANGES):
            a, b = arrivals[years.index(first)], arrivals[years.index(last)]
            np.testing.assert_allclose(of_draw[:, place], [np.log(b / a), b - a], rtol=1e-7, atol=1e-9)


def test_a_control_that_does_nothing_gets_exactly_nothing(apart):
    _, part, _ = apart
    before_covid = CHANGES.index((2009, 2012))
    assert not part[:, :, before_covid, NAMES.index("abroad")].any()


def test_what_an_explanation_leaves_out_gets_exactly_nothing():
    _, part, _ = taken_apart(problem("north_korea", "border_only"), orders(len(NAMES), 4, DRAWS, 1))
    assert not part[..., NAMES.index("abroad")].any()
    assert part[..., NAMES.index("border")].any()


def test_all_orders_give_the_shapley_values_by_their_definition():
    few = NORTH.causes.parts[:3]
    made = replace(NORTH, causes=NORTH.causes.model_copy(update={"parts": few, "changes": ((2019, 2021),)}))
    every = np.array([np.argsort(order) for order in permutations(range(3))])
    _, part, _ = taken_apart(made, [every], 1)
    single = [taken_apart(made, [np.array([row])], 1)[1] for row in every]
    np.testing.assert_allclose(part, np.mean(single, axis=0), rtol=1e-9)
    first_to_come = [
        values[0, 0, 0, row.tolist().index(0)] for values, row in zip(single, every, strict=True)
    ]
    last_to_come = [values[0, 0, 0, row.tolist().index(2)] for values, row in zip(single, every, strict=True)]
    assert np.ptp([*first_to_come, *last_to_come]) > 0  # orders matter, or the test would hold for any


def test_orders_are_orders_each_beside_its_reverse():
    made = orders(5, 8, 20, 3)
    assert made.shape == (20, 8, 5)
    assert (np.sort(made, axis=-1) == np.arange(5)).all()
    assert (made[:, :4] + made[:, 4:] == 4).all()
    assert len({tuple(row) for row in made.reshape(-1, 5)}) > 60
    assert (orders(5, 8, 20, 3) == made).all()
