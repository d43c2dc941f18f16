"""Says when Numba compiles: what was kept is loaded without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def told_when_compiling(tell: Callable[[], None]) -> Iterator[None]:
    """Within it, `tell` is called once, as soon as anything has to be compiled."""
    from numba.core import event  # slow to import

    class Once(event.Listener):
        told = False

        def on_start(self, event: object) -> None:
            if not self.told:
                self.told = True
                tell()

        def on_end(self, event: object) -> None:
            """Nothing is said at the end."""

    with event.install_listener("numba:compile", Once()):
        yield
