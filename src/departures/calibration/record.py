"""Trials as a file that travels: whoever has it can check every rank, or go on where another machine stopped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from departures.faults import Fault, Faults

Row = dict[str, Any]
"""A trial, see `trial.held_against`."""


def write_trials(file: Path, key: str, rows: Iterable[Row]) -> Path:
    """Write the trials of an ensemble, one a line, under the key of all that decides them; those that the file holds
    under this key already stay. The file is replaced at once, so that a kill leaves the old one.
    """
    every = {row["number"]: row for row in (*rows, *read_trials(file, key))}
    every_row = [every[number] for number in sorted(every)]
    names = next((list(row["ranks"]) for row in every_row if "ranks" in row), [])
    head = f'{{"key": {json.dumps(key)},\n"numbers": {json.dumps(names)},\n"trials": [\n'
    lines = ",\n".join(json.dumps(_short(row, names), separators=(",", ":")) for row in every_row)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".part")
    beside.write_text(f"{head}{lines}\n]}}\n", encoding="utf-8")
    return beside.replace(file)


def read_trials(file: Path, key: str) -> list[Row]:
    """The trials in a file; none where there is no file. Raises `Faults` where it cannot be read, or where its trials
    are others: made by other code, of another pack or with other settings.
    """
    if not file.is_file():
        return []
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        told, trials = content["key"], [_long(trial, content["numbers"]) for trial in content["trials"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        found = f"this is no record of trials: {error}"
        raise Faults(
            [Fault(str(file), None, "", found, "take the file away, and its worlds are made anew")]
        ) from error
    if told != key:
        found = f"its {len(trials)} worlds were made by other code, of another pack or with other settings"
        raise Faults([Fault(str(file), None, "key", found, "name another --folder, or take the file away")])
    return trials


def _short(row: Row, names: Sequence[str]) -> list[Any]:
    """A trial without the names, which are the same for all."""
    begin = [row["number"], row["seconds"]]
    if "failed" in row:
        return [*begin, row["failed"]]
    return [*begin, row["draws"], *([row[part][name] for name in names] for part in ("ranks", "below"))]


def _long(trial: list[Any], names: Sequence[str]) -> Row:
    number, seconds, *rest = trial
    row = {"number": number, "seconds": seconds}
    if len(rest) == 1:
        return row | {"failed": rest[0]}
    draws, ranks, below = rest
    named = {
        part: dict(zip(names, values, strict=True)) for part, values in (("ranks", ranks), ("below", below))
    }
    return row | named | {"draws": draws}
