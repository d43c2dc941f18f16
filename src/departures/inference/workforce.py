"""Worker processes, spawned and never forked, each with its own compiled problem."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any

from departures.inference.fit import FitRefused
from departures.inference.worker import OPEN, Recipe, serve
from departures.runs.cache import prune_compiled

OnProgress = Callable[[int, int], None]
"""Called with the seed of a chain and how many of its iterations are done."""


class WorkerFailed(RuntimeError):
    """A worker process ended with an error; its text is the message."""


class WorkerDied(WorkerFailed):
    """A worker process ended without one: the machine's doing, so that another try may go well."""


FITS = 12
"""Fits that a worker serves before it gives way to a new one: what they leave in memory adds up."""


@dataclass
class _Worker:
    """A process, the connection to it, and how many fits it has served."""

    process: BaseProcess
    connection: Connection
    fits: int = 0


_IDLE: list[_Worker] = []
"""Workers that wait for the next fit of this process; they end with it."""


class Workforce:
    """A fixed number of workers; `ask` gives each one task and waits for all."""

    def __init__(self, recipe: Recipe, on_progress: OnProgress) -> None:
        prune_compiled()
        self._on_progress = on_progress
        self._workers = [_IDLE.pop(0) if _IDLE else _started() for _ in range(recipe.settings.workers)]
        self._connections = [worker.connection for worker in self._workers]
        for worker in self._workers:
            worker.fits += 1
            worker.connection.send((OPEN, recipe))
        self._opened = False

    def __enter__(self) -> Workforce:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            if kind is None and self._opened and worker.fits < FITS:
                _IDLE.append(worker)
            else:
                worker.process.terminate()  # what it made has been sent
                worker.process.join(timeout=5)

    def ask(self, tasks: Sequence[tuple[str, Any]]) -> list[Any]:
        """Send the n-th task to the n-th worker; results in the same order."""
        if not self._opened:
            self._opened = True
            self._results(len(self._connections))
        for connection, task in zip(self._connections, tasks, strict=False):
            connection.send(task)
        return self._results(len(tasks))

    def _results(self, count: int) -> list[Any]:
        """What the first so many workers answer."""
        results: dict[int, Any] = {}
        while len(results) < count:
            waiting = [c for i, c in enumerate(self._connections[:count]) if i not in results]
            for ready in wait(waiting):
                self._take(ready, results)  # type: ignore[arg-type]
        return [results[i] for i in range(count)]

    def _take(self, ready: Connection, results: dict[int, Any]) -> None:
        try:
            name, payload = ready.recv()
        except EOFError as error:
            raise WorkerDied("a worker process ended without a word; is there enough memory?") from error
        if name == "refused":
            raise FitRefused(payload)
        if name == "failed":
            raise WorkerFailed(payload)
        if name == "progress":
            self._on_progress(*payload)
        else:
            results[self._connections.index(ready)] = payload


def start_ahead(count: int) -> None:
    """Start so many workers for the next fit of this process, which read their libraries in the meantime."""
    _IDLE.extend(_started() for _ in range(count - len(_IDLE)))


def _started() -> _Worker:
    if multiprocessing.get_start_method(allow_none=True) not in multiprocessing.get_all_start_methods():
        # inside a worker of joblib, whose own method a process started here is told and does not know
        multiprocessing.set_start_method("spawn", force=True)
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there,), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)
