"""Families under draws of a fit: names and units, chance alone, and what is kept."""

from dataclasses import replace

import numpy as np
import pytest

from departures.families.ensemble import CHANCE, COUNTED, families_of, labelled
from departures.families.kept import keep_families, kept_families
from departures.families.kernel import COUNTED as KINDS
from departures.families.settings import read_families
from departures.inference.fit import FitRefused, Gate
from departures.inference.settings import SamplingSettings
from departures.runs import cache
from laws.problems import problem
from report.fake_fit import fake_fit

POSED = problem("veldran", "no_kin")
SETTINGS = SamplingSettings()


@pytest.fixture(autouse=True)
def cache_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))


def test_every_number_has_a_name_a_title_and_a_unit():
    made = labelled(np.ones((3, 5, KINDS + 2 + 4)), list(range(2000, 2005)))
    assert set(made) == {told.name for told in COUNTED.values()} | {"arrivals", "departures", CHANCE}
    for name in made:
        assert made[name].attrs["long_name"]
        assert made[name].attrs["units"] in ("households", "persons", "events", "1")
    assert "judgements" in made["watched"].attrs["rests_on"]
    assert "rests_on" not in made["arrivals"].attrs
    assert dict(made.sizes) == {"draw": 3, "year": 5, "run": 4}


def test_chance_alone_is_told_over_what_each_draw_expects():
    random = np.random.default_rng(1)
    runs = random.uniform(50.0, 500.0, (40, 1, 1)) * (1.0 + 0.1 * random.standard_normal((40, 5, 24)))
    made = labelled(np.concatenate([np.zeros((40, 5, KINDS + 2)), runs], axis=2), list(range(5)))
    assert abs(float(made[CHANCE].std()) - 0.1) < 0.01  # draws differ tenfold, runs of a draw by a tenth
    assert float(made[CHANCE].mean()) == pytest.approx(1.0)


def test_families_are_made_once_and_found_again():
    fit, setting = fake_fit(POSED), read_families(POSED)
    asked = (POSED, SETTINGS, fit, setting)
    assert kept_families(*asked) is None
    made = families_of(*asked, draws=3, by_chance=2)
    assert made.sizes["draw"] == 3
    assert float(made["families"].max()) > 0.0
    keep_families(*asked, made)
    assert made.equals(kept_families(*asked))
    assert kept_families(POSED, SETTINGS, fake_fit(POSED, seed=8), setting) is None
    other = setting.model_copy(update={"following": "other"})
    assert kept_families(POSED, SETTINGS, fit, other) is None


def test_a_fit_that_failed_its_gates_has_no_families():
    gate = Gate("R-hat", 1.2, 1.01, False, "Chains disagree.")
    with pytest.raises(FitRefused):
        families_of(POSED, SETTINGS, replace(fake_fit(POSED), gates=(gate,)), read_families(POSED), draws=1)
