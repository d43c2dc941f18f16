"""A rule that recognises words: what it looks for in a sentence, and the texts that prove it does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial

from departures.publication.country_rules import CountryRules
from departures.publication.documents import Document, Passage
from departures.publication.finding import Finding, shortened
from departures.publication.vocabulary import GENERAL_CURRENCIES, NUMBER

SENTENCES = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-z]|[“\"(\d])|\n\s*\n")
ADDRESS = re.compile(r"\b\w+://\S+|\bwww\.\S+")
NEVER = r"(?!)"
"""Matches nothing: stands for an empty list of names."""

NAMED_AS_RULE = re.compile(
    r"\b(?:withheld|withholds?|held back|left out|kept out"
    r"|(?:not|never) (?:be )?(?:published|printed|given|shown|held))\b",
    re.IGNORECASE,
)
"""A sentence that says what is not published passes, as long as it holds no number itself."""


@dataclass(frozen=True)
class Rule:
    """A kind of thing that is never published; all patterns must meet in one sentence."""

    name: str
    reason: str
    """Whom it could harm, and how."""
    remedy: str
    """What to do instead, as an instruction."""
    patterns: tuple[str, ...]
    """Regular expressions, all of which must be found; `<CURRENCY>`, `<PLACE>`, `<REGION>` come from the pack."""
    caught: tuple[str, ...]
    """Texts that must be caught (of the invented country in the tests)."""
    passes: tuple[str, ...]
    """Near misses that must pass."""
    unless: str = NEVER
    """A sentence that holds this passes."""
    in_titles: bool = True
    """Whether titles of other people's publications are looked at too."""
    in_rows: bool = False
    """Whether a row of a table is also read as one sentence, column by column."""

    def finds(self, text: str, country: CountryRules) -> str | None:
        """Return the first sentence that breaks the rule, or None."""
        return _first_breaking(text, _compiled(self.patterns, self.unless, country))


Compiled = tuple[tuple[re.Pattern[str], ...], re.Pattern[str], re.Pattern[str]]
"""Patterns that must all be found, the one that lets a sentence pass, and names of large places."""


def _first_breaking(text: str, compiled: Compiled) -> str | None:
    patterns, unless, large = compiled
    for sentence in SENTENCES.split(large.sub("abroad", ADDRESS.sub(" ", text))):
        if NAMED_AS_RULE.search(sentence) and not re.search(NUMBER, sentence):
            continue
        if all(pattern.search(sentence) for pattern in patterns) and not unless.search(sentence):
            return sentence
    return None


@cache
def _compiled(patterns: tuple[str, ...], unless: str, country: CountryRules) -> Compiled:
    """Fill in the pack's names and compile once."""
    names = {
        "<CURRENCY>": _any_of((*GENERAL_CURRENCIES, *country.currencies)),
        "<PLACE>": _any_of(country.places),
        "<REGION>": _any_of(country.regions),
    }

    def filled(pattern: str) -> re.Pattern[str]:
        for placeholder, alternatives in names.items():
            pattern = pattern.replace(placeholder, alternatives)
        return re.compile(pattern, re.IGNORECASE)

    large = re.compile(rf"\b{_any_of(country.countries)}\b")
    return tuple(filled(pattern) for pattern in patterns), filled(unless), large


def _any_of(names: tuple[str, ...]) -> str:
    """Return a pattern for any of the names, longest first; names from a pack are taken literally."""
    literal = [name if name in GENERAL_CURRENCIES else re.escape(name) for name in names]
    return f"(?:{'|'.join(sorted(literal, key=len, reverse=True))})" if names else NEVER


def apply_rules(document: Document, rules: tuple[Rule, ...], country: CountryRules) -> list[Finding]:
    """Hold every passage, and rows where a rule asks for them, against every rule; one finding a place and rule."""
    findings: dict[tuple[str, str], Finding] = {}
    rows = _row_passages(document)
    for rule in rules:
        compiled = _compiled(rule.patterns, rule.unless, country)
        found = cache(partial(_first_breaking, compiled=compiled))  # the cells of a table repeat one another
        for passage in (*document.passages, *(rows if rule.in_rows else ())):
            if passage.is_title and not rule.in_titles:
                continue
            sentence = found(passage.text)
            if sentence is not None:
                place = passage.place
                findings[place, rule.name] = Finding(
                    document.file, place, rule.name, shortened(sentence), rule.remedy
                )
    return list(findings.values())


def _row_passages(document: Document) -> list[Passage]:
    """Return each row of each table as one sentence: `fee 120, unit dollars`."""
    return [
        Passage(
            f"{table.place}row {number}",
            " , ".join(
                f"{column.replace('_', ' ')} {value.replace('_', ' ')}"
                for column, value in zip(table.header, row, strict=False)
                if value.strip()
            ),
        )
        for table in document.tables
        for number, row in enumerate(table.rows, start=2)
    ]
