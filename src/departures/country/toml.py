"""Reads a TOML file so that every mistake in it can be shown with its line and its key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from departures.faults import Fault

Path_ = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=""")
_PLACE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")
_NAMES = ("name", "module", "row", "form", "wording")
"""Keys by which an entry of a list is called when it has them."""


@dataclass(frozen=True)
class Document:
    """A TOML file: its content, and the line of every table and key that begins a line."""

    file: str
    content: dict[str, Any]
    raw: bytes
    lines: Mapping[Path_, int]

    def line_of(self, path: Path_) -> int | None:
        """Line of a key, or of the nearest table around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None

    def key_of(self, path: Path_) -> str:
        """A key as it is shown: `rooms[closure].forms[1].effect`."""
        shown, here = "", self.content
        for part in path:
            here = _step(here, part)
            if isinstance(part, int):
                shown += f"[{_called(here, part)}]"
            else:
                shown += f".{part}" if shown else part
        return shown

    def fault(self, path: Path_, found: str, remedy: str) -> Fault:
        """A fault at a key of this file."""
        return Fault(self.file, self.line_of(path), self.key_of(path), found, remedy)

    def at(self, path: Path_) -> Any:
        """What stands at a path, or None."""
        here: Any = self.content
        for part in path:
            here = _step(here, part)
        return here


def _step(here: Any, part: str | int) -> Any:
    if isinstance(here, dict):
        return here.get(part)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return None


def _called(entry: Any, place: int) -> str:
    if isinstance(entry, dict):
        for key in _NAMES:
            if isinstance(entry.get(key), str):
                return str(entry[key])
    return str(place + 1)


def read_toml(path: Path) -> tuple[Document | None, list[Fault]]:
    """Read a file; without a document there is one fault that says why."""
    file = str(path)
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        return None, [
            Fault(file, None, "", f"cannot be read: {reason}", f"write a {path.name} into the pack")
        ]
    if not raw.strip():
        return None, [Fault(file, None, "", "is empty", "describe the pack in it; `country new` writes one")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        found = f"is not UTF-8 (byte 0x{raw[problem.start]:02x})"
        return None, [Fault(file, line, "", found, "save the file in the encoding UTF-8")]
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as problem:
        return None, [_syntax_fault(file, text, str(problem))]
    return Document(file, content, raw, find_lines(text)), []


def _syntax_fault(file: str, text: str, message: str) -> Fault:
    place = _PLACE.search(message)
    line = None
    if place is not None:
        line = int(place.group(1)) if place.group(1) else len(text.splitlines())
    reason = _PLACE.sub("", message)
    return Fault(file, line, "", f"is not TOML: {reason}", "mend this line; text stands in quotes")


def find_lines(text: str) -> dict[Path_, int]:
    """Line of every table header and of every key that begins a line."""
    lines: dict[Path_, int] = {}
    counts: dict[Path_, int] = {}
    table: Path_ = ()
    inside_text = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if inside_text:
            if inside_text in line:
                inside_text = ""
            continue
        header = _HEADER.match(line)
        if header is not None:
            table = _table(_parts(header.group(2)), header.group(1) == "[[", counts)
            lines.setdefault(table, number)
            continue
        key = _KEY.match(line)
        if key is not None:
            lines.setdefault((*table, *_parts(key.group(1))), number)
        for quotes in ('"""', "'''"):
            if line.count(quotes) % 2:
                inside_text = quotes
    return lines


def _parts(dotted: str) -> Path_:
    parts = re.findall(r'"[^"]*"|\'[^\']*\'|[^.\s]+', dotted)
    return tuple(part.strip("\"'") for part in parts)


def _table(parts: Path_, repeated: bool, counts: dict[Path_, int]) -> Path_:
    """The path of a header; tables inside a list belong to the list's last entry so far."""
    path: Path_ = ()
    for place, part in enumerate(parts):
        path = (*path, part)
        last = place == len(parts) - 1
        if last and repeated:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
