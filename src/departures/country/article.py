"""Reads a pack's `article.toml` and checks it: every sentence there once, every name known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from departures.country.article_settings import ArticleSetting, CauseTest, PublishedTest, StatementSetting
from departures.country.causes_settings import CARRIED_OVER
from departures.country.draft import Draft
from departures.country.toml import Document, read_toml
from departures.country.validation import validate
from departures.faults import Fault

FILE = "article.toml"


def read_article(draft: Draft, rooms: list[str]) -> tuple[ArticleSetting | None, list[Fault]]:
    """The article of a pack, if it has one, and all that is wrong with it; `rooms` are the names of its rooms."""
    if not (draft.folder / FILE).exists():
        return None, []
    document, faults = read_toml(draft.folder / FILE)
    if document is None:
        return None, faults
    article = validate(ArticleSetting, document, (), document.content, faults)
    if article is not None:
        faults += _sentences(document, article)
        for place, statement in enumerate(article.statements):
            faults += _names(document, draft, rooms, place, statement)
        if article.source not in draft.known.sources and draft.known.complete:
            found = f"the source {article.source!r} is unknown"
            faults.append(document.fault(("source",), found, "add it to the table of sources"))
    return article, faults


def _sentences(document: Document, article: ArticleSetting) -> Iterator[Fault]:
    """Every sentence must be there, and no statement twice."""
    wanted = {
        (paragraph, sentence)
        for paragraph, count in enumerate(article.paragraphs, start=1)
        for sentence in range(1, count + 1)
    }
    found = Counter((item.paragraph, item.sentence, item.part) for item in article.statements)
    there = {(paragraph, sentence) for paragraph, sentence, _ in found}
    for paragraph, sentence in sorted(wanted - there):
        text = f"sentence {paragraph}.{sentence} is missing"
        yield document.fault(("statements",), text, "add a statement for it, or mend `paragraphs`")
    for place, item in enumerate(article.statements):
        if (item.paragraph, item.sentence) not in wanted:
            text = f"{item.place} is no sentence of the text, by its `paragraphs`"
            yield document.fault(("statements", place), text, "mend its place, or `paragraphs`")
        if found[(item.paragraph, item.sentence, item.part)] > 1:
            text = f"{item.place} stands there more than once"
            yield document.fault(("statements", place), text, "give each part a letter of its own")


def _names(
    document: Document, draft: Draft, rooms: list[str], place: int, statement: StatementSetting
) -> Iterator[Fault]:
    """Rooms, rows, sources, parts and changes that a statement names must exist."""
    path = ("statements", place)
    if statement.room and statement.room not in rooms and not draft.lost(statement.room):
        text = f"{statement.place}: the room {statement.room!r} is unknown"
        yield document.fault((*path, "room"), text, f"use one of: {', '.join(rooms)}")
    known = {*draft.known.rows, *draft.known.sources}
    tests = (*statement.tests, *statement.leaves_out)
    rows = [
        *statement.rows,
        *(row for t in tests if isinstance(t, PublishedTest) for row in (*t.rows, *t.of)),
    ]
    for row in dict.fromkeys(rows):
        if row not in known and draft.known.complete:
            text = f"{statement.place}: {row!r} is neither a row nor a source of the evidence"
            yield document.fault(path, text, "mend the name, or add the row")
    for test in tests:
        if isinstance(test, CauseTest):
            yield from _cause(document, draft, path, statement.place, test)


def _cause(
    document: Document, draft: Draft, path: tuple[str | int, ...], where: str, test: CauseTest
) -> Iterator[Fault]:
    causes = draft.settings.causes
    parts = [] if causes is None else [*(part.name for part in causes.parts), CARRIED_OVER]
    changes = [] if causes is None else [f"{first}-{last}" for first, last in causes.changes]
    for name, known, kind in [(part, parts, "part") for part in test.parts] + [
        (test.change, changes, "change")
    ]:
        if name not in known:
            text = f"{where}: the {kind} {name!r} is not among the causes"
            yield document.fault(path, text, f"use one of: {', '.join(known) or 'none is there'}")
