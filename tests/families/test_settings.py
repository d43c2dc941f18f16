"""What a pack says of families: every mistake at once, with its line and what to do."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from departures.country.pack import open_pack, put_together
from departures.families.settings import FILE, UNKNOWNS, drawn, read_families
from departures.faults import Faults
from laws.problems import problem

NORTH = problem("north_korea")


def written(tmp_path, *changes):
    """The settings of the shipped pack with changes, of a problem in a folder of its own."""
    text = (Path(NORTH.folder) / FILE).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    return replace(NORTH, folder=str(tmp_path))


def test_the_shipped_packs_say_what_they_mean():
    setting = read_families(NORTH)
    assert abs(setting.households.mean - 3.9) < 0.02  # the published mean
    assert setting.households.of_people.sum() == pytest.approx(1.0)
    assert read_families(problem("veldran")).following == ""


def test_a_pack_without_families_says_nothing(tmp_path):
    assert read_families(replace(NORTH, folder=str(tmp_path))) is None
    assert read_families(replace(NORTH, folder="")) is None


def test_every_mistake_is_told_at_once(tmp_path):
    spoilt = written(
        tmp_path,
        ('following = "kin_following"', 'following = "nobody"'),
        ('contact = "contact"', 'contact = "letters"'),
        ('deaths_source = "parameter-crude_death_rate-wikdem"', 'deaths_source = "somebody"'),
    )
    with pytest.raises(Faults) as refused:
        read_families(spoilt)
    told = str(refused.value)
    for part in (
        "no factor that reads no signal is called 'nobody'",
        "'letters'",
        "the source 'somebody'",
        FILE,
    ):
        assert part in told
    assert len(refused.value.faults) == 3


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("0.025, 0.01]", "0.025, 0.2]", "must be 0 or more and sum to 1"),
        ("deaths = 0.009", "deaths = -1", "deaths"),
        ("[money]", "[riches]", "unknown key"),
    ],
)
def test_what_cannot_be_is_refused_by_name(tmp_path, old, new, told):
    with pytest.raises(Faults, match=told):
        read_families(written(tmp_path, (old, new)))


def test_nothing_is_told_of_families_before_what_it_rests_on_was_public():
    pack = open_pack("north_korea")
    early, later = (put_together(pack, "reference", date(year, 6, 1)) for year in (2020, 2024))
    assert read_families(early) is None
    assert read_families(later) is not None


def test_draws_follow_their_priors():
    setting = read_families(NORTH)
    draws = [drawn(setting, np.random.default_rng(seed)) for seed in range(400)]
    assert set(draws[0]) == set(UNKNOWNS)
    assert abs(np.median([draw["known"] for draw in draws]) - setting.known.center) < 0.05
    assert all(0.0 < draw["watched"] < 1.0 < 10.0 * draw["watch_years"] for draw in draws)
