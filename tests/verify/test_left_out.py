"""Windows whose reweighted range is rough are left out in earnest (slow: `make verify`)."""

import pytest

from departures.answers.thresholds import ROUGH
from departures.country.pack import open_pack, put_together
from departures.inference.left_out import range_without
from departures.inference.stored import cached_fit


@pytest.mark.slow
def test_ranges_hold_the_windows_that_they_have_not_seen():
    problem = put_together(open_pack("north_korea"))
    fit = cached_fit(problem)
    fit.require_passed()
    inside = []
    for row in fit.windows.to_dict("records"):
        held = row["inside"]
        if row["pareto_k"] > ROUGH:
            low, _, high = range_without(problem, row["name"])
            held = low <= row["observed"] <= high
        inside.append(held)
    assert 0.80 <= sum(inside) / len(inside) <= 0.97, f"{sum(inside)} of {len(inside)}"
