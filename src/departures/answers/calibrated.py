"""What calibration has found of the ranges that answers print."""

from __future__ import annotations

from pathlib import Path

from departures.answers.answer import Lead, Number, Sentence
from departures.answers.beside import CALIBRATION
from departures.answers.findings import Findings
from departures.calibration.kept import Calibrated, read_calibration

NAMED = 12
"""Numbers that are named in a sentence; docs/calibration.md has all."""
STALE = (
    "Ranges were held against the truth in made-up worlds for an earlier state of the figures or the pack, not for this"
    " one."
)


def of_calibration(findings: Findings) -> tuple[Sentence, ...]:
    """Whether ranges keep what they promise; nothing where a pack was not calibrated."""
    problem = findings.problem
    found = read_calibration(Path(problem.folder)) if problem.folder else None
    if found is None:
        return ()
    if not found.is_of(problem.explanation, problem.fingerprint):
        return (Sentence(STALE),)
    numbers = {
        what: Number(float(count), "", Lead(quantity=CALIBRATION, at=(("count", what),)), "measured")
        for what, count in found.counted.items()
    }
    return (Sentence(_words(found), numbers, "calibration: even ranks, or coverage, number by number"),)


def _words(found: Calibrated) -> str:
    begin = (
        "Ranges were held against the truth in {worlds} made-up worlds ({refused} of the fits failed their gates): of"
        " {numbers} numbers {failed}"
    )
    few = f" Too many fits failed for: {', '.join(found.too_few)}." if found.too_few else ""
    if not found.failed:
        return f"{begin} break their promise.{few}"
    named = sorted(found.failed)
    rest = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return (
        f"{begin} do not keep what they promise ({', '.join(named[:NAMED])}{rest}); an assumption decides these,"
        f" whatever else is said of them.{few}"
    )
