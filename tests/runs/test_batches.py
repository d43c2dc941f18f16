"""Batches are numbered and seeded; neither workers, order nor a kill at any moment changes what comes out."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from departures.runs.batches import batches_of, run_batches, seed_of
from departures.runs.ledger import Ledger
from runs import batch_job

KILLS = 10


def start(path, workers, number=0):
    """The job, and a file of its own that it writes to: a pipe would stay open while a worker outlives a kill."""
    job = [sys.executable, str(Path(batch_job.__file__)), str(path), str(workers)]
    said = path.with_suffix(f".{number}.txt")
    with said.open("w") as file:
        return subprocess.Popen(job, stdout=file), said


def finished(path, workers):
    job, _ = start(path, workers, KILLS)
    assert job.wait(timeout=120) == 0
    return Ledger(path).made(batch_job.KEY)


def begun(job, said):
    """Wait until the job has told of its first batches."""
    while not said.read_text().endswith("\n"):
        assert job.poll() is None
        time.sleep(0.005)


def test_every_replicate_lies_in_one_batch():
    batches = batches_of(replicates=23, size=5, seed=1)
    assert [batch.count for batch in batches] == [5, 5, 5, 5, 3]
    assert [place for batch in batches for place in batch.replicates] == list(range(23))
    assert [batch.number for batch in batches] == list(range(5))


def test_seeds_differ_by_batch_and_ensemble_and_stay_what_they_are():
    seeds = {seed_of(seed, number) for seed in range(20) for number in range(50)}
    assert len(seeds) == 1000
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert seed_of(1, 0) == 894933081445914327


def test_what_is_recorded_is_not_made_again_and_progress_tells_it(tmp_path):
    ledger, made, told = Ledger(tmp_path / "ledger.sqlite"), [], []

    def work(batch):
        made.append(batch.number)
        return bytes([batch.number])

    batches = batches_of(replicates=20, size=5, seed=1)
    assert run_batches(ledger, "one", batches[:3], work) == [b"\0", b"\1", b"\2"]
    assert run_batches(ledger, "one", batches, work, progress=told.append) == [b"\0", b"\1", b"\2", b"\3"]
    assert made == [0, 1, 2, 3]
    assert told == [0.75, 1.0]
    assert run_batches(ledger, "one", batches[:2], work) == [b"\0", b"\1"]


def test_work_that_fails_leaves_the_finished_batches(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite")

    def work(batch):
        if batch.number == 2:
            raise OSError("no space left")
        return b"made"

    with pytest.raises(OSError, match="no space"):
        run_batches(ledger, "one", batches_of(replicates=20, size=5, seed=1), work)
    assert ledger.numbers("one") == {0, 1}


def test_workers_change_nothing(tmp_path):
    assert finished(tmp_path / "one.sqlite", 1) == finished(tmp_path / "two.sqlite", 2)


@pytest.mark.parametrize("workers", [1, 2])
def test_kills_at_ten_moments_lose_no_finished_batch_and_end_in_the_same_bytes(tmp_path, workers):
    whole = finished(tmp_path / "whole.sqlite", 1)
    path, moments = tmp_path / "killed.sqlite", random.Random(5)
    recorded = 0
    for number in range(KILLS):
        job, said = start(path, workers, number)
        begun(job, said)
        time.sleep(moments.uniform(0.0, 0.08))
        job.kill()
        assert job.wait() == -signal.SIGKILL, "the kills must fall into the work"
        told = [int(line) for line in said.read_text().split()]
        assert told[0] >= recorded
        found = Ledger(path).made(batch_job.KEY)
        recorded = len(found)
        assert recorded >= told[-1]
        assert all(whole[number] == made for number, made in found.items())
    assert recorded > 0
    assert finished(path, workers) == whole
