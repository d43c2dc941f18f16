"""The article sentence by sentence: what it says in our words, the room it belongs to, the number, and the verdict."""

from __future__ import annotations

from collections import Counter

from departures.answers.answer import Answer, Cell, Sentence, Table
from departures.answers.findings import Findings
from departures.answers.number_words import in_words
from departures.answers.observed import known_rows
from departures.answers.verdicts import UNDECIDED, WORDS, Verdict, verdict_of
from departures.country.article_settings import CauseTest, PublishedTest, StatementSetting, TestSetting

QUESTION = "What do the figures say to each sentence of the article?"
ORDER = (
    "supported", "true but incomplete", "contradicted", "provisional", "depends on the explanation", UNDECIDED,
    WORDS["testimony"], WORDS["belief"], WORDS["context"],
)  # fmt: skip


def answer_article(findings: Findings) -> Answer:
    """The answer `article`; a pack without an article has none."""
    article = findings.problem.article
    if article is None:
        return Answer("article", QUESTION, (), applicable=False)
    known = known_rows(findings.problem)
    judged = [(item, verdict_of(findings, item, known)) for item in article.statements]
    table = _table(findings, judged)
    return Answer(
        name="article",
        question=QUESTION,
        sentences=(*_counts(judged), *_named(judged, "contradicted"), *_named(judged, "provisional")),
        tables={table.name: table},
        would_change="A verdict changes when a row that it rests on is corrected, when an explanation that stood is "
        "refuted, or when a figure is published for what is not decidable now.",
    )


def _counts(judged: list[tuple[StatementSetting, Verdict]]) -> tuple[Sentence, ...]:
    """How many statements have which verdict, in words."""
    found = Counter(verdict.words for _, verdict in judged)
    listed = "; ".join(f"{words}: {in_words(found[words])}" for words in ORDER if found[words])
    return (
        Sentence(
            f"Of the statements of the article these are the verdicts. {listed[0].upper()}{listed[1:]}."
        ),
    )


def _named(judged: list[tuple[StatementSetting, Verdict]], words: str) -> tuple[Sentence, ...]:
    """Statements with a verdict that a reader will want to see first, each with its number."""
    return tuple(
        Sentence(
            f"{words[0].upper()}{words[1:]}: “{item.says.rstrip('.')}”. {told_by(item.tests[0])}: {{number}}.",
            {"number": verdict.number},
            "see the list of words",
        )
        for item, verdict in judged
        if verdict.words == words and verdict.number is not None
    )


def told_by(test: TestSetting) -> str:
    """What the number of a test is."""
    if isinstance(test, CauseTest):
        first, last = test.change.split("-")
        return f"Their share of the change of arrivals from {first} to {last}"
    return "As published" if isinstance(test, PublishedTest) else "By the model"


def _table(findings: Findings, judged: list[tuple[StatementSetting, Verdict]]) -> Table:
    titles = {room.name: room.title for room in findings.problem.rooms}
    rows: list[tuple[Cell, ...]] = [
        (
            f"§{item.paragraph}.{item.sentence}{item.part}", item.says, verdict.words, verdict.number,
            verdict.remark, titles.get(item.room, "–"),
        )
        for item, verdict in judged
    ]  # fmt: skip
    return Table(
        "article",
        "The article, sentence by sentence",
        ("place", "what it says, in our words", "verdict", "number", "remark", "room"),
        tuple(rows),
        "Place: paragraph and sentence. Numbers without a range are published; those with one are estimates from all "
        "explanations by their weights. An account of a life is respected and not tested; belief is not judged; what "
        "was read only through press is at most provisional.",
        sources=tuple(verdict.rows for _, verdict in judged),
    )
