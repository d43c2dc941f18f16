"""Verdicts on trials: right ranges pass, wrong ones fail by name, and refused fits are counted."""

import numpy as np
import pytest

from calibration.made import NARROW, trials
from departures.calibration.judged import judge
from departures.calibration.kinds import AROUND, PEOPLE, PRIOR, Ensemble, ensembles_of
from departures.country.pack import open_pack
from departures.faults import Faults
from departures.report.calibration_page import by_chance, write_calibration


@pytest.mark.parametrize("kind", [PRIOR, PEOPLE, AROUND])
def test_the_number_whose_ranges_are_too_narrow_fails_by_name(kind):
    found = judge(Ensemble(kind, "reference", 200), trials())
    assert found.failed == (NARROW,)
    assert not found.passed


def test_right_ranges_pass_and_hold_as_often_as_they_say():
    found = judge(Ensemble(PRIOR, "reference", 800), trials(800, spread=1.0))
    assert found.passed
    assert found.table["covered_90"].mean() == pytest.approx(0.9, abs=0.03)
    assert found.table["covered_50"].mean() == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(("refused", "passed"), [(10, True), (11, False)])
def test_more_than_one_fit_in_twenty_that_failed_is_too_many(refused, passed):
    found = judge(Ensemble(PRIOR, "reference", 200), trials(spread=1.0, refused=refused))
    assert (found.refused, found.passed) == (refused, passed)


def test_the_page_says_what_failed_and_shows_the_ranks(tmp_path):
    found = [
        judge(Ensemble(PRIOR, "reference", 200), trials()),
        judge(Ensemble(PRIOR, "rival", 2), trials(2, refused=2)),
    ]
    page, picture = write_calibration(tmp_path, found)
    text = page.read_text(encoding="utf-8")
    assert f"1 of 2 numbers do not keep what their ranges promise:** {NARROW}" in text
    assert "No fit passed, so nothing can be told." in text
    assert "gross faults alone" not in text
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_the_page_tells_nothing_of_numbers_where_too_many_fits_failed_and_warns_of_few_worlds(tmp_path):
    few = judge(Ensemble(PRIOR, "reference", 8), trials(8, spread=1.0, refused=2))
    text = write_calibration(tmp_path, [few])[0].read_text(encoding="utf-8")
    assert "keep what their ranges promise." not in text
    assert "of the numbers nothing can be told" in text
    assert "With 8 worlds, gross faults alone would show" in text


def test_ensembles_are_of_all_kinds_and_of_every_rival():
    pack = open_pack("north_korea")
    found = ensembles_of(pack)
    assert [(each.kind, each.sets) for each in found[:3]] == [(PRIOR, 200), (PEOPLE, 200), (AROUND, 100)]
    assert {each.explanation for each in found[3:]} == set(pack.explanations) - {"reference"}
    with pytest.raises(Faults, match="kinds 'XA'"):
        ensembles_of(pack, "XA")


@pytest.mark.parametrize("worlds", [36, 200])
def test_how_many_numbers_of_people_lie_outside_by_chance_is_what_right_ranges_do(worlds):
    found = judge(Ensemble(PEOPLE, "reference", worlds), trials(worlds, spread=1.0))
    covered = np.random.default_rng(4).binomial(worlds, 0.9, 100_000) / worlds
    outside = np.mean((covered < 0.84) | (covered > 0.96))
    assert by_chance(found) == pytest.approx(2 * outside, abs=0.01)


def test_where_too_many_fits_failed_no_number_is_named(tmp_path):
    found = judge(Ensemble(PEOPLE, "reference", 200), trials(refused=11))
    assert found.failed == (NARROW,)
    text = write_calibration(tmp_path, [found])[0].read_text(encoding="utf-8")
    assert NARROW not in text
    assert "by chance" in text
