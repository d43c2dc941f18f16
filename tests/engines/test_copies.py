"""Under `jax.vmap` the compiled recurrence runs all copies in one call, and gives each what it gives alone."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.engines.copies import over_copies
from departures.engines.mean_field import mean_field
from departures.engines.tracers import since
from engines.invented import MONTHS, VALUES, cells, graph

jax.config.update("jax_enable_x64", True)

NAMES = ("crossing", "arrest", "onward", "people")
LOGS = 0.2 * jnp.asarray(np.random.default_rng(5).standard_normal((3, len(NAMES))))
WEIGHTS = np.random.default_rng(6)


def total_of(count):
    """A number that all flows and stocks move, of an engine with so many cells."""
    engine = mean_field(graph(cells=cells(count)), tracers=since(MONTHS, (6, 30), with_clock=True))
    shapes = jax.eval_shape(lambda: engine.run(VALUES))
    weights = [WEIGHTS.standard_normal(part.shape) for part in (shapes.flows, shapes.stocks)]

    def parts(logs):
        ran = engine.run(
            {**VALUES, **{name: VALUES[name] * jnp.exp(logs[i]) for i, name in enumerate(NAMES)}}
        )
        return jnp.stack([jnp.sum(weights[0] * ran.flows), jnp.sum(weights[1] * ran.stocks)])

    return parts


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_values_and_gradients_are_those_of_each_copy_alone(count):
    parts = total_of(count)
    both = jax.value_and_grad(lambda logs: parts(logs).sum())
    values, slopes = jax.vmap(both)(LOGS)
    for logs, value, slope in zip(LOGS, values, slopes, strict=True):
        alone, slope_alone = both(logs)
        np.testing.assert_allclose(value, alone, rtol=1e-12)
        np.testing.assert_allclose(slope, slope_alone, rtol=1e-9)


def test_copies_of_copies_too():
    parts = total_of(2)
    nested = jax.vmap(jax.vmap(parts))(jnp.stack([LOGS, LOGS[::-1]]))
    np.testing.assert_allclose(nested[1, ::-1], nested[0], rtol=1e-12)
    np.testing.assert_allclose(nested[0, 2], parts(LOGS[2]), rtol=1e-12)


def test_several_gradients_at_one_point_read_what_was_kept_there():
    parts = total_of(2)
    found = jax.jacrev(parts)(LOGS[0])
    for row in range(2):
        np.testing.assert_allclose(found[row], jax.grad(lambda x, row=row: parts(x)[row])(LOGS[0]), rtol=1e-9)


def test_all_copies_are_one_call():
    asked = []

    def of(copies):
        asked.append(copies)
        return lambda values: (2.0 * values,)

    doubled = over_copies(of, [False], [False])
    np.testing.assert_array_equal(jax.vmap(doubled)(LOGS)[0], 2.0 * LOGS)
    assert asked.count(3) == 1
