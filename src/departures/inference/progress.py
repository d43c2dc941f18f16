"""How long work tells of its progress."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float], None]
"""Called with the name of the stage at work and its finished share, from 0 to 1."""


def silent(stage: str, share: float) -> None:
    """Progress that tells nobody."""
