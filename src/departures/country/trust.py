"""Whose Python may run: that of the shipped packs, and that of a folder which the user has trusted as it is."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from departures.faults import Fault
from departures.runs.places import countries_folders

MECHANISMS = "mechanisms"


def python_of(folder: Path) -> dict[str, bytes]:
    """The Python files of a pack, by path inside it, with the bytes that would run."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted((folder / MECHANISMS).rglob("*.py"))
        if path.is_file()
    }


def is_shipped(folder: Path) -> bool:
    """Whether a pack lies in the `countries` folder of the distribution or of the checkout."""
    place = folder.resolve()
    return any(place.is_relative_to(shipped.resolve()) for shipped in countries_folders())


def is_trusted(folder: Path, code: Mapping[str, bytes]) -> bool:
    """Whether this code may run: it is shipped, there is none, or it is what was trusted before."""
    return not code or is_shipped(folder) or _recorded().get(str(folder.resolve())) == _hashes(code)


def refusal(folder: Path, code: Mapping[str, bytes]) -> list[Fault]:
    """One fault for each file that would run without trust."""
    before = _recorded().get(str(folder.resolve()), {})
    now = _hashes(code)
    faults = []
    for name in code:
        if before.get(name) != now[name]:
            found = "has changed since it was trusted" if name in before else "is Python that would run"
            remedy = "read it; if you trust it, run the command again with --trust"
            faults.append(Fault(str(folder / name), None, "", found, remedy))
    if not faults:  # a file that was trusted is gone
        found, remedy = (
            "other Python files than those trusted",
            "if you trust it, run the command again with --trust",
        )
        faults.append(Fault(str(folder / MECHANISMS), None, "", found, remedy))
    return faults


def record(folder: Path, code: Mapping[str, bytes]) -> Path:
    """Remember the code as trusted; returns the file in which that is written."""
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {**_recorded(), str(folder.resolve()): _hashes(code)}
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as half:
        json.dump(content, half, indent=1, sort_keys=True)
    os.replace(half.name, path)  # noqa: PTH105 - the one call that replaces in a single step everywhere
    return path


def _hashes(code: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in code.items()}


def _file() -> Path:
    return Path(platformdirs.user_state_dir("departures")) / "trusted.json"


def _recorded() -> dict[str, dict[str, str]]:
    try:
        content = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # nothing that can be read means that nothing is trusted
    return content if isinstance(content, dict) else {}
