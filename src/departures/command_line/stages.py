"""Stages of long work, each with its time: a moving bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

QUARTERS = 4


class Stages:
    """Prints stages as they end; `seconds` keeps their times. Everything goes to the error stream."""

    def __init__(self, quiet: bool = False) -> None:
        self.seconds: dict[str, float] = {}
        self._console = Console(stderr=True, highlight=False, quiet=quiet)
        self._started = time.perf_counter()
        self._bar: Progress | None = None
        self._tasks: dict[str, int] = {}
        self._told: dict[str, int] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage and print its line when it ends well."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self._close_bar()
        self.seconds[name] = round(time.perf_counter() - started, 1)
        self._console.print(f"{name}: {self.seconds[name]:.1f} s", markup=False)

    @contextmanager
    def compiling(self) -> Iterator[None]:
        """Say so if an engine has to be compiled within it."""
        from departures.native.compiling import told_when_compiling

        told = "  compiling an engine: half a minute, once; what is compiled is kept for the next time"
        with told_when_compiling(lambda: self._console.print(told, markup=False)):
            yield

    def tell_parts(self, name: str, parts: Mapping[str, float]) -> None:
        """Print the times of a stage's parts, unless they are those of an earlier run that was kept."""
        if self.seconds[name] >= sum(parts.values()):
            told = ", ".join(f"{part} {seconds:.1f} s" for part, seconds in parts.items())
            self._console.print(f"  of which {told}", markup=False)

    def progress(self, name: str, share: float) -> None:
        """Show how far the work inside a stage has come; `share` from 0 to 1."""
        if self._console.is_terminal:
            self._move_bar(name, share)
            return
        quarter = int(share * QUARTERS)
        if quarter > self._told.get(name, 0 if share < 1 else -1) or (share >= 1 and name not in self._told):
            self._told[name] = quarter
            self._console.print(f"  {name}: {100 * quarter // QUARTERS} %", markup=False)

    def finish(self) -> None:
        """Print the time of all stages together."""
        self._console.print(f"all together: {time.perf_counter() - self._started:.1f} s", markup=False)

    def _move_bar(self, name: str, share: float) -> None:
        if self._bar is None:
            self._bar = Progress(
                TextColumn("  {task.description}"), BarColumn(), TimeElapsedColumn(),
                TextColumn("left:"), TimeRemainingColumn(), console=self._console,
            )  # fmt: skip
            self._bar.start()
        if name not in self._tasks:
            self._tasks[name] = self._bar.add_task(name, total=1.0)
        self._bar.update(self._tasks[name], completed=share)  # type: ignore[arg-type]

    def _close_bar(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar, self._tasks = None, {}
