"""Windows whose reweighted range is rough are left out in earnest, under each explanation (slow: `make verify`)."""

import numpy as np
import pytest

from departures.answers.findings import findings_of
from departures.answers.thresholds import ROUGH
from departures.country.pack import open_pack, put_together
from departures.inference.left_out import range_without
from departures.inference.stored import cached_fit


@pytest.mark.slow
def test_ranges_hold_the_windows_that_they_have_not_seen():
    """Of all explanations by their weights; where the range is rough, that of the heaviest is made in earnest."""
    pack = open_pack("north_korea")
    problems = {name: put_together(pack, name) for name in pack.explanations}
    fits = {name: cached_fit(problem) for name, problem in problems.items()}
    findings = findings_of(problems, fits)
    heaviest = problems[findings.heaviest]
    inside = []
    for row in findings.fit.windows.to_dict("records"):
        held = row["inside"]
        if row["pareto_k"] > ROUGH:
            low, _, high = range_without(heaviest, row["name"])
            held = low <= row["observed"] <= high
        inside.append(held)
    assert 0.80 <= np.mean(inside) <= 0.97, f"{sum(inside)} of {len(inside)}"
    gap, error = findings.compared.over_plain
    assert gap > -2.0 * error, f"log density {gap:.1f} against a plain model, standard error {error:.1f}"
