"""`country new` writes a pack that works, whole or not at all."""

import json

import pytest

from country.packs import run
from departures.country.scaffold import write_new_pack
from departures.faults import Faults


@pytest.fixture
def departures(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: run(monkeypatch, capsys, *arguments)


def test_a_new_pack_is_sound(departures, tmp_path):
    assert departures("country", "new", "new_land")[0] == 0
    code, output, _ = departures("country", "check", "new_land", "--json")
    assert code == 0
    described = json.loads(output)
    assert described["title"] == "Escape from New Land"
    assert [way["name"] for way in described["ways"]] == ["own", "taken"]
    assert described["observed"]["windows"] == 3
    assert departures("evidence", "check", "--country", "new_land")[0] == 0


def test_nothing_in_a_new_pack_is_left_to_fill_in_by_hand(tmp_path):
    made = write_new_pack("maren", tmp_path / "maren")
    for path in made.rglob("*"):
        if path.is_file():
            assert "@" not in path.read_text(encoding="utf-8")


def test_a_folder_that_exists_is_not_touched(departures, tmp_path):
    (tmp_path / "maren").mkdir()
    (tmp_path / "maren" / "mine.txt").write_text("mine", encoding="utf-8")
    code, _, message = departures("country", "new", "maren")
    assert code == 2
    assert "exists already" in message
    assert [path.name for path in tmp_path.rglob("*")] == ["maren", "mine.txt"]


@pytest.mark.parametrize("name", ["Maren", "../maren", "", "1st", "a b", "a/b", "é", "a" * 80])
def test_a_name_that_is_none_is_refused(departures, tmp_path, name):
    code, _, message = departures("country", "new", name)
    assert code == 2
    assert "is no name of a pack" in message
    assert list(tmp_path.iterdir()) == []


def test_all_that_is_wrong_is_said_at_once(departures, tmp_path):
    code, _, message = departures("country", "new", "A", "--folder", tmp_path / "no" / "such")
    assert code == 2
    assert message.startswith("2 problems")


def test_a_failure_halfway_leaves_nothing_behind(monkeypatch, tmp_path):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("departures.country.scaffold.os.rename", refuse)
    with pytest.raises(Faults, match="No space left"):
        write_new_pack("maren", tmp_path / "maren")
    assert list(tmp_path.iterdir()) == []
