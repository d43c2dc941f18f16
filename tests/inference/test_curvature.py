"""Curvature is J'WJ + I; its mean lies between that of its parts."""

import jax.numpy as jnp
import numpy as np

from departures.inference.curvature import curvature_at, mean_curvature, points_around, root_of_inverse

MADE = np.random.default_rng(3)
JACOBIAN, WEIGHTS = MADE.standard_normal((7, 4)), MADE.uniform(1.0, 5.0, 7)
WHOLE = JACOBIAN.T @ np.diag(WEIGHTS) @ JACOBIAN + np.eye(4)


def test_of_a_linear_problem_it_is_exact():
    found = curvature_at(lambda z: (jnp.asarray(JACOBIAN) @ z + 2.0, jnp.asarray(WEIGHTS)), np.ones(4))
    np.testing.assert_allclose(found, WHOLE, rtol=1e-7, atol=1e-7)


def test_the_mean_of_equal_parts_is_that_part():
    np.testing.assert_allclose(mean_curvature([WHOLE] * 3), WHOLE, rtol=1e-10)


def test_the_mean_of_two_curvatures_of_one_direction_is_geometric():
    found = mean_curvature([np.diag([1.0, 4.0]), np.diag([100.0, 4.0])])
    np.testing.assert_allclose(found, np.diag([10.0, 4.0]), rtol=1e-10, atol=1e-10)


def test_the_mean_does_not_depend_on_the_order_and_is_symmetric():
    other = WHOLE + np.diag([5.0, 0.0, 2.0, 9.0])
    found = mean_curvature([WHOLE, other])
    np.testing.assert_allclose(found, mean_curvature([other, WHOLE]), rtol=1e-10)
    np.testing.assert_allclose(found, found.T, rtol=1e-10)
    assert np.all(np.linalg.eigvalsh(found - WHOLE) > -1e-9)
    assert np.all(np.linalg.eigvalsh(other - found) > -1e-9)


def test_the_root_whitens():
    root = root_of_inverse(WHOLE)
    np.testing.assert_allclose(root @ root.T, np.linalg.inv(WHOLE), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(root.T @ WHOLE @ root, np.eye(4), atol=1e-10)


def test_points_around_have_the_covariance_of_the_normal_there():
    mode = np.arange(4.0)
    points = points_around(mode, WHOLE, 40_000, seed=1)
    np.testing.assert_allclose(points.mean(0), mode, atol=0.02)
    np.testing.assert_allclose(np.cov(points.T) @ WHOLE, np.eye(4), atol=0.08)
    np.testing.assert_array_equal(points, points_around(mode, WHOLE, 40_000, seed=1))
