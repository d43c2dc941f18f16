"""Sums over periods are the products with 0 and 1 that they stand for, for each copy, and so are their gradients."""

from datetime import date

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.observation.periods import sums_over
from departures.quantities import Months

jax.config.update("jax_enable_x64", True)

MONTHS = Months(date(2001, 1, 1), date(2003, 12, 1))
PERIODS = (
    (date(2001, 1, 1), date(2001, 12, 31)),
    (date(2001, 11, 1), date(2002, 2, 28)),
    (date(2003, 6, 1), date(2003, 6, 30)),
    (date(2000, 3, 1), date(2001, 2, 28)),  # begins before the run
    (date(2003, 12, 1), date(2005, 2, 28)),  # ends after it
    (date(1999, 1, 1), date(1999, 12, 31)),  # has nothing in it
)
MATRIX = np.array([
    [float(start <= MONTHS.date_of(i) <= end) for i in range(MONTHS.count)] for start, end in PERIODS
])  # fmt: skip
VALUES = np.random.default_rng(3).standard_normal((4, MONTHS.count, 3))
WEIGHTS = np.random.default_rng(4).standard_normal((len(PERIODS), 3))


@pytest.mark.parametrize("of", [lambda f: f, jax.jit])
def test_sums_are_products_with_a_matrix(of):
    over = of(sums_over(MONTHS, PERIODS))
    np.testing.assert_allclose(over(jnp.asarray(VALUES[0])), MATRIX @ VALUES[0], atol=1e-12)


def test_every_copy_has_its_own_sums_and_gradient():
    over = sums_over(MONTHS, PERIODS)

    def weighed(values):
        return jnp.sum(WEIGHTS * over(values) ** 2)

    values, slopes = jax.vmap(jax.value_and_grad(weighed))(jnp.asarray(VALUES))
    for one, value, slope in zip(VALUES, values, slopes, strict=True):
        true = MATRIX @ one
        np.testing.assert_allclose(value, np.sum(WEIGHTS * true**2), rtol=1e-12)
        np.testing.assert_allclose(slope, MATRIX.T @ (2.0 * WEIGHTS * true), atol=1e-12)


def test_no_period_has_no_sum():
    assert sums_over(MONTHS, [])(jnp.asarray(VALUES[0])).shape == (0, 3)


def test_single_precision_is_refused_rather_than_misread():
    with pytest.raises(TypeError, match="float64"):
        sums_over(MONTHS, PERIODS)(jnp.asarray(VALUES[0], dtype=jnp.float32))


@pytest.mark.parametrize("values", [VALUES[0, :12], VALUES[0, :, 0], VALUES])
def test_values_of_other_months_are_refused_rather_than_misread(values):
    with pytest.raises(ValueError, match="36 months"):
        sums_over(MONTHS, PERIODS)(jnp.asarray(values))
