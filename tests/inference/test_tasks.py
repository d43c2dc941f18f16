"""A worker's gradients, and its refusal of a problem whose expectations are no numbers."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.country.pack import open_pack
from departures.inference.fit import FitRefused
from departures.inference.likelihood import compile_likelihood
from departures.inference.quantities import compile_quantities
from departures.inference.settings import SamplingSettings
from departures.inference.tasks import Tasks
from departures.inference.worker import Recipe, reopened
from laws.problems import problem

jax.config.update("jax_enable_x64", True)


def tasks_of(country):
    folder = str(open_pack(country).folder)
    recipe = Recipe(folder, "reference", None, None, SamplingSettings())
    return Tasks(recipe, reopened(recipe, {}), None)


def test_one_program_gives_gradients_of_the_potential_and_of_combinations_of_figures():
    tasks = tasks_of("veldran")
    likelihood = tasks._likelihood
    z = 0.3 * np.random.default_rng(3).standard_normal(likelihood.layout.size)
    value, slope = jax.jit(jax.value_and_grad(likelihood.potential))(jnp.asarray(z))
    np.testing.assert_allclose(tasks._gradient(z)[0], value, rtol=1e-10)
    np.testing.assert_allclose(tasks._gradient(z)[1], slope, rtol=1e-8, atol=1e-8)
    weights = np.random.default_rng(4).standard_normal((2, likelihood.linked_size))
    found = tasks._slopes((weights, z[None]))
    step = 1e-6 * np.random.default_rng(5).standard_normal(len(z))
    ahead, behind = (weights @ np.asarray(tasks._linked(z + s)[0]) for s in (step, -step))
    np.testing.assert_allclose(found[0] @ (2.0 * step), ahead - behind, rtol=1e-4)


def test_combinations_that_nothing_tells_cost_no_gradient():
    tasks = tasks_of("veldran")
    tasks._weighed = lambda *_: pytest.fail("a gradient was worked out")
    size = tasks._likelihood.layout.size
    found = tasks._slopes((np.zeros((2, tasks._likelihood.linked_size)), np.zeros((3, size))))
    np.testing.assert_array_equal(found, np.zeros((3, 2, size)))


def test_expectations_that_are_no_numbers_are_refused_by_name():
    tasks = tasks_of("veldran")
    size = tasks._likelihood.layout.size
    tasks._require_finite(np.zeros(size), "at the start")
    with pytest.raises(FitRefused, match=r"no finite number at the end, for: count:.*wrong unit"):
        tasks._require_finite(np.full(size, np.nan), "at the end")


def test_natural_values_are_those_of_the_parameters_in_their_order():
    """Switches of explanations stand among the values that intensities read, and are no parameters."""
    made = problem("north_korea", "border_only")
    likelihood = compile_likelihood(made)
    z = 0.3 * likelihood.layout.draws_from_prior(1, 9)[0]
    natural = np.asarray(compile_quantities(made, likelihood)(jnp.asarray(z))["natural"])
    values = likelihood.layout.values(jnp.asarray(z))
    expected = np.concatenate([np.atleast_1d(values[item.name]) for item in made.parameters])
    assert made.switches
    np.testing.assert_allclose(natural, expected)
