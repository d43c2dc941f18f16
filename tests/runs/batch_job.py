"""A batch job to be killed: `python batch_job.py LEDGER WORKERS` prints how many batches are recorded."""

import sys
import time
from pathlib import Path

import numpy as np

from departures.runs.batches import Batch, batches_of, run_batches
from departures.runs.ledger import Ledger

KEY = "job"
BATCHES = batches_of(replicates=600, size=5, seed=11)


def work(batch: Batch) -> bytes:
    """Some numbers that take a moment."""
    time.sleep(0.02)
    return np.random.default_rng(batch.seed).integers(1000, size=batch.count).tobytes()


def main() -> None:
    ledger = Ledger(Path(sys.argv[1]))

    def told(share: float) -> None:
        sys.stdout.write(f"{len(ledger.numbers(KEY))}\n")
        sys.stdout.flush()

    run_batches(ledger, KEY, BATCHES, work, workers=int(sys.argv[2]), progress=told)


if __name__ == "__main__":
    main()
