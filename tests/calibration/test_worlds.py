"""Made-up worlds are possible, the same for one seed, and a trial of one tells where the truth lies."""

import json
from dataclasses import replace

import jax
import numpy as np
import pytest

from departures.calibration import trial as trials
from departures.calibration.kinds import AROUND, PEOPLE, PRIOR, Ensemble
from departures.calibration.measured import FAMILIES, LEAST, MOST, measured, possible, told_years
from departures.calibration.settings import LOOSE, QUICK, RANKS
from departures.calibration.trial import Trial, held_against
from departures.calibration.worlds import Maker, World
from departures.inference.run import recipe_of
from departures.inference.sampled import Sampled
from departures.inference.settings import SamplingSettings
from departures.runs.batches import Batch
from laws.problems import problem

jax.config.update("jax_enable_x64", True)

PROBLEM = problem("veldran", "no_kin")


@pytest.fixture(scope="module")
def maker():
    return Maker(PROBLEM, posterior=np.zeros((3, 0)))


def test_a_seed_is_a_world(maker):
    one, again, other = maker.world(PRIOR, 5), maker.world(PRIOR, 5), maker.world(PRIOR, 6)
    assert one.observation == again.observation
    np.testing.assert_array_equal(one.z, again.z)
    assert one.observation != other.observation


def test_worlds_are_possible_and_their_truth_has_every_number(maker):
    for seed in range(8):
        world = maker.world(PRIOR, seed)
        assert all(np.isfinite(value) for value in world.truth.values())
        assert {name.split(":")[0] for name in world.truth} == set(FAMILIES)
        assert sum(world.truth[name] for name in world.truth if name.startswith("way")) == pytest.approx(1.0)


def test_an_impossible_world_is_not_one():
    years = told_years(PROBLEM)
    arrivals = np.full((3, len(years), 2), 100.0)
    arrivals[1, np.flatnonzero(years)[0]] = 0.4 * LEAST
    arrivals[2, np.flatnonzero(years)[-1]] = 0.6 * MOST
    assert list(possible(PROBLEM, {"arrivals": arrivals})) == [True, False, False]


def test_counts_of_whole_people_are_what_happened(maker):
    """The same truth, moved twice: its figures differ by chance alone, and women are among everybody."""
    means = []
    for seed in range(40):
        world = maker.world(PEOPLE, seed)
        assert all(0 <= split.women <= split.window.value for split in world.observation.splits)
        expected = np.asarray(maker._expected(world.z).counts)
        counted = np.array([window.value for window in world.observation.windows])
        means.append((counted - expected).sum() / np.sqrt(expected.sum()))
    assert abs(np.mean(means)) < 4.0 * np.std(means) / np.sqrt(len(means))


def test_the_rank_of_the_truth_is_its_place_among_draws_of_possible_worlds(maker):
    world = maker.world(PRIOR, 5)
    draws = 150
    quantities = {
        name: np.repeat(np.asarray(part)[None], draws, axis=0)[None]
        for name, part in maker._quantities(world.z).items()
    }
    factors = np.linspace(0.5, 1.5, draws)
    quantities["crossings"] = quantities["crossings"] * factors[None, :, None]
    quantities["arrivals"] = quantities["arrivals"].copy()
    quantities["arrivals"][0, :30] = 10.0 * MOST  # impossible, and all of them below the truth
    sampled = Sampled(np.zeros((1, draws, 1)), (), quantities)
    found = held_against(PROBLEM, world, sampled)
    name = next(name for name in world.truth if name.startswith("crossings"))
    assert found["draws"] == draws - 30
    assert found["below"][name] == pytest.approx(np.mean(factors[30:] < 1.0), abs=1e-5)
    assert found["ranks"][name] == pytest.approx(RANKS * found["below"][name], abs=1.5)
    few = Sampled(np.zeros((1, 20, 1)), (), {key: part[:, :20] for key, part in quantities.items()})
    assert "failed" in held_against(PROBLEM, world, few)
    assert isinstance(world, World)
    assert set(measured(PROBLEM, sampled.flat)) == set(world.truth)


@pytest.mark.parametrize("kind", [PRIOR, AROUND])
def test_a_tiny_trial_runs_from_truth_to_rank(kind, monkeypatch, maker):
    """Fitted with a handful of draws and no gate to speak of: the way there is tested, not what comes out."""
    tiny = replace(
        QUICK, warm_up=15, pilots=(0,), draws=60, unjudged=0, batches=1, told_every=1, curvature_points=2,
        bend_points=4, bend_draws=8,
    )  # fmt: skip
    monkeypatch.setattr(trials, "LOOSE", LOOSE._replace(r_hat=99.0, ess=1.0, divergent=1.0, e_bfmi=0.0))
    around = Maker(
        PROBLEM, posterior=0.1 * np.random.default_rng(1).standard_normal((5, len(maker.world(PRIOR, 5).z)))
    )
    monkeypatch.setattr(trials, "_made_ready", lambda *_: (PROBLEM, around))
    settings = SamplingSettings()
    made = Trial(Ensemble(kind, "no_kin", 1), recipe_of(PROBLEM, settings), settings, tiny)(
        Batch(0, 0, 1, 11)
    )
    (row,) = json.loads(made)
    assert row["number"] == 0
    assert set(row["ranks"]) == set(around.world(PRIOR, 5).truth)
    assert all(0 <= rank <= RANKS for rank in row["ranks"].values())
