"""The tables behind the answer `causes`: every change in parts, by explanation, and the explanations themselves."""

from __future__ import annotations

from departures.answers.answer import Cell, Table
from departures.answers.cause_leads import added_lead, share_lead
from departures.answers.estimates import estimate
from departures.answers.explanations import explanations_table
from departures.answers.findings import Findings
from departures.answers.leads import TIMES, TOTAL
from departures.answers.number_words import in_words
from departures.country.causes_settings import CARRIED_OVER, CausesSetting
from departures.inference.causes import change_name

CARRIED_OVER_TITLE = "people already on their way, and what else went on"
ALL = "all together"
WIDTH, MEDIAN_ERROR = 3.29, 1.25
"""Of a normal, in standard deviations: the width of its 90 % range, and the error of a median times √draws."""
Change = tuple[int, int]


def causes_tables(findings: Findings, causes: CausesSetting, main: Change) -> dict[str, Table]:
    """Tables by name; the change `main` comes first in them."""
    changes = [main, *(change for change in causes.changes if change != main)]
    tables = [_causes(findings, causes, changes), explanations_table(findings)]
    if len(findings.rivals) > 1:
        tables.insert(1, _by_explanation(findings, causes, changes))
    return {table.name: table for table in tables}


def titles_of(causes: CausesSetting) -> dict[str, str]:
    """Titles of all parts by name, with what is carried over and the whole."""
    return {**{part.name: part.title for part in causes.parts}, CARRIED_OVER: CARRIED_OVER_TITLE, TOTAL: ALL}


def _causes(findings: Findings, causes: CausesSetting, changes: list[Change]) -> Table:
    fit = findings.fit
    rows: list[tuple[Cell, ...]] = []
    for change in changes:
        name = change_name(change)
        for part, title in titles_of(causes).items():
            rows.append(
                (
                    f"{change[0]} to {change[1]}", title,
                    estimate(fit, added_lead(name, (part,), TIMES), "times"),
                    None if part == TOTAL else estimate(fit, share_lead(name, (part,)), "share"),
                    estimate(fit, added_lead(name, (part,), "count"), "persons"),
                )
            )  # fmt: skip
    return Table(
        "causes",
        "Changes of arrivals in parts",
        ("change", "cause", "arrivals multiplied by", "share of the change", "persons"),
        tuple(rows),
        "What each cause adds on average, whichever comes first (Shapley values); the parts of a draw multiply, and "
        "their persons add up, to the whole change of expected arrivals. Shares are of the logarithm of the change. A "
        "cause that is named as unexplained stands for what no dated fact in the model accounts for. "
        + _of_how_many(findings),
    )


def _of_how_many(findings: Findings) -> str:
    """How many draws were taken apart, and what chance makes of a middle that so few tell: the standard error of the
    median of a normal, against its 90 % range.
    """
    assert findings.fit.causes is not None
    count = findings.fit.causes.sizes["chain"] * findings.fit.causes.sizes["draw"]
    parts = round(WIDTH * count**0.5 / MEDIAN_ERROR)
    return (
        f"Changes are taken apart in {in_words(count)} draws of the posterior: by chance alone a middle may lie off by "
        f"one part in {in_words(parts)} of the width of its range."
    )


def _by_explanation(findings: Findings, causes: CausesSetting, changes: list[Change]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for change in changes:
        for part, title in titles_of(causes).items():
            if part != TOTAL:
                leads = [share_lead(change_name(change), (part,), name) for name in findings.rivals]
                shares = [estimate(findings.fit, lead, "share") for lead in leads]
                rows.append((f"{change[0]} to {change[1]}", title, *shares))
    return Table(
        "causes_by_explanation",
        "Shares of the changes under each explanation",
        ("change", "cause", *(f"share under: {name.replace('_', ' ')}" for name in findings.rivals)),
        tuple(rows),
        "Every explanation was fitted to the same figures. What was left out of one has no share in it.",
    )
