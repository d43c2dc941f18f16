"""What calibration has found of a pack, kept beside it: answers tag by it, and the report tells it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from departures.faults import Fault, Faults

if TYPE_CHECKING:
    from departures.calibration.judged import Judged

FILE = "calibration.json"


@dataclass(frozen=True)
class Calibrated:
    """Worlds that were fitted, fits that failed, how many numbers were held against the truth (those of all ensembles
    together), and the names of those whose ranges do not keep what they promise.
    """

    worlds: int
    refused: int
    numbers: int
    failed: frozenset[str]


def keep_calibration(pack: Path, judged: Sequence[Judged]) -> Path:
    """Write what was found into the pack's folder."""
    content = [
        {
            "ensemble": each.ensemble.name, "worlds": each.made, "fits_failed": each.refused,
            "numbers": len(each.table), "failed": list(each.failed),
        }
        for each in judged
    ]  # fmt: skip
    file = pack / FILE
    file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return file


def read_calibration(pack: Path) -> Calibrated | None:
    """What was found of a pack; None where it was not calibrated. Raises `Faults` where the file cannot be read."""
    file = (pack if pack.is_dir() else pack.parent) / FILE
    if not file.is_file():
        return None
    try:
        found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(found, list):
            raise TypeError("it holds no list")
        return Calibrated(
            sum(int(each["worlds"]) for each in found),
            sum(int(each["fits_failed"]) for each in found),
            sum(int(each["numbers"]) for each in found),
            frozenset(str(name) for each in found for name in each["failed"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = "take the file away, or write it with `departures calibrate --keep`"
        raise Faults(
            [Fault(str(file), None, "", f"this is no result of a calibration: {error}", remedy)]
        ) from error
