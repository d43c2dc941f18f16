"""Numbers, sentences and cells as HTML in which every number says where it comes from."""

from __future__ import annotations

import re
import string

from markupsafe import Markup, escape

from departures.answers.answer import PER_CENT, TAG_WORDS, At, Cell, Cited, Number, Sentence, mark, plain
from departures.report.footnotes import Footnotes

DEFINED = re.compile(
    "§\\d+[.]\\d+[a-z]?|\\b(?:90|95|75|50|30|10)\N{NO-BREAK SPACE}%|\\b4 times\\b|\\b30 points\\b|900–1,600"
)
"""Numbers that are words of a definition or a place in a text, not findings; see `answers.thresholds`."""


def number_markup(number: Number) -> Markup:
    """A `<data>` element: its value, and the rows or the draws that it leads to."""
    attributes = {"value": repr(float(number.value)), "data-tag": number.tag, "data-unit": number.unit}
    if number.low is not None and number.high is not None:
        attributes |= {"data-low": repr(float(number.low)), "data-high": repr(float(number.high))}
    if number.share:
        attributes["data-share"] = "true"
    lead = number.lead
    if lead.rows:
        attributes["data-rows"] = " ".join(lead.rows)
    if lead.quantity:
        attributes |= {"data-quantity": lead.quantity, "data-at": at_text(lead.at)}
    if lead.of:
        attributes |= {"data-of": lead.of, "data-of-at": at_text(lead.of_at)}
    if lead.complement:
        attributes["data-complement"] = "true"
    written = Markup(" ").join(Markup('{}="{}"').format(name, text) for name, text in attributes.items())
    return Markup("<data {}>{}</data>").format(written, plain(number))


def at_text(at: At) -> str:
    """Coordinates as an attribute: year=2019;way=own."""
    return ";".join(f"{name}={value}" for name, value in at)


def words(text: str) -> Markup:
    """Escaped text in which numbers of definitions are marked as such."""
    kept = str(escape(text)).replace(" %", PER_CENT)
    marked = DEFINED.sub(lambda found: f'<span class="definition">{found.group()}</span>', kept)
    return Markup(marked)  # noqa: S704 - the text was escaped two lines above


def sentence_markup(sentence: Sentence, notes: Footnotes) -> Markup:
    """The sentence with its numbers, its footnotes and, where it estimates, its tag in words."""
    parts = []
    for text, name, _, _ in string.Formatter().parse(sentence.template):
        parts.append(words(text))
        if name is not None:
            parts.append(number_markup(sentence.numbers[name]))
    parts.append(references(notes.of_rows(sentence.rows)))
    if sentence.tag not in (None, "observed", "measured"):
        parts.append(
            Markup(' <small class="tag {}">{}</small>').format(sentence.tag, TAG_WORDS[str(sentence.tag)])
        )
    return Markup("").join(parts)


def cell_markup(cell: Cell) -> Markup:
    """A cell of a table."""
    if cell is None:
        return Markup('<span class="none" aria-label="none">–</span>')
    if isinstance(cell, Cited):
        return Markup("<cite>{}</cite>").format(cell)
    return words(cell) if isinstance(cell, str) else number_markup(cell) + tag_mark(cell)


def tag_mark(number: Number) -> Markup:
    """The mark of its tag, with the words for those who point at it or hear it."""
    if not (found := mark(number)):
        return Markup("")
    return Markup('<abbr class="mark" title="{}">{}</abbr>').format(TAG_WORDS[number.tag], found)


def references(numbers: list[int]) -> Markup:
    """Footnote numbers as links; runs are drawn together: 3–7, 9."""
    if not numbers:
        return Markup("")
    links = []
    for first, last in _runs(numbers):
        text = str(first) if first == last else f"{first}–{last}"
        links.append(Markup('<a class="note" href="#source-{}">{}</a>').format(first, text))
    return Markup('<sup class="notes">{}</sup>').format(Markup(",").join(links))


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
