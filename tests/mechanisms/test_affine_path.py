"""A path that builds up and fades is the recurrence month by month, and so is its gradient."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.mechanisms.affine_path import affine_path

jax.config.update("jax_enable_x64", True)

RANDOM = np.random.default_rng(7)
WEIGHTS = RANDOM.standard_normal((9, 1))
ADD = 0.1 * RANDOM.random((9, 1))


def month_by_month(keep, add, start):
    path = [jnp.broadcast_to(start, add.shape[1:])]
    for kept, added in zip(jnp.broadcast_to(keep, add.shape)[:-1], add[:-1], strict=True):
        path.append(kept * path[-1] + added)
    return jnp.stack(path)


@pytest.mark.parametrize("keep", [0.9, np.full((1, 1), 0.7), 1.0 - 0.2 * RANDOM.random((9, 1))])
@pytest.mark.parametrize("path", ["value", "gradient"])
def test_a_path_and_its_gradient_are_those_of_the_recurrence_month_by_month(keep, path):
    def weighed(of):
        return lambda *given: jnp.sum(WEIGHTS * of(*given))

    given = (jnp.asarray(keep), jnp.asarray(ADD), jnp.asarray(0.4))
    if path == "value":
        np.testing.assert_allclose(affine_path(*given), month_by_month(*given), rtol=1e-12)
        return
    found, true = (jax.grad(weighed(of), argnums=(0, 1, 2))(*given) for of in (affine_path, month_by_month))
    for one, other in zip(found, true, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-11, atol=1e-14)


def test_what_is_added_in_the_last_month_comes_too_late():
    later = ADD.copy()
    later[-1] += 5.0
    np.testing.assert_array_equal(affine_path(0.9, ADD, 0.4), affine_path(0.9, later, 0.4))


def test_each_copy_has_its_own_path_and_gradient():
    def slope(of, keep):
        return jax.grad(lambda keep: jnp.sum(WEIGHTS * of(keep, jnp.asarray(ADD), 0.4)))(keep)

    keeps = jnp.asarray(1.0 - 0.2 * RANDOM.random((3, 9, 1)))
    for keep, found in zip(keeps, jax.vmap(lambda keep: slope(affine_path, keep))(keeps), strict=True):
        np.testing.assert_allclose(found, slope(month_by_month, keep), rtol=1e-11, atol=1e-14)


def test_single_precision_is_refused_rather_than_misread():
    with jax.enable_x64(False), pytest.raises(TypeError, match="float64"):
        affine_path(0.9, jnp.asarray(ADD, dtype=jnp.float32), 0.4)


@pytest.mark.parametrize("kind", [int, bool, np.float32])
def test_what_is_kept_may_be_of_any_kind(kind):
    keep = np.ones((9, 1), dtype=kind)
    np.testing.assert_allclose(
        affine_path(keep, ADD, 0.4), month_by_month(keep.astype(float), ADD, 0.4), rtol=1e-12
    )


def test_a_path_without_cells_is_refused():
    with pytest.raises(ValueError, match=r"\[month, cell\]"):
        affine_path(0.9, ADD[:, 0], 0.4)
