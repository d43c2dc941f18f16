"""A worker keeps what it compiled from one explanation to the next, where both are the same functions."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.inference.priors import layout_of
from departures.inference.programs import same_program
from departures.inference.settings import SHORT, SamplingSettings
from departures.inference.tasks import Tasks
from departures.inference.worker import Recipe
from laws.problems import potential, problem

jax.config.update("jax_enable_x64", True)


def recipe_of(made, settings=SHORT):
    return Recipe(made.folder, made.explanation, None, None, settings)


Z = 0.3 * np.random.default_rng(9).standard_normal(layout_of(problem("north_korea")).size)


@pytest.fixture(scope="module")
def turned():
    """Tasks made for the reference, which go on with another explanation; and what the potential was before."""
    tasks = Tasks(recipe_of(problem("north_korea")), problem("north_korea"), None)
    before = float(tasks._gradient(Z)[0])
    rival = problem("north_korea", "willingness")
    assert tasks.turned_to(recipe_of(rival), rival)
    return tasks, before


def test_explanations_that_differ_in_priors_and_switches_are_one_program():
    names = ("reference", "border_only", "willingness")
    assert all(same_program(problem("north_korea"), problem("north_korea", name)) for name in names)


def test_an_explanation_without_a_room_is_another_program_and_so_is_another_country():
    assert not same_program(problem("veldran"), problem("veldran", "no_kin"))
    assert not same_program(problem("veldran"), problem("north_korea"))


def test_after_the_turn_gradients_are_those_of_the_new_explanation(turned):
    tasks, before = turned
    value, slope = potential("north_korea", "willingness")(jnp.asarray(Z))
    assert abs(float(value) - before) > 1.0
    np.testing.assert_allclose(tasks._gradient(Z)[0], value, rtol=1e-9)
    np.testing.assert_allclose(tasks._gradient(Z)[1], slope, rtol=1e-6, atol=1e-6)


def test_other_settings_are_compiled_anew(turned):
    tasks, _ = turned
    made = problem("north_korea")
    assert not tasks.turned_to(recipe_of(made, SamplingSettings()), made)
