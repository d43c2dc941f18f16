"""Twenty made-up data sets are fitted, and the truth lies where the intervals say (slow: `make verify`)."""

import os

import numpy as np
import pytest

from departures.country.pack import open_pack, put_together
from departures.inference.recovery import recovered
from departures.inference.stored import cached_fit

DATA_SETS = int(os.environ.get("RECOVERY_DATA_SETS", "20"))


@pytest.fixture(scope="session")
def reference():
    problem = put_together(open_pack("north_korea"))
    fit = cached_fit(problem)
    fit.require_passed()
    return problem, fit


@pytest.mark.slow
def test_intervals_of_eventual_departures_hold_the_truth_as_often_as_they_say(reference):
    problem, fit = reference
    inside = np.concatenate([recovered(problem, fit, number) for number in range(DATA_SETS)])
    coverage = inside.mean()
    assert 0.82 <= coverage <= 0.97, f"{coverage:.3f} over {DATA_SETS} data sets and {inside.size} years"
