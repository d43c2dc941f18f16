"""Law: the order in which a declaration was written changes nothing."""

from dataclasses import replace

import numpy as np
import pytest

from departures.engines.mean_field import mean_field
from departures.model.graph import compile_graph
from engines import invented
from laws.problems import PACKS, drawn, problem

WRITTEN = ("states", "transitions", "parameters", "entries", "initial", "consequences", "signals", "drivers")


def backwards(declaration):
    """The same declaration, every list of it from its end."""
    return replace(declaration, **{name: tuple(reversed(getattr(declaration, name))) for name in WRITTEN})


def flows(declaration, parameters):
    return np.asarray(mean_field(compile_graph(declaration)).run(parameters).flows)


@pytest.mark.parametrize(("country", "explanation"), PACKS)
def test_in_the_packs(country, explanation):
    declaration, parameters = problem(country, explanation).declaration, drawn(country, explanation, seed=8)
    found = flows(backwards(declaration), parameters)
    assert found.sum() > 0.0
    np.testing.assert_array_equal(found, flows(declaration, parameters))


def test_with_signals_and_consequences():
    declaration = invented.declaration(signal=True, consequence=True)
    np.testing.assert_array_equal(
        flows(backwards(declaration), invented.VALUES), flows(declaration, invented.VALUES)
    )
