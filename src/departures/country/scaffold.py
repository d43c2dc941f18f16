"""Writes the beginning of a new pack: a small working one, whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from importlib import resources
from pathlib import Path

from departures.faults import Fault, Faults

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}", re.ASCII)
FILES = (
    "README.md", "country.toml", "evidence/datapackage.json", "evidence/arrivals.csv", "evidence/sources.csv",
    "evidence/timeline.csv",
)  # fmt: skip


def write_new_pack(name: str, folder: Path | None = None) -> Path:
    """Write the pack `name` into `folder` (by default a new folder of that name here); returns the folder."""
    faults = []
    if not _NAME.fullmatch(name):
        faults.append(
            Fault(
                "",
                None,
                "NAME",
                f"{name!r} is no name of a pack",
                "begin with a-z, go on with a-z, 0-9 and _",
            )
        )
    goal = folder if folder is not None else Path(name if not faults else "new_pack")
    if goal.exists() or goal.is_symlink():
        faults.append(Fault(str(goal), None, "", "exists already", "choose another name, or give --folder"))
    if not goal.absolute().parent.is_dir():
        faults.append(
            Fault(str(goal.parent), None, "", "is not a folder", "make it first, or give another --folder")
        )
    if faults:
        raise Faults(faults)
    try:
        half = Path(tempfile.mkdtemp(prefix=f".{goal.name}.", dir=goal.absolute().parent))
    except OSError as problem:
        raise Faults([_not_written(goal, problem)]) from None
    try:
        for file in FILES:
            path = half / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_filled(file, name), encoding="utf-8")
        half.chmod(0o755)
        os.rename(half, goal)  # noqa: PTH104 - must fail, not merge, when the goal has appeared meanwhile
    except OSError as problem:
        shutil.rmtree(half, ignore_errors=True)
        raise Faults([_not_written(goal, problem)]) from None
    return goal


def _filled(file: str, name: str) -> str:
    template = resources.files("departures.country").joinpath("new_pack", *file.split("/"))
    return (
        template.read_text(encoding="utf-8")
        .replace("@NAME@", name)
        .replace("@TITLE@", name.replace("_", " ").title())
    )


def _not_written(goal: Path, problem: OSError) -> Fault:
    return Fault(
        str(goal), None, "", f"cannot be written: {problem.strerror}", "choose a folder you may write to"
    )
