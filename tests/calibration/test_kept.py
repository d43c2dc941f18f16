"""What calibration found is kept in the pack, and tags and words follow from it."""

from dataclasses import replace

import pytest

from calibration.made import NARROW, trials
from departures.answers.answer import Lead
from departures.answers.tags import tag_of
from departures.calibration.judged import judge
from departures.calibration.kept import FILE, keep_calibration, read_calibration
from departures.calibration.kinds import PRIOR, Ensemble
from departures.faults import Faults
from laws.problems import problem
from report.fake_fit import fake_fit


def test_verdicts_come_back_as_they_were_kept(tmp_path):
    assert read_calibration(tmp_path) is None
    keep_calibration(tmp_path, [judge(Ensemble(PRIOR, "reference", 200), trials(refused=3))])
    found = read_calibration(tmp_path)
    assert (found.worlds, found.refused, found.numbers, found.failed) == (200, 3, 2, {NARROW})


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"worlds": 3}]'])
def test_a_file_that_is_none_is_refused_by_name(tmp_path, text):
    (tmp_path / FILE).write_text(text)
    with pytest.raises(Faults, match=FILE):
        read_calibration(tmp_path)


@pytest.mark.parametrize(
    ("lead", "touched"),
    [
        (Lead(quantity="crossings", at=(("year", "2019"),)), True),
        (Lead(quantity="crossings", at=(("year", "2017..2022"),)), True),
        (Lead(quantity="crossings", at=(("year", "2020"),)), False),
        (Lead(quantity="eventual", at=(("year_left", "2019"),)), False),
    ],
)
def test_a_number_that_failed_is_decided_by_an_assumption(lead, touched):
    sound = fake_fit(problem("north_korea"))
    fit = replace(sound, uncalibrated=frozenset({NARROW}))
    before, after = (tag_of(each, lead, share=False) for each in (sound, fit))
    assert after == ("assumption-decides" if touched else before)
