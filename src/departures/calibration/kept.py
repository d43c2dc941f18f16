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
    """What was found, and of which problem of each explanation (its fingerprint)."""

    found: tuple[dict[str, Any], ...]
    fingerprints: dict[str, str]

    @property
    def failed(self) -> frozenset[str]:
        """Numbers whose ranges do not keep what they promise, in any ensemble."""
        return frozenset(str(name) for each in self.found for name in each["failed"])

    @property
    def too_few(self) -> tuple[str, ...]:
        """Ensembles of which so many fits failed that the others tell nothing."""
        return tuple(str(each["ensemble"]) for each in self.found if each["too_many_fits_failed"])

    @property
    def counted(self) -> dict[str, int]:
        """Worlds, fits that failed, numbers that were held against the truth in any ensemble, and those that failed."""
        numbers = {name for each in self.found for name in each["numbers"]}
        return {
            "worlds": sum(int(each["worlds"]) for each in self.found),
            "refused": sum(int(each["fits_failed"]) for each in self.found),
            "numbers": len(numbers),
            "failed": len(self.failed),
        }

    def is_of(self, explanation: str, fingerprint: str) -> bool:
        """Whether it was found with this very problem: figures, pack, explanation and day of knowledge."""
        return self.fingerprints.get(explanation) == fingerprint


def keep_calibration(pack: Path, judged: Sequence[Judged], fingerprints: dict[str, str]) -> Path:
    """Write what was found into the pack's folder."""
    found = [
        {
            "ensemble": each.ensemble.name, "worlds": each.made, "fits_failed": each.refused,
            "too_many_fits_failed": each.too_many_refused, "numbers": list(each.table["number"]),
            "failed": list(each.failed),
        }
        for each in judged
    ]  # fmt: skip
    file = pack / FILE
    file.write_text(json.dumps({"of": fingerprints, "found": found}, indent=1) + "\n", encoding="utf-8")
    return file


def read_calibration(pack: Path) -> Calibrated | None:
    """What was found of a pack; None where it was not calibrated. Raises `Faults` where the file cannot be read."""
    file = (pack if pack.is_dir() else pack.parent) / FILE
    if not file.is_file():
        return None
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        read = Calibrated(tuple(content["found"]), dict(content["of"]))
        _ = read.counted, read.too_few  # whatever is wrong shows here
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = "take the file away, or write it with `departures calibrate --keep`"
        found = f"this is no result of a calibration: {error}"
        raise Faults([Fault(str(file), None, "", found, remedy)]) from error
    return read
