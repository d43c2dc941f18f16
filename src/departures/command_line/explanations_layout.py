"""How rival explanations are laid out side by side, on the screen and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from departures.answers.answer import TAG_WORDS
from departures.answers.explanations import is_near
from departures.answers.fall import departures_sentence
from departures.answers.findings import Findings
from departures.answers.observed import course_of, yearly
from departures.inference.compare import FAR

WORST = 4
"""How many of the figures that an explanation tells worst are named."""


def side_by_side(findings: Findings) -> str:
    """What each explanation says of the fall, how well it foretells, and what it tells worst."""
    lines = [
        "Each explanation was fitted to the same figures, and asked for each count what it would have expected "
        "without it.",
    ]
    for name, row in rows_of(findings).items():
        lines += [
            "",
            f"{name}: {findings.titles[name]}",
            f"  weight {row['weight']:.2f}; {_place(row)}",
            f"  {_fall(findings, name)}",
            f"  told worst, against the best of the others: {_worst(findings, name)}",
        ]
    return "\n".join(lines)


def side_by_side_as_plain(findings: Findings) -> dict[str, Any]:
    """The same in plain values."""
    compared = findings.compared
    return {
        name: {
            "title": findings.titles[name],
            **row,
            "fall": _fall(findings, name),
            "told_worst": {figure: float(loss) for figure, loss in compared.told_worst(name, WORST).items()},
        }
        for name, row in rows_of(findings).items()
    }


def rows_of(findings: Findings) -> dict[str, dict[str, float]]:
    """The table of the comparison by explanation, the best first."""
    return {
        str(name): {str(column): float(value) for column, value in row.items()}
        for name, row in findings.compared.table.to_dict("index").items()
    }


def _place(row: Mapping[str, float]) -> str:
    """Where an explanation stands in log density of all figures, each left out."""
    if row["behind"] == 0.0:
        return f"foretells best (log density {row['elpd']:.1f})"
    far = "worse than the best" if row["behind"] > FAR * row["error"] else "about as well as the best"
    near = "; near the bound, another run may say otherwise" if is_near(row) else ""
    return f"foretells {far}: {row['behind']:.1f} behind, standard error {row['error']:.1f}{near}"


def _fall(findings: Findings, name: str) -> str:
    course = course_of(yearly(findings.problem)["all"])
    sentence = departures_sentence(findings.problem, findings.rivals[name], course)
    return sentence.text if sentence.tag is None else f"{sentence.text} [{TAG_WORDS[sentence.tag]}]"


def _worst(findings: Findings, name: str) -> str:
    losses = findings.compared.told_worst(name, WORST)
    return ", ".join(f"{figure} ({loss:.1f})" for figure, loss in losses.items()) or "none"
