"""Every prior is the transform of a standard normal, with the stated centre and spread."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.inference.priors import Layout, log_prior
from departures.model.parameter import Parameter, Prior

# kind, center, spread, and the quantiles at 5, 50 and 95 % that follow from them
CASES = [
    ("normal", 0.5, 2.0, (0.5 - 2 * 1.645, 0.5, 0.5 + 2 * 1.645)),
    ("log_normal", 3.0, 0.4, (3 * np.exp(-0.4 * 1.645), 3.0, 3 * np.exp(0.4 * 1.645))),
    ("logit_normal", 0.4, 0.6, (0.1990, 0.4, 0.6414)),
    ("half_normal", 0.0, 2.0, (2 * 0.0627, 2 * 0.6745, 2 * 1.9600)),
    ("uniform", 1.0, 3.0, (1.1, 2.0, 2.9)),
]


def layout(*sizes):
    return Layout(tuple(
        Parameter(kind, "", Prior(kind, center, spread), "invented", size)
        for (kind, center, spread, _), size in zip(CASES, sizes or [1] * len(CASES), strict=True)
    ))  # fmt: skip


def test_draws_have_the_stated_quantiles():
    made = layout()
    draws = jax.vmap(made.values)(made.draws_from_prior(40_000, seed=2))
    for kind, _, _, expected in CASES:
        found = np.quantile(draws[kind], [0.05, 0.5, 0.95])
        np.testing.assert_allclose(found, expected, rtol=0.05, err_msg=kind)


def test_knots_are_vectors_and_numbered_from_one():
    made = layout(3, 1, 1, 2, 1)
    assert made.size == 8
    assert made.names[:4] == ("normal[1]", "normal[2]", "normal[3]", "log_normal")
    z = jnp.arange(8.0) / 4.0
    values = made.values(z)
    np.testing.assert_allclose(values["normal"], 0.5 + 2.0 * z[:3])
    assert values["log_normal"] == pytest.approx(3.0 * np.exp(0.4 * 0.75))
    assert values["half_normal"].shape == (2,)


def test_the_log_prior_falls_with_the_square():
    z = np.array([1.0, -2.0])
    assert float(log_prior(jnp.asarray(z)) - log_prior(jnp.zeros(2))) == pytest.approx(-2.5)


def test_transforms_stay_finite_far_out():
    values = layout().values(jnp.full(5, 12.0))
    assert all(np.isfinite(value) for value in values.values())
