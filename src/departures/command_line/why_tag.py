"""Why each number has its tag: every test with its figure, as a table and as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from departures.answers.answer import TAG_WORDS, Answer, Lead, Number, Table, plain
from departures.answers.leads import FAMILIES
from departures.answers.tags import tag_tests
from departures.inference.fit import Fit


def why_tags(fit: Fit, answer: Answer) -> list[dict[str, Any]]:
    """One entry for each estimate of an answer that is told by draws: where it stands, its tag, and its tests."""
    return [
        {
            "where": where, "number": plain(number), "tag": number.tag,
            "tests": [asdict(test) for test in tag_tests(fit, number.lead, share=number.share)],
        }
        for where, number in estimates(fit, answer)
    ]  # fmt: skip


def estimates(fit: Fit, answer: Answer) -> Iterator[tuple[str, Number]]:
    """Each number once: those of the sentences first, then those of the tables."""
    seen: set[Lead] = set()
    spoken = [
        (f"“{sentence.template}”", number)
        for sentence in answer.sentences
        for number in sentence.numbers.values()
    ]
    in_tables = [
        (f"{table.title}: {row[0] if isinstance(row[0], str) else ''}, {column}", cell)
        for table in answer.tables.values()
        for row in table.rows
        for column, cell in zip(table.columns, row, strict=True)
        if isinstance(cell, Number)
    ]
    for where, number in (*spoken, *in_tables):
        lead = number.lead
        if number.low is not None and lead.quantity in _drawn(fit) and lead not in seen:
            seen.add(lead)
            yield where, number


def _drawn(fit: Fit) -> set[str]:
    beside = [name for name, made in (("causes", fit.causes), (FAMILIES, fit.families)) if made is not None]
    return {*(str(name) for name in fit.quantities), *beside}


def why_tags_in_words(tested: list[dict[str, Any]]) -> str:
    """The same as text: each number with its tag, and below it a table of its tests."""
    lines = ["", "Why each number has its tag (the first test that is beyond its threshold decides):"]
    for each in tested:
        lines += ["", f"{each['where']}", f"  {each['number']}: {TAG_WORDS[each['tag']]}"]
        rows = tuple(
            (
                test["name"], test["under"].replace("_", " ") or "–", f"{test['figure']:.3g}",
                f"{test['threshold']:.3g}", "beyond" if test["beyond"] else "",
            )
            for test in each["tests"]
        )  # fmt: skip
        table = Table("tests", "", ("test", "under", "figure", "threshold", ""), rows)
        lines += [f"    {line}" for line in table.to_string().splitlines()]
    return "\n".join(lines)
