"""Trials go into a file that travels, and an ensemble goes on from it."""

import json
from dataclasses import replace

import pytest

from calibration.made import trials
from departures.calibration import ensembles
from departures.calibration.kinds import PRIOR, Ensemble
from departures.calibration.record import read_trials, write_trials
from departures.faults import Faults
from departures.inference.settings import SamplingSettings
from laws.problems import problem


def test_trials_come_back_as_they_were_written(tmp_path):
    rows = trials(sets=5, refused=2)
    file = write_trials(tmp_path / "new" / "A.json", "one", rows)
    assert read_trials(file, "one") == rows
    assert write_trials(file, "one", rows[:1]).read_text() == file.read_text()  # none is lost
    assert read_trials(file, "one") == rows
    with pytest.raises(Faults, match="made by other code"):
        read_trials(file, "another")
    assert read_trials(tmp_path / "none.json", "one") == []


def test_a_file_that_is_no_record_is_named(tmp_path):
    file = tmp_path / "A.json"
    file.write_text('{"key": "one", "trials": [[1, 2, 3, 4, 5]]}')
    with pytest.raises(Faults, match="no record of trials"):
        read_trials(file, "one")


@pytest.fixture
def made(monkeypatch, tmp_path):
    """Numbers of the worlds that are made, by trials that make nothing of them, on a machine without a ledger."""
    numbers = []

    class Made:
        def __init__(self, *_):
            pass

        def __call__(self, batch):
            numbers.append(batch.number)
            return json.dumps([trials(sets=9)[batch.number]]).encode()

    monkeypatch.setattr(ensembles, "Trial", Made)
    monkeypatch.setenv("DEPARTURES_CACHE", str(tmp_path))
    return numbers


def test_another_machine_goes_on_where_the_first_stopped(made, tmp_path, monkeypatch):
    posed, ensemble, file = problem("veldran"), Ensemble(PRIOR, "reference", 3), tmp_path / "A.json"
    settings = SamplingSettings()
    first = ensembles.trials_of(posed, ensemble, settings, record=file)
    monkeypatch.setenv("DEPARTURES_CACHE", str(tmp_path / "other"))
    more = ensembles.trials_of(posed, replace(ensemble, sets=5), settings, record=file)
    assert more[:3] == first
    assert more == trials(sets=9)[:5]
    assert made == [0, 1, 2, 3, 4]
    # asked for fewer: none is made, and none is lost from the file
    assert ensembles.trials_of(posed, ensemble, settings, record=file) == first
    key = ensembles.key_of(posed, ensemble, settings, ensembles.QUICK, ensembles.SEED)
    assert read_trials(file, key) == more


def test_trials_of_other_settings_are_not_written_over(made, tmp_path):
    posed, ensemble, file = problem("veldran"), Ensemble(PRIOR, "reference", 2), tmp_path / "A.json"
    ensembles.trials_of(posed, ensemble, SamplingSettings(), record=file)
    before = file.read_text()
    with pytest.raises(Faults, match="other settings"):
        ensembles.trials_of(posed, ensemble, SamplingSettings(draws=7), record=file)
    assert file.read_text() == before
    assert made == [0, 1]


def test_what_a_kill_leaves_is_in_the_file(made, tmp_path, monkeypatch):
    posed, ensemble, file = problem("veldran"), Ensemble(PRIOR, "reference", 5), tmp_path / "A.json"
    whole = ensembles.Trial.__call__

    def killed_at_two(self, batch):
        if batch.number == 2:
            raise KeyboardInterrupt
        return whole(self, batch)

    monkeypatch.setattr(ensembles.Trial, "__call__", killed_at_two)
    with pytest.raises(KeyboardInterrupt):
        ensembles.trials_of(posed, ensemble, SamplingSettings(), record=file)
    assert [trial[0] for trial in json.loads(file.read_text())["trials"]] == [0, 1]
