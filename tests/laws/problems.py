"""Both packs, put together and compiled once for all laws."""

from dataclasses import replace
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np

from departures.country.pack import open_pack, put_together
from departures.inference.likelihood import compile_likelihood
from departures.inference.mode import find_mode
from departures.inference.priors import layout_of
from departures.model.driver import Driver
from departures.model.entry import InitialStock
from departures.model.graph import compile_graph
from departures.quantities import Months

PACKS = (("north_korea", "reference"), ("veldran", "reference"), ("veldran", "no_kin"))
"""The last has no signal, so that the compiled recurrence runs it."""


@cache
def problem(country, explanation="reference"):
    return put_together(open_pack(country), explanation)


@cache
def likelihood(country, explanation="reference", substeps=2):
    return compile_likelihood(problem(country, explanation), substeps)


@cache
def potential(country, explanation="reference"):
    """Minus the log posterior, with its gradient."""
    return jax.jit(jax.value_and_grad(likelihood(country, explanation).potential))


@cache
def mode(country, explanation="reference"):
    gradient = potential(country, explanation)
    return find_mode(lambda z: gradient(jnp.asarray(z)), likelihood(country, explanation).layout.size)


def drawn(country, explanation, seed, width=1.0):
    """Natural values of a random draw from the prior, or from a narrower one."""
    layout = layout_of(problem(country, explanation))
    return layout.values(jnp.asarray(width * layout.draws_from_prior(1, seed)[0]))


def one_month(declaration, month):
    """The declaration in a single month, from stocks given as parameters `at:<place>` [cell]; and its graph."""
    day = declaration.months.date_of(month)
    places = compile_graph(declaration).compartments
    cut = replace(
        declaration,
        months=Months(day, day),
        drivers=tuple(
            Driver(d.name, d.unit, np.asarray(d.values)[month : month + 1]) for d in declaration.drivers
        ),
        entries=(),
        initial=tuple(_stock(place) for place in places if place.stage == 0),
    )
    return compile_graph(cut)


def place_name(place):
    return f"at:{place.state}:{','.join(value for _, value in place.levels)}"


def _stock(place):
    name = place_name(place)
    return InitialStock(name, place.state, lambda parameters, *_: parameters[name], dict(place.levels))
