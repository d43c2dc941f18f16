"""Batches are numbered and seeded; neither workers, order nor a kill at any moment changes what comes out."""

import os
import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from departures.faults import Faults
from departures.runs.batches import IDLE, batches_of, run_batches, seed_of
from departures.runs.ledger import KEPT, Ledger
from runs import batch_job

KILLS = 10
ENDED = 8.0
"""Seconds within which workers end after whoever started them: they look twice a second, once they have started. An
idle worker would end by itself only later."""


def start(path, workers, number=0):
    """The job, a file of its own that it writes to, and a pipe that it and its workers hold open while they live."""
    job = [sys.executable, str(Path(batch_job.__file__)), str(path), str(workers)]
    said = path.with_suffix(f".{number}.txt")
    with said.open("w") as file:
        return subprocess.Popen(job, stdout=file, stderr=subprocess.PIPE), said


def finished(path, workers):
    job, _ = start(path, workers, KILLS)
    _, problem = job.communicate(timeout=120)
    assert job.returncode == 0, problem
    return Ledger(path).made(batch_job.KEY)


def wait_for_lines(job, said, count):
    """Wait until the job has told so often what is recorded: once as it starts, then after each batch."""
    while said.read_text().count("\n") < count:
        assert job.poll() is None
        time.sleep(0.005)


def all_ended(pipe):
    """Whether everybody who held the other end of a pipe ends in time; a process that has ended holds none."""
    until = time.monotonic() + ENDED
    with pipe:
        while (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select([pipe], [], [], left)
            if ready and not os.read(pipe.fileno(), 1 << 16):
                return True
    return False


def test_a_worker_would_not_end_by_itself_so_soon():
    assert ENDED < IDLE


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
    """Half of the kills fall into the start of the job, while workers are spawned; half after a batch of this start."""
    whole = finished(tmp_path / "whole.sqlite", 1)
    path, moments = tmp_path / "killed.sqlite", random.Random(5)
    recorded = 0
    for number in range(KILLS):
        job, said = start(path, workers, number)
        wait_for_lines(job, said, 1 + number % 2)
        time.sleep(moments.uniform(0.0, 0.08))
        job.kill()
        assert job.wait() == -signal.SIGKILL, "the kills must fall into the work"
        told = [int(line) for line in said.read_text().split()]
        assert told[0] >= recorded
        assert number % 2 == 0 or told[-1] > told[0], "a batch of this start was recorded"
        assert all_ended(job.stderr), "no worker outlives the job"
        found = Ledger(path).made(batch_job.KEY)
        recorded = len(found)
        assert recorded >= told[-1]
        assert all(whole[number] == made for number, made in found.items())
    assert 0 < recorded < len(batch_job.BATCHES)
    assert finished(path, workers) == whole


@pytest.mark.parametrize("wait", [0.1, 0.2, 0.3, 0.5, 0.8, 1.2])
def test_workers_end_with_a_job_that_is_killed_while_it_starts_them(tmp_path, wait):
    job, said = start(tmp_path / "ledger.sqlite", 2)
    wait_for_lines(job, said, 1)
    time.sleep(wait)
    job.kill()
    job.wait()
    assert all_ended(job.stderr)


def test_batches_that_others_pushed_out_are_made_again(tmp_path):
    ledger, ends = Ledger(tmp_path / "ledger.sqlite"), []

    def told(share):
        if share == 1.0 and not ends:
            for number in range(KEPT + 1):
                ledger.begin(f"other {number}")
        ends.extend([share] * (share == 1.0))

    batches = batches_of(replicates=10, size=5, seed=1)
    made = run_batches(ledger, "one", batches, lambda batch: bytes([batch.number]), progress=told)
    assert made == [b"\0", b"\1"]
    assert len(ends) == 2


def test_batches_that_go_at_the_very_end_are_missed_and_not_left_out(tmp_path):
    class Losing(Ledger):
        def made(self, key):
            return {number: made for number, made in super().made(key).items() if number != 1}

    with pytest.raises(Faults, match="1 of 2 batches are gone"):
        run_batches(Losing(tmp_path / "l.sqlite"), "one", batches_of(10, 5, 1), lambda batch: b"made")
