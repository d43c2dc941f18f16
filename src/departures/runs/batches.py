"""Batches: an ensemble cut into numbered, seeded pieces, made by any number of workers in any order."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from joblib import Parallel, delayed

from departures.faults import Fault, Faults
from departures.runs.ledger import KEPT, Ledger
from departures.runs.orphans import end_with


@dataclass(frozen=True)
class Batch:
    """Batch `number` of an ensemble: its replicates `first` to before `first + count`, of the stream `seed`."""

    number: int
    first: int
    count: int
    seed: int

    @property
    def replicates(self) -> range:
        """Numbers of its replicates within the ensemble."""
        return range(self.first, self.first + self.count)


IDLE = 10
"""Seconds after which a worker that is given nothing ends."""

Work = Callable[[Batch], bytes]
"""What makes a batch; it travels to the workers, so it must pickle, and it must depend on the batch alone."""


def batches_of(replicates: int, size: int, seed: int) -> tuple[Batch, ...]:
    """The replicates in batches of `size`, the last perhaps smaller, each with the seed of (ensemble, batch)."""
    return tuple(
        Batch(number, first, min(size, replicates - first), seed_of(seed, number))
        for number, first in enumerate(range(0, replicates, size))
    )


def seed_of(seed: int, number: int) -> int:
    """The seed of a batch, from that of its ensemble and its number: below 2⁶³, and alike on every machine."""
    digest = hashlib.sha256(f"{seed}/{number}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def run_batches(
    ledger: Ledger, key: str, batches: tuple[Batch, ...], work: Work, *, workers: int = 1,
    progress: Callable[[float], None] = lambda share: None,
) -> list[bytes]:  # fmt: skip
    """What every batch has made, in the order of their numbers; those in the ledger are not made again.

    Whoever makes a batch records it before taking the next, so that a kill loses only what was under way. One worker
    is this process itself; more are processes of their own, spawned, which end with it. `progress` is told the share
    that is recorded. Raises `Faults` where batches were forgotten meanwhile for those of other ensembles.
    """
    pool = Parallel(
        n_jobs=workers,
        backend="loky",
        batch_size=1,
        return_as="generator_unordered",
        idle_worker_timeout=IDLE,
        initializer=end_with,
        initargs=(os.getpid(),),
    )
    ledger.begin(key)
    while missing := _missing(ledger, key, batches):
        progress(1.0 - len(missing) / len(batches))
        made = pool(delayed(_made)(ledger.path, key, batch, work) for batch in missing)
        for count, _ in enumerate(made, start=1):
            progress(1.0 - (len(missing) - count) / len(batches))
        ledger.begin(key)  # as the newest again: else what others begin would take it away once more
    return _all_of(ledger, key, batches)


def _all_of(ledger: Ledger, key: str, batches: tuple[Batch, ...]) -> list[bytes]:
    made = ledger.made(key)
    lost = [batch.number for batch in batches if batch.number not in made]
    if lost:
        found = f"{len(lost)} of {len(batches)} batches are gone: more than {KEPT} other ensembles were begun meanwhile"
        raise Faults([Fault(str(ledger.path), None, "", found, "start it again")])
    return [made[batch.number] for batch in batches]


def _missing(ledger: Ledger, key: str, batches: tuple[Batch, ...]) -> list[Batch]:
    done = ledger.numbers(key)
    return [batch for batch in batches if batch.number not in done]


def _made(path: Path, key: str, batch: Batch, work: Work) -> int:
    Ledger(path).record(key, batch.number, work(batch))
    return batch.number
