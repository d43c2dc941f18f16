"""The tests of many means alarm where one of them is off, and add up what is rare without dropping anybody."""

import numpy as np
import pytest

from engines.chance import holm, of_means, of_variances, pooled

RANDOM = np.random.default_rng(3)
SAMPLE = RANDOM.normal(5.0, 2.0, size=(400, 300))


def test_right_expectations_do_not_alarm_and_a_wrong_one_does():
    expected = np.full(300, 5.0)
    assert not holm(of_means(SAMPLE, expected)).any()
    expected[7] = 5.7
    assert np.flatnonzero(holm(of_means(SAMPLE, expected))).tolist() == [7]
    assert not holm(of_variances(SAMPLE, np.full(300, 4.0))).any()
    assert holm(of_variances(SAMPLE, np.full(300, 8.0))).all()


def test_holm_steps_down():
    assert holm([0.0006, 0.9, 0.0003, 0.0002]).tolist() == [False, False, True, True]
    assert holm([0.0, 0.0]).tolist() == [True, True]


def test_what_never_varies_must_be_met():
    same = np.ones((10, 2))
    assert of_means(same, [1.0, 1.001]).tolist() == [1.0, 0.0]


def test_pooled_numbers_are_all_numbers():
    sample = RANDOM.poisson([[[0.5] * 5, [0.01] * 5, [30.0] * 5, [0.01] * 5]], size=(100, 4, 5))
    expected = np.full((4, 5), 0.5) * [[1.0], [0.02], [60.0], [0.02]]
    sums, means = pooled(sample, expected, 100)
    assert means.tolist() == pytest.approx([1.0, 1.5, 30.05, 30.0, 30.0, 30.0, 30.05])
    assert np.array_equal(sums.sum(1), sample.sum((1, 2)))
