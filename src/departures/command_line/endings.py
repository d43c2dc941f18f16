"""How a command ends that cannot go on: stopped, or without room in memory or on the disk. One line.

What is written is written beside its place and moved there whole, and finished batches are recorded one by one; so
there is nothing to clean up here.
"""

from __future__ import annotations

import errno
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

REFUSED, STOPPED = 2, 130
"""Exit codes of a command that cannot be done, and of one that Ctrl-C stopped, as shells have it."""
AGAIN = 3.0
"""Seconds after which a Ctrl-C that has not ended the command is raised once more."""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_ROOM_IN_WORDS = ("No space left", "File too large", "file write failed")
"""What a library says that hides the number of the error."""


class Commands(TyperGroup):
    """The commands of the application."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            with heard_again():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            _end(STOPPED, "Stopped; what was finished is kept, and the same command goes on from there.")
        except MemoryError:
            _end(REFUSED, "This machine has too little memory for that; ask for less at a time.")
        except OSError as error:
            if error.errno not in NO_ROOM and not any(words in str(error) for words in NO_ROOM_IN_WORDS):
                raise
            _end(
                REFUSED,
                f"There is no room to write ({error.strerror or error}); free some, and run it again.",
            )


@contextmanager
def heard_again() -> Iterator[None]:
    """Raise a Ctrl-C again and again until it ends what is done: some libraries swallow one, as where it comes while
    they load, or in a callback of theirs.
    """
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if threading.current_thread() is not threading.main_thread() or not usual:
        yield
        return

    def stop(number: int, frame: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, AGAIN)
        raise KeyboardInterrupt

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGALRM)}
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        for each, handler in before.items():
            signal.signal(each, handler)


def _end(code: int, told: str) -> NoReturn:
    typer.echo(told, err=True)
    raise typer.Exit(code) from None
