"""Worker processes, spawned and never forked, each with its own compiled problem."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any

from departures.inference.fit import FitRefused
from departures.inference.worker import Recipe, serve
from departures.runs.cache import prune_compiled

OnProgress = Callable[[int, int], None]
"""Called with the seed of a chain and how many of its iterations are done."""


class WorkerFailed(RuntimeError):
    """A worker process ended with an error; its text is the message."""


class Workforce:
    """A fixed number of workers; `ask` gives each one task and waits for all."""

    def __init__(self, recipe: Recipe, on_progress: OnProgress) -> None:
        prune_compiled()
        context = multiprocessing.get_context("spawn")
        self._on_progress = on_progress
        self._connections: list[Connection] = []
        self._processes = []
        for _ in range(recipe.settings.workers):
            here, there = context.Pipe()
            process = context.Process(target=serve, args=(recipe, there), daemon=True)
            process.start()
            there.close()
            self._connections.append(here)
            self._processes.append(process)

    def __enter__(self) -> Workforce:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.terminate()  # idle by now, and what it made has been sent
            process.join(timeout=5)

    def ask(self, tasks: Sequence[tuple[str, Any]]) -> list[Any]:
        """Send the n-th task to the n-th worker; results in the same order."""
        for connection, task in zip(self._connections, tasks, strict=False):
            connection.send(task)
        results: dict[int, Any] = {}
        while len(results) < len(tasks):
            waiting = [c for i, c in enumerate(self._connections[: len(tasks)]) if i not in results]
            for ready in wait(waiting):
                self._take(ready, results)  # type: ignore[arg-type]
        return [results[i] for i in range(len(tasks))]

    def _take(self, ready: Connection, results: dict[int, Any]) -> None:
        try:
            name, payload = ready.recv()
        except EOFError as error:
            raise WorkerFailed("a worker process ended without a word; is there enough memory?") from error
        if name == "refused":
            raise FitRefused(payload)
        if name == "failed":
            raise WorkerFailed(payload)
        if name == "progress":
            self._on_progress(*payload)
        else:
            results[self._connections.index(ready)] = payload
