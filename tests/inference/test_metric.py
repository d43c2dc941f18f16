"""The coordinates: there and back, gradients through the bend, and a metric that is exact for a normal."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.inference.metric import OLD_DRAWS, Bend, Metric

jax.config.update("jax_enable_x64", True)

MADE = np.random.default_rng(8)
SIZE = 5
TIGHT = np.linalg.qr(MADE.standard_normal((SIZE, SIZE)))[0]
SECOND = MADE.standard_normal((2, 3, 3))
BEND = Bend(MADE.standard_normal(SIZE), 0.3 * TIGHT[:2], TIGHT[2:], SECOND + SECOND.transpose(0, 2, 1))
METRIC = Metric(MADE.standard_normal(SIZE), np.eye(SIZE) + 0.2 * MADE.standard_normal((SIZE, SIZE)), BEND)
STRAIGHT = Bend(np.zeros(SIZE), np.zeros((1, SIZE)), np.zeros((1, SIZE)), np.zeros((1, 1, 1)))


def test_there_and_back():
    u = MADE.standard_normal((7, SIZE))
    np.testing.assert_allclose(METRIC.to_u(METRIC.to_z(u)), u, atol=1e-10)
    np.testing.assert_allclose(METRIC.to_z(u)[2], METRIC.to_z(u[2]), atol=1e-12)


def test_the_bend_bends_and_keeps_every_volume():
    x = MADE.standard_normal(SIZE)
    slopes = jax.jacfwd(BEND.straightened)(jnp.asarray(x))
    assert np.abs(slopes - np.eye(SIZE)).max() > 0.1
    assert np.linalg.det(slopes) == pytest.approx(1.0, abs=1e-10)


def test_gradients_go_through_it_both_ways():
    u = MADE.standard_normal(SIZE)
    z = METRIC.to_z(u)
    by_z = jax.grad(lambda value: jnp.sin(value).sum())(jnp.asarray(z))
    by_u = jax.grad(lambda value: jnp.sin(METRIC.to_z(value)).sum())(jnp.asarray(u))
    np.testing.assert_allclose(METRIC.slope(u, np.asarray(by_z)), by_u, atol=1e-10)
    np.testing.assert_allclose(METRIC.slope_back(u, np.asarray(by_u)), by_z, atol=1e-10)


def test_gradients_of_many_draws_go_through_it_as_those_of_one():
    u, slopes = MADE.standard_normal((2, 4, SIZE))
    np.testing.assert_allclose(METRIC.slope(u, slopes)[3], METRIC.slope(u[3], slopes[3]), atol=1e-12)
    np.testing.assert_allclose(
        METRIC.slope_back(u, slopes)[3], METRIC.slope_back(u[3], slopes[3]), atol=1e-12
    )


def test_a_bend_is_learned_from_gradients_and_held_to_the_old_one():
    z = MADE.standard_normal((400, SIZE))
    bowed = np.einsum("mkl,pl->pmk", BEND.second, (z - BEND.origin) @ BEND.wide.T)
    slopes = bowed @ BEND.wide + MADE.standard_normal((2, SIZE))  # and a straight part of its own
    unknown = BEND._replace(second=0.0 * BEND.second)
    np.testing.assert_allclose(unknown.learned(z, slopes, 0.0).second, BEND.second, atol=1e-10)
    np.testing.assert_allclose(BEND.learned(z, slopes, 50.0).second, BEND.second, atol=1e-10)
    held = unknown.learned(z, slopes, 1e9).second
    assert np.abs(held).max() < 1e-4


def test_a_point_whose_gradient_is_no_number_tells_nothing():
    z, slopes = MADE.standard_normal((30, SIZE)), MADE.standard_normal((30, 2, SIZE))
    without = BEND.learned(z[1:], slopes[1:], 5.0).second
    slopes[0, 1, 2] = np.nan
    np.testing.assert_allclose(BEND.learned(z, slopes, 5.0).second, without)


def test_learned_with_a_new_bend_a_bent_normal_becomes_a_standard_one():
    right = METRIC.bend
    u = MADE.standard_normal((600, SIZE))  # standard normal in the right coordinates: its gradients are u
    z, by_z = METRIC.to_z(u), METRIC.slope_back(u, u)
    first = Metric(
        right.origin + 1.0,
        np.diag([0.5, 1.0, 2.0, 0.7, 1.5]) @ TIGHT,
        right._replace(second=0.0 * right.second),
    )
    found = first.learned(first.to_u(z), first.slope(first.to_u(z), by_z), right)
    there = found.to_u(z)
    both = (np.cov(there.T), np.cov(found.slope(there, by_z).T))
    for spread in both:
        assert np.abs(spread - np.eye(SIZE)).max() < 0.25
    np.testing.assert_allclose(there.mean(0), 0.0, atol=1e-9)
    bent = first.to_u(z)
    assert np.abs(np.cov(bent.T) - np.eye(SIZE)).max() > 1.0


def test_for_a_normal_it_is_learned_from_hardly_more_draws_than_entries():
    covariance = np.diag([25.0, 4.0, 1.0, 0.2, 0.01])
    first = Metric(np.zeros(SIZE), np.eye(SIZE), STRAIGHT)
    draws = MADE.standard_normal((200, SIZE)) @ np.sqrt(covariance)
    found = first.learned(draws, draws @ np.linalg.inv(covariance), STRAIGHT)
    ratio = np.diag(found.root @ found.root.T) / np.diag(covariance)
    held_back = OLD_DRAWS / 200  # what the old metric still weighs
    assert np.all(np.abs(np.log(ratio)) < 0.05 + np.log1p(held_back * 100.0) / 2)
    np.testing.assert_allclose(found.center, draws.mean(0), atol=1e-12)


def test_learning_again_from_the_right_metric_changes_little():
    metric = Metric(np.zeros(SIZE), np.eye(SIZE), STRAIGHT)
    draws = MADE.standard_normal((400, SIZE))
    found = metric.learned(draws, draws, STRAIGHT)
    np.testing.assert_allclose(found.root @ found.root.T, np.eye(SIZE), atol=1e-10)


def test_a_learned_bend_is_the_symmetric_least_squares_fit():
    """Against the plain least squares with every entry written out; free directions of unequal lengths."""
    old, points, free = 7.0, 40, 3
    bend = BEND._replace(wide=np.diag([0.5, 1.0, 3.0]) @ BEND.wide)
    z, slopes = MADE.standard_normal((points, SIZE)), MADE.standard_normal((points, 2, SIZE))
    found = bend.learned(z, slopes, old).second
    w = (z - bend.origin) @ bend.wide.T
    ways = np.linalg.pinv(bend.wide)
    pairs = [(i, j) for i in range(free) for j in range(i, free)]
    parts = [np.zeros((free, free)) for _ in pairs]
    for part, (i, j) in zip(parts, pairs, strict=True):
        part[i, j] = part[j, i] = 1.0
    rows = [np.stack([w @ part for part in parts], axis=-1)]  # point, free, pair
    design = np.concatenate([rows[0], np.broadcast_to(np.eye(free), (points, free, free))], axis=-1).reshape(
        points * free, -1
    )
    held = np.concatenate([np.stack([part.ravel() for part in parts], -1), np.zeros((free * free, free))], -1)
    for number in range(2):
        target = np.concatenate(
            [(slopes[:, number] @ ways).ravel(), np.sqrt(old) * bend.second[number].ravel()]
        )
        best = np.linalg.lstsq(np.concatenate([design, np.sqrt(old) * held]), target, rcond=None)[0]
        np.testing.assert_allclose(
            found[number], sum(b * p for b, p in zip(best, parts, strict=False)), atol=1e-9
        )
