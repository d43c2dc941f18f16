"""What calibration has found of the ranges that answers print."""

from __future__ import annotations

from pathlib import Path

from departures.answers.answer import Lead, Number, Sentence
from departures.answers.findings import Findings
from departures.calibration.kept import Calibrated, read_calibration

CALIBRATION = "calibration"
"""Leads to what calibration has counted."""
NAMED = 12
"""Numbers that are named in a sentence; docs/calibration.md has all."""


def of_calibration(findings: Findings) -> tuple[Sentence, ...]:
    """Whether ranges keep what they promise; nothing where a pack was not calibrated."""
    found = read_calibration(Path(findings.problem.folder)) if findings.problem.folder else None
    if found is None:
        return ()
    numbers = {
        "worlds": _counted("worlds", found.worlds), "numbers": _counted("numbers", found.numbers),
        "refused": _counted("refused", found.refused), "failed": _counted("failed", len(found.failed)),
    }  # fmt: skip
    held = "in {worlds} made-up worlds whose truth is known ({refused} of the fits failed their gates)"
    return (Sentence(_words(found, held), numbers, "calibration: even ranks, or coverage, number by number"),)


def _words(found: Calibrated, held: str) -> str:
    if not found.failed:
        return f"Ranges were held against the truth {held}: of {{numbers}} numbers {{failed}} break their promise."
    named = sorted(found.failed)
    rest = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return (
        f"Ranges were held against the truth {held}: of {{numbers}} numbers {{failed}} do not keep what they promise"
        f" ({', '.join(named[:NAMED])}{rest}); an assumption decides these, whatever else is said of them."
    )


def _counted(what: str, value: int) -> Number:
    return Number(float(value), "", Lead(quantity=CALIBRATION, at=(("count", what),)), "measured")
