"""Figures that a variant leaves out tell nothing in density, gradient and curvature; others tell what they told."""

import jax
import jax.numpy as jnp
import numpy as np

from departures.inference.likelihood import compile_likelihood
from departures.inference.linked import linked_owners
from departures.inference.priors import layout_of, log_prior
from departures.inference.programs import same_program
from laws.problems import likelihood, problem

BASE, OTHER = problem("north_korea"), problem("north_korea", "without_years_of_leaving")
Z = 0.3 * jnp.asarray(np.random.default_rng(2).standard_normal(layout_of(BASE).size))
PLACES = [BASE.observation.datum_names.index(name) for name in OTHER.left_out]


def test_the_density_is_that_of_the_other_figures():
    terms = likelihood("north_korea").terms(Z)
    kept = terms.sum() - terms[np.array(PLACES)].sum()
    found = likelihood("north_korea").potential(Z, layout_of(OTHER).known)
    np.testing.assert_allclose(found, -(log_prior(Z) + kept), rtol=1e-12)


def test_the_weighed_program_says_the_same():
    compiled = likelihood("north_korea")
    nothing = jnp.zeros(compiled.linked_size)
    known = layout_of(OTHER).known
    np.testing.assert_allclose(
        compiled.weighed(Z, 1.0, nothing, known), compiled.potential(Z, known), rtol=1e-12
    )


def test_a_parameter_that_only_they_read_is_left_to_its_prior():
    known, layout = layout_of(OTHER).known, layout_of(OTHER)
    slope = jax.grad(compile_likelihood(BASE).potential)(Z, known)
    place = layout.names.index("entrants_recall")
    np.testing.assert_allclose(slope[place], Z[place], rtol=1e-12)


def test_they_hold_no_direction():
    compiled = likelihood("north_korea")
    owners = linked_owners(BASE.observation)
    _, information = compiled.linked(Z, layout_of(OTHER).known)
    _, whole = compiled.linked(Z, layout_of(BASE).known)
    out = np.isin(owners, PLACES)
    assert len(owners) == compiled.linked_size == len(whole)
    assert out.sum() == len(BASE.observation.interviews[0].counts) + 1
    np.testing.assert_array_equal(np.asarray(information)[out], 0.0)
    np.testing.assert_array_equal(np.asarray(information)[~out], np.asarray(whole)[~out])
    assert (np.asarray(whole)[out] > 0.0).all()


def test_a_worker_keeps_what_it_compiled():
    assert same_program(BASE, OTHER)
