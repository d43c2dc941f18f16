"""One source left out at a time: which of them moves a printed number most, and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from departures.answers.answer import Answer, Cell, Lead, Number, Sentence, Table
from departures.answers.estimates import estimate
from departures.answers.findings import Findings
from departures.answers.leads import EXPLANATION, WITHOUT, draws_of, summary_without
from departures.answers.thresholds import ROUGH
from departures.inference.sources import Without, sources_of, without
from departures.quantities import Array

NAME = "sources_left_out"
LEAST = 0.5
"""Below half a person the logarithm of a count tells nothing."""


def sources_table(findings: Findings, answers: Mapping[str, Answer]) -> Table:
    """For every estimate in the sentences of these answers the source that moves it most, and the number without it."""
    name = findings.heaviest
    fit = findings.rivals[name]
    left = {source: without(fit, source) for source in sources_of(fit)}
    rows: list[tuple[Cell, ...]] = []
    sources: list[tuple[str, ...]] = []
    for answer, sentence, number in _estimates(findings, answers):
        draws = draws_of(findings.fit, _under(number.lead, name))
        if not left or draws.size != next(iter(left.values())).weights.size:
            continue  # what is told of thinned draws has no weights
        source = max(left, key=lambda each: _moved(draws, left[each], number.share))
        here = estimate(findings.fit, _under(number.lead, name), number.unit, share=number.share)
        value, low, high = summary_without(left[source], draws)
        there = replace(
            here, value=value, low=low, high=high, lead=_under(number.lead, name, (WITHOUT, source))
        )
        rows.append(
            (answer, _blanked(sentence), here, called(findings, source), there, _remark(left[source]))
        )
        sources.append((source,))
    title = findings.titles[name]
    return Table(
        NAME,
        "The source that moves each number most",
        ("answer", "sentence", "number", "source left out", "without it", "remark"),
        tuple(rows),
        f"Under the explanation that weighs most ({title}). Every source was left out in turn, with all figures that "
        "rest on it, by reweighting the draws; where its figures alone move the fit much, the result is rough.",
        tuple(sources),
    )


def of_departures(findings: Findings, table: Table, year: int) -> tuple[Sentence, ...]:
    """The source that moves the departures recovered of a year most, in words."""
    for _, _, number, source, other, remark in table.rows:
        assert isinstance(number, Number)
        assert isinstance(other, Number)
        at = dict(number.lead.at)
        if number.lead.quantity == "eventual" and at.get("year_left") == str(year) and not number.lead.of:
            if remark:  # another run would name another source
                text = (
                    f"Which source moves the number of people who left in {year} most cannot be told: the figures of "
                    "one alone move the fit so much that draws made with them say little of what it were without them."
                )
                return (
                    Sentence(text, {}, "rough where the largest shift is told: Pareto k above the bound"),
                )
            text = (
                f"Of all sources, {source} moves the number of people who left in {year} most: without it {{other}} "
                "would be recovered, in place of {number}."
            )
            return (Sentence(text, {"number": number, "other": other}, "largest shift on the log scale"),)
    return ()


def called(findings: Findings, source: str) -> str:
    """A source as readers know it: who published it, and when."""
    rows = findings.problem.evidence.sources.set_index("source_id")
    if source not in rows.index:
        return source
    publisher, day = str(rows.loc[source, "publisher"]), str(rows.loc[source, "published"])[:4]
    return f"{publisher}, {day}"


def _blanked(sentence: Sentence) -> str:
    """The sentence with its numbers left open."""
    return sentence.template.format(**dict.fromkeys(sentence.numbers, "…"))


def _estimates(findings: Findings, answers: Mapping[str, Answer]) -> Iterator[tuple[str, Sentence, Number]]:
    """Estimates of all explanations together, each once."""
    seen = set()
    for name, answer in answers.items():
        for sentence in answer.sentences:
            for number in sentence.numbers.values():
                lead = number.lead
                if lead.quantity in findings.fit.quantities and lead not in seen and not number.only_range:
                    seen.add(lead)
                    yield name, sentence, number


def _under(lead: Lead, name: str, *more: tuple[str, str]) -> Lead:
    at = (*lead.at, (EXPLANATION, name), *more)
    return replace(lead, at=at, of_at=(*lead.of_at, (EXPLANATION, name)) if lead.of else ())


def _moved(draws: Array, left: Without, share: bool) -> float:
    """How far the median moves, of a count on the log scale."""
    before, after = float(np.median(draws)), float(left.quantiles(draws, (0.5,))[0])
    if share:
        return abs(after - before)
    return abs(float(np.log(max(after, LEAST) / max(before, LEAST))))


def _remark(left: Without) -> str:
    return "rough" if left.pareto_k > ROUGH else ""
