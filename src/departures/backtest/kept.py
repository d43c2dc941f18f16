"""Issued forecasts as files of a pack: read, found, and seen to be as they were issued."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from departures.faults import Fault, Faults

HASH = "hash"
FOLDER = "forecasts"
"""Folder of a pack in which issued forecasts lie, one file for each day."""


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 of everything but the hash itself, in one order."""
    kept = {name: value for name, value in content.items() if name != HASH}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def read_issued(file: Path) -> dict[str, Any]:
    """An issued forecast. Raises `Faults` where the file is none, or is not as it was issued."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        right = isinstance(content, dict) and content[HASH] == hash_of(content) and bool(content["quantiles"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = "give a file that `departures backtest --issue` has written"
        raise Faults([Fault(str(file), None, "", f"this is no issued forecast: {error}", remedy)]) from error
    if not right:
        remedy = "take the file as it was issued, from the repository's history"
        raise Faults([Fault(str(file), None, HASH, "the forecast is not as it was issued", remedy)])
    return content  # type: ignore[no-any-return]


def newest_issued(pack: Path, as_of: date | None = None) -> dict[str, Any] | None:
    """The newest forecast of a pack that had been issued by `as_of`; None where there is none. Raises `Faults` where it
    is not as it was issued.
    """
    folder = pack if pack.is_dir() else pack.parent
    known = [
        file
        for file in sorted((folder / FOLDER).glob("*.json"))
        if as_of is None or file.stem <= as_of.isoformat()
    ]
    return read_issued(known[-1]) if known else None
