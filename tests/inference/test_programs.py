"""A worker keeps what it compiled from one explanation to the next, where both are the same functions."""

from dataclasses import replace
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.inference.likelihood import compile_likelihood
from departures.inference.made_up import made_up_observation
from departures.inference.priors import layout_of
from departures.inference.programs import same_program
from departures.inference.settings import SHORT, SamplingSettings
from departures.inference.tasks import Tasks
from departures.inference.worker import Recipe
from departures.model.transition import Multiplied
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


def test_made_up_figures_are_the_same_program_and_other_periods_are_another():
    made = problem("north_korea")
    other = replace(made, observation=made_up_observation(made, Z, 3))
    assert other.observation != made.observation
    assert same_program(made, other)


def test_after_the_turn_to_made_up_figures_gradients_are_those_of_a_program_compiled_for_them(turned):
    tasks, _ = turned
    made = problem("north_korea", "willingness")
    other = replace(made, observation=made_up_observation(made, Z, 3))
    assert tasks.turned_to(recipe_of(other), other)
    alone = compile_likelihood(other)
    value, slope = jax.value_and_grad(alone.potential)(jnp.asarray(2.0 * Z))
    np.testing.assert_allclose(tasks._gradient(2.0 * Z)[0], value, rtol=1e-9)
    np.testing.assert_allclose(tasks._gradient(2.0 * Z)[1], slope, rtol=1e-6, atol=1e-6)
    assert tasks.turned_to(recipe_of(made), made)


def test_a_second_set_of_figures_adds_its_terms_and_no_second_prior():
    made = problem("north_korea")
    second = made_up_observation(made, Z, 3)
    both = replace(made, observation=replace(made.observation, again=(second,)))
    assert not same_program(made, both)
    assert same_program(both, replace(made, observation=replace(made.observation, again=(made.observation,))))
    alone, other = (
        compile_likelihood(replace(made, observation=each)) for each in (made.observation, second)
    )
    z = jnp.asarray(Z)
    terms = [np.asarray(each.terms(z)) for each in (alone, other)]
    together = compile_likelihood(both)
    np.testing.assert_allclose(together.terms(z), terms[0] + terms[1], rtol=1e-9)
    assert float(together.potential(z)) == pytest.approx(float(alone.potential(z)) - terms[1].sum(), rel=1e-9)


def first_changed(parts, **changes):
    return (replace(parts[0], **changes), *parts[1:])


def without_a_factor(declared):
    transitions = list(declared.transitions)
    place = next(i for i, item in enumerate(transitions) if isinstance(item.intensity, Multiplied))
    fewer = replace(transitions[place].intensity, factors=transitions[place].intensity.factors[1:])
    transitions[place] = replace(transitions[place], intensity=fewer)
    return replace(declared, transitions=tuple(transitions))


def changed(made):
    """By what was changed: problems of which nothing else was."""
    first = made.parameters[0]
    other = "normal" if first.prior.kind != "normal" else "log_normal"
    return {
        "figures": replace(made, observation=replace(made.observation, windows=made.observation.windows[1:])),
        "causes": replace(made, causes=None),
        "date": replace(made, as_of="2020-01-01"),
        "folder": replace(made, folder="elsewhere"),
        "kind of prior": replace(
            made, parameters=first_changed(made.parameters, prior=replace(first.prior, kind=other))
        ),
        "size": replace(made, parameters=first_changed(made.parameters, size=first.size + 1)),
        "factors": replace(made, declaration=without_a_factor(made.declaration)),
        "switches": replace(made, switches=made.switches[1:]),
        "latents": replace(made, declaration=replace(made.declaration, latents=made.declaration.latents[1:])),
    }


@pytest.mark.parametrize("what", list(changed(problem("north_korea"))))
def test_whatever_a_compiled_function_depends_on_makes_another_program(what):
    assert not same_program(problem("north_korea"), changed(problem("north_korea"))[what])


def test_the_sampler_goes_on_with_the_priors_of_the_new_explanation():
    rival = problem("north_korea", "border_only")
    tasks = Tasks(recipe_of(problem("north_korea")), problem("north_korea"), None)
    told = []
    tasks._sampler = SimpleNamespace(turned_to=told.append)
    assert tasks.turned_to(recipe_of(rival), rival)
    np.testing.assert_array_equal(told[0].switches, layout_of(rival).known.switches)
    np.testing.assert_array_equal(told[0].spreads, layout_of(rival).known.spreads)


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
