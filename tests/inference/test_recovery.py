"""Recovery is counted rightly: a truth in the middle is inside, one far away is not, and finished work is kept."""

import numpy as np
import pytest

from departures.country.pack import open_pack, put_together
from departures.inference.fit import STANDARD
from departures.inference.made_up import made_up_observation
from departures.inference.priors import layout_of
from departures.inference.recovery import recovered, truth_of
from report.fake_fit import fake_fit


@pytest.fixture(scope="module")
def problem():
    return put_together(open_pack("veldran"))


@pytest.fixture
def fit(problem):
    made = fake_fit(problem)
    size = layout_of(problem).size
    chains, draws = made.quantities.sizes["chain"], made.quantities.sizes["draw"]
    standard = 0.1 * np.random.default_rng(3).standard_normal((chains, draws, size))
    made.parameters[STANDARD] = (("chain", "draw", "entry"), standard)
    return made


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("DEPARTURES_CACHE", str(tmp_path))


def test_a_refit_around_the_truth_holds_it_and_one_elsewhere_does_not(problem, fit):
    _, truth = truth_of(fit, 1)

    def around(*_):
        moved = fake_fit(problem)
        middle = moved.quantities["eventual"].sum("gender").median(("chain", "draw")).values
        moved.quantities["eventual"] = moved.quantities["eventual"] * (truth / middle)[:, None]
        return moved

    assert recovered(problem, fit, 1, refit=around).all()

    def elsewhere(*_):
        moved = fake_fit(problem)
        moved.quantities["eventual"] = moved.quantities["eventual"] * 100.0
        return moved

    assert not recovered(problem, fit, 2, refit=elsewhere).any()


def test_a_finished_data_set_is_not_fitted_again(problem, fit):
    first = recovered(problem, fit, 3, refit=lambda *_: fit)

    def never(*_):
        raise AssertionError("fitted again")

    assert (recovered(problem, fit, 3, refit=never) == first).all()


def test_the_truth_is_a_draw_of_the_fit(fit):
    z, eventual = truth_of(fit, 5)
    assert z.shape == (fit.parameters.sizes["entry"],)
    assert (
        (fit.quantities["eventual"].sum("gender").values.reshape(-1, len(eventual)) == eventual).all(-1).any()
    )


def test_made_up_figures_vary_around_their_expectation_and_add_up(problem, fit):
    z, _ = truth_of(fit, 5)
    one, two = (made_up_observation(problem, z, seed) for seed in (1, 2))
    assert one == made_up_observation(problem, z, 1)
    assert [w.value for w in one.windows] != [w.value for w in two.windows]
    assert [w.rows for w in one.windows] == [w.rows for w in problem.observation.windows]
    assert all(0 <= split.women <= split.window.value for split in one.splits)
