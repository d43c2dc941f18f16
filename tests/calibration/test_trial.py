"""A world whose fit fails is fitted once more with other chains; a worker that dies is no failed fit."""

from types import SimpleNamespace

import pytest

from departures.calibration import trial
from departures.calibration.kinds import PRIOR
from departures.calibration.settings import QUICK
from departures.inference.workforce import WorkerDied, WorkerFailed

WORLD = SimpleNamespace(observation=None)
MAKER = SimpleNamespace(world=lambda kind, seed: WORLD)


@pytest.fixture
def fitted(monkeypatch):
    """What happens to a world (a fit passes or not, or an error comes), and the seeds with which it is fitted."""

    def with_outcomes(*outcomes):
        seeds = []

        def sampled_posterior(problem, sampling, observation, met):
            outcome = outcomes[len(seeds)]
            seeds.append(sampling.seed)
            if isinstance(outcome, Exception):
                raise outcome
            return None, ("passed",) if outcome else None

        monkeypatch.setattr(trial, "sampled_posterior", sampled_posterior)
        monkeypatch.setattr(trial, "held_against", lambda *_: {"ranks": {}})
        return trial._trial(None, MAKER, PRIOR, 3, 7, QUICK), seeds

    return with_outcomes


@pytest.mark.parametrize(
    ("outcomes", "passed"), [((True,), True), ((False, True), True), ((False, False), False)]
)
def test_a_fit_that_fails_is_tried_once_more_with_another_seed(fitted, outcomes, passed):
    row, seeds = fitted(*outcomes)
    assert ("ranks" in row, "failed" in row) == (passed, not passed)
    assert len(set(seeds)) == len(outcomes)


def test_an_error_of_the_fit_is_told_as_failed_and_a_dead_worker_is_not(fitted):
    row, _ = fitted(WorkerFailed("no number\nand where"))
    assert row["failed"] == "no number"
    with pytest.raises(WorkerDied):
        fitted(WorkerDied("is there enough memory?"))
