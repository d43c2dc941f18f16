"""The mode of a known density is found from the prior's centre."""

import numpy as np

from departures.inference.mode import find_mode

CURVATURE = np.array([[5.0, 1.0, 0.0], [1.0, 300.0, 2.0], [0.0, 2.0, 1.0]])
TOP = np.array([0.5, -1.0, 2.0])


def test_it_finds_the_top_of_a_normal():
    def potential(z):
        return 0.5 * (z - TOP) @ CURVATURE @ (z - TOP), CURVATURE @ (z - TOP)

    np.testing.assert_allclose(find_mode(potential, 3), TOP, atol=1e-3)


def test_it_stops_after_the_evaluations_allowed():
    asked = []

    def potential(z):
        asked.append(z)
        return 0.5 * (z - TOP) @ CURVATURE @ (z - TOP), CURVATURE @ (z - TOP)

    find_mode(potential, 3, evaluations=2)
    assert len(asked) <= 4
