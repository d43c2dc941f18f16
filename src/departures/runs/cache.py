"""The cache of long work: a folder per key, written beside and renamed into place, so that it is whole or absent."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_dir

COMPILED_BYTES = 200 * 2**20
"""Room for kept compilations; the oldest give way."""
VARIABLE = "DEPARTURES_CACHE"
"""Environment variable that moves the cache."""


def cache_folder() -> Path:
    """Where cached work lies."""
    return Path(os.environ.get(VARIABLE) or user_cache_dir("departures", appauthor=False))


def key_of(*parts: str) -> str:
    """A key that changes when any part changes."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}\0{part}\0".encode())
    return digest.hexdigest()[:32]


def hash_of_code(*places: Path) -> str:
    """Hash of Python files, and of all below the folders among the places, by path and content."""
    digest = hashlib.sha256()
    for place in places:
        for file in [place] if place.is_file() else sorted(place.rglob("*.py")):
            digest.update(f"{place.name}/{file.relative_to(place).as_posix()}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def find(kind: str, key: str) -> Path | None:
    """The folder of finished work, or None."""
    folder = cache_folder() / kind / key
    if not folder.is_dir() and _aside(folder).is_dir():
        with suppress(OSError):  # another process was quicker
            _aside(folder).rename(folder)
    return folder if folder.is_dir() else None


def is_empty(kind: str) -> bool:
    """True where no work of a kind is kept."""
    folder = cache_folder() / kind
    return not (folder.is_dir() and any(folder.iterdir()))


def keep(kind: str, key: str, write: Callable[[Path], None]) -> Path:
    """Let `write` fill a new folder, then move it into place; an older one of the same key is replaced."""
    target = cache_folder() / kind / key
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{key[:8]}-", dir=target.parent))
    try:
        write(draft)
        before = _moved_aside(target)
        draft.rename(target)
        if before is not None:
            shutil.rmtree(before, ignore_errors=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def _moved_aside(target: Path) -> Path | None:
    """The older work of a key out of the way, whole: killed between this and the next step, `find` brings it back."""
    if not target.exists():
        return None
    aside = _aside(target)
    shutil.rmtree(aside, ignore_errors=True)
    return target.rename(aside)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}-before")


def prune(kind: str, count: int) -> None:
    """Remove finished work of a kind, the oldest first, until no more than `count` pieces are left."""
    place = cache_folder() / kind
    if not place.is_dir():
        return
    whole = [folder for folder in place.iterdir() if not folder.name.startswith(".")]
    for folder in sorted(whole, key=lambda each: each.stat().st_mtime, reverse=True)[count:]:
        shutil.rmtree(folder, ignore_errors=True)


def compiled_folder() -> Path:
    """Where compiled functions are kept, which one process makes and others load."""
    return cache_folder() / "compiled"


def prune_compiled(room: int = COMPILED_BYTES) -> None:
    """Remove the oldest compilations until the rest takes no more than `room` bytes."""
    if not compiled_folder().is_dir():
        return
    files = sorted((path.stat().st_mtime, path) for path in compiled_folder().iterdir() if path.is_file())
    for _, path in reversed(files):  # the newest first
        room -= path.stat().st_size
        if room < 0:
            path.unlink(missing_ok=True)
