"""What calibration found is kept in the pack, and tags and words follow from it."""

from dataclasses import replace

import pytest

from calibration.made import NARROW, trials
from departures.answers.answer import Lead
from departures.answers.beside import value_beside
from departures.answers.calibrated import of_calibration
from departures.answers.findings import findings_of
from departures.answers.tags import tag_of
from departures.calibration.judged import judge
from departures.calibration.kept import FILE, keep_calibration, read_calibration
from departures.calibration.kinds import PRIOR, Ensemble
from departures.faults import Faults
from laws.problems import problem
from report.fake_fit import fake_fit


def kept(folder, refused=3, fingerprint="one"):
    keep_calibration(
        folder,
        [judge(Ensemble(PRIOR, "reference", 200), trials(refused=refused))],
        {"reference": fingerprint},
    )
    return read_calibration(folder)


def test_verdicts_come_back_as_they_were_kept(tmp_path):
    assert read_calibration(tmp_path) is None
    found = kept(tmp_path)
    assert found.counted == {"worlds": 200, "refused": 3, "numbers": 2, "failed": 1}
    assert found.failed == {NARROW}
    assert found.too_few == ()
    assert kept(tmp_path, refused=20).too_few == ("A-reference",)


def test_verdicts_are_of_one_problem_alone(tmp_path):
    found = kept(tmp_path)
    assert found.is_of("reference", "one")
    assert not found.is_of("reference", "another")
    assert not found.is_of("rival", "one")


def test_words_follow_from_what_was_kept(tmp_path):
    made = replace(problem("north_korea"), folder=str(tmp_path))
    asked = findings_of({"reference": made}, {"reference": fake_fit(made)})
    assert of_calibration(asked) == ()
    kept(tmp_path, fingerprint=made.fingerprint)
    (sentence,) = of_calibration(asked)
    assert f"of 2 numbers 1 do not keep what they promise ({NARROW})" in sentence.text
    for number in sentence.numbers.values():
        assert value_beside(made, number.lead) == (number.value, None, None)
    kept(tmp_path, fingerprint="of an earlier day")
    assert "not for this one" in of_calibration(asked)[0].text


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"of": {}, "found": [{"worlds": 3}]}'])
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
