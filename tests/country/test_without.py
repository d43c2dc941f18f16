"""A room that is switched off does nothing, and what it is said to show is seen."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.country.without import without_room
from departures.inference.fit import DIMENSIONS
from departures.inference.likelihood import compile_likelihood
from departures.inference.quantities import compile_quantities
from laws.problems import problem

jax.config.update("jax_enable_x64", True)

NORTH = problem("north_korea")
SHOWING = [(room.name, shown) for room in NORTH.rooms for shown in room.shows]


def quantities(made):
    """Every quantity at the medians of the priors."""
    likelihood = compile_likelihood(made)
    compute = jax.jit(compile_quantities(made, likelihood))
    return compute(jnp.zeros(likelihood.layout.size))


def seen(values, shown):
    """The output that a room names, from quantities by name."""
    array = np.asarray(values[shown.quantity])
    years = list(NORTH.declaration.months.years)
    coordinates = {"year": years, "year_left": years, "way": list(NORTH.observation.ways)}
    at = dict(shown.at)
    for axis, dimension in reversed(list(enumerate(DIMENSIONS[shown.quantity]))):
        if dimension in at:
            known = [str(value) for value in coordinates[dimension]]
            array = np.take(array, known.index(at[dimension]), axis=axis)
    return float(array.sum())


@pytest.fixture(scope="module")
def whole():
    return quantities(NORTH)


def test_every_room_says_what_one_sees_of_it():
    assert [room.name for room in NORTH.rooms if not room.shows] == []


@pytest.mark.parametrize(("name", "shown"), SHOWING, ids=[name for name, _ in SHOWING])
def test_switched_off_a_room_moves_what_it_names(name, shown, whole):
    with_it, without = seen(whole, shown), seen(quantities(without_room(NORTH, name)), shown)
    assert (with_it > without) is (shown.change == "higher")
    assert abs(with_it - without) > 0.01 * with_it  # and not by a rounding error


def test_a_room_that_is_not_there_is_told():
    with pytest.raises(ValueError, match="no room 'kitchen'; use one of: people_at_home"):
        without_room(NORTH, "kitchen")
