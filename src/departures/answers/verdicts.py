"""A verdict on a statement: what the figures say to it under every explanation that stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from departures.answers.answer import Lead, Number
from departures.answers.cause_leads import share_lead
from departures.answers.estimates import estimate
from departures.answers.findings import Findings
from departures.answers.leads import draws_of
from departures.answers.observed import known_rows, published
from departures.answers.thresholds import CONTRADICTED, SUPPORTED
from departures.country.article_settings import (
    CauseTest,
    PublishedTest,
    QuantityTest,
    StatementSetting,
    TestSetting,
)
from departures.inference.fit import Fit

PER_HUNDRED = 100.0
ASSUMED = "what was assumed beforehand had decided it already"
UNDECIDED = "not decidable from public data"
WORDS = {
    "testimony": "one account: respected, not tested, not generalised",
    "belief": "belief: not judged",
    "not_public": UNDECIDED,
    "context": "no statement to test",
}
Known = Mapping[str, pd.Series]
"""Rows of the evidence by id."""
DEPENDS = "depends on the explanation"


@dataclass(frozen=True)
class Verdict:
    """The verdict in words, the number that decided (the first one tested), what to add, and the rows behind it."""

    words: str
    number: Number | None
    remark: str
    rows: tuple[str, ...]


def verdict_of(findings: Findings, statement: StatementSetting, known: Known | None = None) -> Verdict:
    """The verdict on one statement; `known` are the rows of the evidence by id, where they were gathered before."""
    known = known_rows(findings.problem) if known is None else known
    rows = tuple(dict.fromkeys([*statement.rows, *_rows(statement)]))
    if statement.kind != "test":
        return Verdict(WORDS[statement.kind], None, statement.reason, rows)
    words = _judged(findings, statement.tests, known)
    if words in ("supported", "contradicted") and _assumed(findings, statement.tests, words):
        return Verdict(UNDECIDED, _number(findings, statement.tests[0], known), ASSUMED, rows)
    remark = statement.reason
    if words == "supported" and statement.leaves_out:
        missing = [test for test in statement.leaves_out if _judged(findings, (test,), known) == "supported"]
        if missing:
            words, remark = "true but incomplete", "; ".join(test.says for test in missing)
    if words == "contradicted" and statement.press:
        words, remark = (
            "provisional",
            "public figures speak against it, but its source was read only through press",
        )
    return Verdict(words, _number(findings, statement.tests[0], known), remark, rows)


def _judged(findings: Findings, tests: tuple[TestSetting, ...], known: Known) -> str:
    """Whether all tests hold, by their chance under each explanation that stands."""
    chances = [_chance(fit, tests, known) for fit in findings.standing.values()]
    if any(chance is None for chance in chances):
        return UNDECIDED
    told = [chance for chance in chances if chance is not None]
    if min(told) >= SUPPORTED:
        return "supported"
    if max(told) <= CONTRADICTED:
        return "contradicted"
    return DEPENDS if max(told) >= SUPPORTED and min(told) <= CONTRADICTED else UNDECIDED


def _assumed(findings: Findings, tests: tuple[TestSetting, ...], words: str) -> bool:
    """Whether a verdict on causes stood before any figure was seen: then an assumption decides it."""
    causes = [test for test in tests if isinstance(test, CauseTest)]
    before = [replace(fit, causes=fit.causes_before) for fit in findings.standing.values()]
    if not causes or any(fit.causes is None for fit in before):
        return False
    held = [float(np.mean(_holds(test, draws_of(fit, _lead(test))))) for test in causes for fit in before]
    return min(held) >= SUPPORTED if words == "supported" else max(held) <= CONTRADICTED


def _chance(fit: Fit, tests: tuple[TestSetting, ...], known: Known) -> float | None:
    """Chance that all tests hold, over the draws of one explanation; None where one cannot be asked."""
    held = []
    for test in tests:
        lead = _lead(test)
        if isinstance(test, PublishedTest):
            value = _published(test, known)
            if value is None:
                return None
            held.append(np.atleast_1d(_holds(test, value)))
        elif isinstance(test, CauseTest) and fit.causes is None:
            return None
        else:
            held.append(_holds(test, draws_of(fit, lead)))
    lengths = {len(each) for each in held if len(each) > 1}
    if len(lengths) > 1:  # draws of different parts of a fit do not belong together: the worst case
        return float(min(np.mean(each) for each in held))
    return float(np.mean(np.logical_and.reduce(np.broadcast_arrays(*held))))


def _holds(test: TestSetting, values: np.ndarray | float) -> np.ndarray:
    given = np.asarray(values, dtype=float)
    if test.comparison == "near":
        return np.asarray(np.abs(given - test.value) <= test.within * abs(test.value) + 1e-9)
    return np.asarray(given > test.value if test.comparison == "above" else given < test.value)


def _published(test: PublishedTest, known: Known) -> float | None:
    """The value of a test on rows; None where a row was not public yet."""
    if not {*test.rows, *test.of} <= set(known):
        return None
    total, whole = (sum(_figure(known[name]) for name in names) for names in (test.rows, test.of))
    return total / whole if test.of else total


def _figure(row: pd.Series) -> float:
    return float(row["value"])


def _lead(test: TestSetting) -> Lead:
    if isinstance(test, PublishedTest):
        return Lead(rows=(*test.rows, *test.of))
    if isinstance(test, QuantityTest):
        at, of_at = (tuple(each.items()) for each in (test.at, test.of_at))
        return Lead(quantity=test.quantity, at=at, of=test.of, of_at=of_at)
    return share_lead(test.change, test.parts)


def _number(findings: Findings, test: TestSetting, known: Known) -> Number | None:
    """The number that a test looked at, from all explanations by their weights."""
    if isinstance(test, PublishedTest):
        value = _published(test, known)
        if value is None:
            return None
        units = {str(known[row]["unit"]) for row in test.rows}
        if not test.of and units == {"percent"}:
            return published(value / PER_HUNDRED, test.rows, "share", share=True)
        share = bool(test.of) or units == {"fraction"}
        return published(value, (*test.rows, *test.of), "share" if share else units.pop(), share=share)
    if isinstance(test, CauseTest) and findings.fit.causes is None:
        return None
    return estimate(findings.fit, _lead(test), "share" if _lead(test).of else "persons")


def _rows(statement: StatementSetting) -> list[str]:
    tests = (*statement.tests, *statement.leaves_out)
    return [row for test in tests if isinstance(test, PublishedTest) for row in (*test.rows, *test.of)]
