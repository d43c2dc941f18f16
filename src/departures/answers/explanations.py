"""Rival explanations beside each other: what each says, how well it foretells, and what refutes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from departures.answers.answer import Cell, Lead, Number, Sentence, Table
from departures.answers.fall import departures_sentence
from departures.answers.fall_tables import window_in_words
from departures.answers.findings import PLAIN, Findings
from departures.answers.leads import COMPARED
from departures.answers.observed import course_of, yearly
from departures.answers.thresholds import foretelling_word, is_near_bound
from departures.inference.compare import LEAST_WEIGHT

WORST = 3
"""How many of the figures that an explanation tells worst are named."""


def explanation_sentences(findings: Findings) -> tuple[Sentence, ...]:
    """One sentence for each explanation, the best first; none where there is only one."""
    if len(findings.rivals) < 2:
        return ()
    return tuple(_sentence(findings, str(name)) for name in findings.compared.table.index)


def plain_sentence(findings: Findings) -> Sentence:
    """Whether knowing of causes foretells the counts better or worse than a plain continuation of those around."""
    numbers = {name: of_compared(findings, PLAIN, name) for name in ("gap", "error")}
    how = foretelling_word(numbers["gap"].value, numbers["error"].value)
    who = "the explanations together do" if len(findings.rivals) > 1 else "the explanation does"
    return Sentence(
        f"Asked for each count without having seen it, {who} {how} a plain model that knows of "
        "no causes and only continues the counts around (difference in log density {gap}, standard error {error}).",
        numbers,
        f"`{how}`: see the list of words",
    )


def _sentence(findings: Findings, name: str) -> Sentence:
    title = findings.titles[name]
    numbers = {"weight": of_compared(findings, name, "weight", share=True)}
    start = f"Explanation “{title}”: weight {{weight}}"
    row = findings.compared.table.loc[name]
    if row["behind"] == 0.0:
        return Sentence(f"{start}. It foretells the counts best.", numbers, "highest log density, left out")
    numbers |= {
        "behind": of_compared(findings, name, "behind"),
        "error": of_compared(findings, name, "error"),
    }
    near = " It lies near the bound: another run may say otherwise." if near_bound(findings, name) else ""
    if name in findings.compared.standing:
        text = "It foretells the counts about as well as the best ({behind} behind, standard error {error})."
        return Sentence(f"{start}. {text}{near}", numbers, "within two standard errors, or of some weight")
    worst = "; ".join(worst_of(findings, name))
    text = (
        "It is refuted: it foretells the counts worse than the best ({behind} behind, standard error {error})"
    )
    return Sentence(f"{start}. {text}, above all {worst}.{near}", numbers, "`refuted`: see the list of words")


def near_bound(findings: Findings, name: str) -> bool:
    """Whether an explanation stands or is refuted only just."""
    return is_near(findings.compared.table.to_dict("index")[name])


def is_near(row: Mapping[Any, Any]) -> bool:
    """The same of a row of the comparison."""
    return bool(row["weight"] < LEAST_WEIGHT) and is_near_bound(row["behind"], row["error"])


def verdict_of(findings: Findings, name: str) -> str:
    """Whether an explanation stands or is refuted, and whether only just."""
    word = "stands" if name in findings.compared.standing else "refuted"
    return f"{word}, near the bound" if near_bound(findings, name) else word


def of_compared(findings: Findings, name: str, column: str, share: bool = False) -> Number:
    """A number of the comparison."""
    lead = Lead(quantity=COMPARED, at=(("explanation", name), ("column", column)))
    value = findings.fit.compared[f"{column}[{name}]"]
    return Number(value, "share" if share else "log density", lead, "measured", share=share)


def explanations_table(findings: Findings) -> Table:
    """Every explanation with its weight, its distance from the best, and what it says of the fall."""
    course = course_of(yearly(findings.problem)["all"])
    rows: list[tuple[Cell, ...]] = []
    for name in map(str, findings.compared.table.index):
        fall = departures_sentence(findings.problem, findings.rivals[name], course, explanation=name)
        earlier, later = fall.numbers["earlier"], fall.numbers["later"]
        rows.append(
            (
                findings.titles[name],
                of_compared(findings, name, "weight", share=True),
                of_compared(findings, name, "behind"),
                of_compared(findings, name, "error"),
                verdict_of(findings, name),
                earlier, later,
                "; ".join(worst_of(findings, name)) or "none",
            )
        )  # fmt: skip
    a, b = (course.before, course.low) if course.kind != "rose" else (course.low, course.last)
    return Table(
        "explanations",
        "Rival explanations",
        (
            "explanation", "weight", "behind the best", "standard error", "verdict",
            f"departures recovered {a}", f"departures recovered {b}", "told worst",
        ),
        tuple(rows),
        "Each explanation was asked for every count what it would have expected without it. “Behind” is how much less "
        "it said, in log density added over all counts; weights are those of the mixture that foretells best "
        "(stacking). When an explanation is called refuted, the list of words says.",
    )  # fmt: skip


def worst_of(findings: Findings, name: str) -> list[str]:
    """The figures that an explanation tells worst against the best of the others, in words."""
    fit = findings.rivals[name]
    windows = {
        f"{kind}:{row['name']}": window_in_words(row["start"], row["end"])
        for kind, table in (("count", fit.windows), ("sex", fit.splits))
        for row in table.to_dict("records")
    }
    subjects = {"count": "arrivals", "sex": "the share of women"}
    return [
        f"{subjects[figure.split(':')[0]]} of {windows[figure]}"
        for figure in map(str, findings.compared.told_worst(name, WORST).index)
    ]
