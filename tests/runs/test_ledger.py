"""What is recorded stays as it was recorded, whoever writes beside it; old ensembles give way."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from departures.faults import Faults
from departures.runs.ledger import KEPT, Ledger


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "kept" / "ledger.sqlite")


def test_what_is_recorded_is_found_by_number_and_in_its_order(ledger):
    ledger.begin("one")
    for number in (2, 0, 1):
        ledger.record("one", number, bytes([number]))
    assert ledger.numbers("one") == {0, 1, 2}
    assert list(ledger.made("one").items()) == [(0, b"\0"), (1, b"\1"), (2, b"\2")]
    assert Ledger(ledger.path).made("one") == ledger.made("one")
    assert ledger.made("two") == {}


def test_a_recorded_batch_is_never_replaced(ledger):
    ledger.begin("one")
    ledger.record("one", 0, b"first")
    ledger.record("one", 0, b"second")
    assert ledger.made("one") == {0: b"first"}


def test_many_may_write_at_once(ledger):
    ledger.begin("one")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: ledger.record("one", number, b"made"), range(200)))
    assert ledger.numbers("one") == set(range(200))


def test_the_oldest_ensembles_give_way_but_not_the_one_that_begins_again(ledger):
    for number in range(KEPT + 1):
        ledger.begin(f"ensemble {number}")
        ledger.record(f"ensemble {number}", 0, b"made")
    assert ledger.made("ensemble 0") == {}
    assert ledger.made("ensemble 1") == {0: b"made"}
    ledger.begin("ensemble 1")  # taken up again, it is the newest
    ledger.begin("new")
    assert ledger.made("ensemble 1") == {0: b"made"}
    assert ledger.made("ensemble 2") == {}


def test_it_writes_ahead(ledger):
    with sqlite3.connect(ledger.path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_ledger_that_cannot_be_used_is_not_called_another_file(tmp_path):
    path = tmp_path / "ledger.sqlite"
    path.mkdir()
    with pytest.raises(Faults, match=r"cannot be used.*nothing is lost"):
        Ledger(path)


def test_a_file_that_is_no_ledger_is_named_and_left_alone(tmp_path):
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"something else, " * 100)
    with pytest.raises(Faults, match="this is no ledger"):
        Ledger(path)
    assert path.read_bytes() == b"something else, " * 100
