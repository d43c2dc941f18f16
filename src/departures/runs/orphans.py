"""Workers that outlive whoever started them: here they end with it, whatever they wait for."""

from __future__ import annotations

import os
import threading
import time

LOOK = 0.5
"""Seconds between two looks at who the parent is."""


def end_with(starter: int) -> None:
    """End this process, at once and whatever it does, when its parent is no longer the process `starter`.

    For processes that `starter` itself started. A process whose parent is killed gets another one. joblib's workers
    end by themselves only where nobody was killed: one that was, while it held the lock that they look at before they
    end, leaves them waiting for ever.
    """
    threading.Thread(target=_watch, args=(starter,), daemon=True, name="end with starter").start()


def _watch(starter: int) -> None:
    while os.getppid() == starter:
        time.sleep(LOOK)
    os._exit(1)  # not sys.exit: that ends a thread alone, and what is finished has been recorded
