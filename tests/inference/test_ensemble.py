"""Ensembles: the same numbers however they are made; whole people come to what is expected; bad fits give none."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from departures.faults import Faults
from departures.inference import stored
from departures.inference.ensemble import (
    BATCH,
    INDIVIDUALS,
    MEAN_FIELD,
    POPULATION,
    by_year,
    ledger_path,
    simulated,
)
from departures.inference.fit import STANDARD, FitRefused, Gate
from departures.inference.priors import layout_of
from departures.inference.settings import SamplingSettings
from departures.inference.stored import KIND, fit_key, save_fit
from departures.runs import cache
from laws.problems import mode, problem
from report.fake_fit import fake_fit

SETTINGS = SamplingSettings()
REPLICATES = 2 * BATCH + 3
PROBLEM = problem("veldran", "no_kin")
"""It has no signal, so that a replicate is a few milliseconds of work."""


@pytest.fixture(scope="module", autouse=True)
def kept(tmp_path_factory):
    """A cache of its own, in which a worker finds the fit again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(cache.VARIABLE, str(tmp_path_factory.mktemp("cache")))
        cache.keep(KIND, fit_key(PROBLEM, SETTINGS), lambda folder: save_fit(folder, near_the_mode(0.05)))
        yield


def near_the_mode(spread):
    """A fit whose draws lie about the mode; with a spread of 0 all of them are the mode."""
    fit = fake_fit(PROBLEM)
    size = layout_of(PROBLEM).size
    z = mode("veldran", "no_kin") + spread * np.random.default_rng(3).standard_normal((2, 50, size))
    return replace(fit, parameters=xr.Dataset({STANDARD: (("chain", "draw", "entry"), z)}))


def test_neither_workers_nor_what_was_done_before_changes_a_number():
    def counted(seed, **options):
        return simulated(PROBLEM, SETTINGS, near_the_mode(0.05), POPULATION, REPLICATES, seed, **options)

    alone = counted(1)
    assert alone.shape == (REPLICATES, len(PROBLEM.declaration.months.years), 2)
    told = []
    np.testing.assert_array_equal(counted(1, progress=told.append), alone)
    assert told == []  # every batch was found
    ledger_path().unlink()
    np.testing.assert_array_equal(counted(1, workers=2), alone)
    assert not np.array_equal(counted(2), alone)


def test_another_fit_engine_or_number_of_replicates_is_another_ensemble():
    different = [(0.05, POPULATION, 5), (0.1, POPULATION, 5), (0.05, MEAN_FIELD, 5), (0.05, POPULATION, 6)]
    made = [
        simulated(PROBLEM, SETTINGS, near_the_mode(spread), engine, replicates, 9)
        for spread, engine, replicates in different
    ]
    assert [len(counted) for counted in made] == [5, 5, 5, 6]
    assert len({counted[:5].tobytes() for counted in made[:3]}) == 3


def test_a_worker_that_finds_another_fit_than_its_starter_had_makes_nothing():
    with pytest.raises(Faults, match="no longer kept as it was"):
        simulated(PROBLEM, SETTINGS, near_the_mode(0.2), POPULATION, REPLICATES, 1, workers=2)


def test_a_worker_that_finds_no_fit_makes_none(monkeypatch, tmp_path):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    with pytest.raises(Faults, match="no longer kept as it was"):
        simulated(PROBLEM, SETTINGS, near_the_mode(0.05), POPULATION, REPLICATES, 1, workers=2)
    assert cache.is_empty(KIND)


def test_other_libraries_make_another_ensemble(monkeypatch):
    told = []
    simulated(PROBLEM, SETTINGS, near_the_mode(0.05), POPULATION, 4, 3, progress=told.append)
    monkeypatch.setattr(stored, "version", lambda name: "another")
    simulated(PROBLEM, SETTINGS, near_the_mode(0.05), POPULATION, 4, 3, progress=told.append)
    assert told == [0.0, 1.0, 0.0, 1.0]


@pytest.mark.parametrize(("engine", "replicates"), [(POPULATION, 400), (INDIVIDUALS, 100)])
def test_whole_people_come_to_what_is_expected(engine, replicates):
    fit = near_the_mode(0.0)
    people = simulated(PROBLEM, SETTINGS, fit, engine, replicates, 5)
    expected = simulated(PROBLEM, SETTINGS, fit, MEAN_FIELD, 2, 5)
    np.testing.assert_array_equal(expected[0], expected[1])
    assert (people == np.round(people)).all()
    error = people.std(0, ddof=1) / np.sqrt(len(people))
    z = (people.mean(0) - expected[0])[error > 0] / error[error > 0]
    assert z.size > 30
    assert np.abs(z).max() < 4.5  # by chance less than once in a thousand such tests
    assert people.std(0)[:, 0].max() > 1


def test_draws_of_the_posterior_spread_an_ensemble():
    wide = simulated(PROBLEM, SETTINGS, near_the_mode(0.2), MEAN_FIELD, REPLICATES, 1)
    assert (wide.std(0)[5:, 0] > 0).all()


def test_the_table_ends_with_the_last_published_year():
    counted = simulated(PROBLEM, SETTINGS, near_the_mode(0.05), POPULATION, REPLICATES, 1)
    table = by_year(PROBLEM, counted)
    assert table["year"].iloc[-1] == max(window.end for window in PROBLEM.observation.windows).year
    for name in ("arrivals", "departures"):
        low, median, high = (table[f"{name}: {part}"] for part in ("low", "median", "high"))
        assert ((low <= median) & (median <= high)).all()
        assert median.iloc[3] == pytest.approx(
            np.median(counted[:, 3, 0 if name == "arrivals" else 1]), rel=5e-3
        )


def test_a_fit_that_failed_a_gate_gives_no_ensemble():
    gate = Gate("R-hat", 1.2, 1.01, False, "Chains disagree.")
    with pytest.raises(FitRefused, match="Chains disagree"):
        simulated(PROBLEM, SETTINGS, replace(near_the_mode(0.05), gates=(gate,)))
