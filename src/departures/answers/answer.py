"""An answer: sentences, tables and figures whose every number knows where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor, log10
from typing import Literal

TAG_WORDS = {
    "observed": "published count",
    "measured": "measured on the fit",
    "data-decide": "the figures decide",
    "assumption-decides": "an assumption decides",
    "depends-on-explanation": "depends on the explanation",
    "scenario": "scenario",
}
Tag = Literal[
    "observed", "measured", "data-decide", "assumption-decides", "depends-on-explanation", "scenario"
]
TAG_MARKS = {"data-decide": "ᶠ", "assumption-decides": "ᵃ", "depends-on-explanation": "ᵉ", "scenario": "ˢ"}
"""In tables every estimate carries its tag as a mark; what is published or measured carries none."""
PER_CENT = "\N{NO-BREAK SPACE}%"
NOTHING = 1e-9
At = tuple[tuple[str, str], ...]
"""Coordinates within a quantity: (("year", "2019"),), or a span (("year", "2019..2022"),) that is summed."""


@dataclass(frozen=True)
class Lead:
    """Where a number comes from: evidence rows by id, or draws of a quantity at stated coordinates.

    Dimensions that `at` leaves out are summed; the coordinate `explanation` asks for the draws under that one alone.
    With `of`, the number is a share of that other quantity at
    `of_at`; with `complement`, one minus that share.
    """

    rows: tuple[str, ...] = ()
    quantity: str = ""
    at: At = ()
    of: str = ""
    of_at: At = ()
    complement: bool = False


@dataclass(frozen=True)
class Number:
    """One number as printed: a count, or a range with its median."""

    value: float
    unit: str
    lead: Lead
    tag: Tag
    low: float | None = None
    high: float | None = None
    """Ends of the 90 % interval; None for a published count."""
    share: bool = False
    """True where the value is a share, printed in per cent."""
    only_range: bool = False
    """True where publication allows the two ends alone, without a value between them."""


@dataclass(frozen=True)
class Sentence:
    """Words with numbers in places `{name}`. `rule` says which threshold chose these words, if one did."""

    template: str
    numbers: dict[str, Number] = field(default_factory=dict)
    rule: str = ""

    @property
    def text(self) -> str:
        """The sentence in plain words."""
        return self.template.format(**{name: plain(number) for name, number in self.numbers.items()})

    @property
    def tag(self) -> Tag | None:
        """The weakest tag among its numbers; None where it has no number."""
        tags = {number.tag for number in self.numbers.values()}
        order: tuple[Tag, ...] = (
            "scenario",
            "depends-on-explanation",
            "assumption-decides",
            "data-decide",
            "measured",
            "observed",
        )
        return next((tag for tag in order if tag in tags), None)

    @property
    def rows(self) -> tuple[str, ...]:
        """Evidence rows behind its numbers, each once."""
        return tuple(dict.fromkeys(row for number in self.numbers.values() for row in number.lead.rows))


class Cited(str):
    """Words of a source, as it calls itself: who published it, and when. Digits in them are no figure of ours."""


Cell = str | Number | None


@dataclass(frozen=True)
class Table:
    """A table: column titles, and rows of words or numbers; `name` is its file name under tables/."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    sources: tuple[tuple[str, ...], ...] = ()
    """For each row evidence rows or sources behind its words, besides those of its numbers."""

    @property
    def marks(self) -> str:
        """What the marks of its numbers mean, where it has any: ᶠ the figures decide; ᵃ an assumption decides."""
        used = {cell.tag for row in self.rows for cell in row if isinstance(cell, Number)}
        return "; ".join(f"{mark} {TAG_WORDS[tag]}" for tag, mark in TAG_MARKS.items() if tag in used)

    def to_string(self, index: bool = False) -> str:
        """The table as plain text, for a terminal; `index` is there because pandas has it."""
        lines = [self.columns, *(tuple(shown(cell) for cell in row) for row in self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.columns))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )


@dataclass(frozen=True)
class Figure:
    """A figure by name: the report draws it from its table. `caveat` is printed inside it."""

    name: str
    title: str
    caveat: str
    description: str
    """Words for those who cannot see it."""
    table: str


@dataclass(frozen=True)
class Answer:
    """One of the questions that the study answers."""

    name: str
    question: str
    sentences: tuple[Sentence, ...]
    tables: dict[str, Table] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    would_change: str = ""
    """What new figure or fact would change this answer."""
    applicable: bool = True


def shown(cell: Cell) -> str:
    """A cell of a table in plain words."""
    if cell is None:
        return "–"
    return cell if isinstance(cell, str) else f"{plain(cell)}{mark(cell)}"


def mark(number: Number) -> str:
    """The mark of its tag, after a thin space; nothing where it has none."""
    found = TAG_MARKS.get(number.tag)
    return f"\N{NARROW NO-BREAK SPACE}{found}" if found else ""


def plain(number: Number) -> str:
    """The number as a reader sees it: 1,047; 1,200 (900–1,600); 58 % (51–64 %)."""
    if number.low is None or number.high is None:
        return _one(number, number.value)
    unit = PER_CENT if number.share else ""
    low, value, high = (
        _one(number, end).removesuffix(PER_CENT) for end in (number.low, number.value, number.high)
    )
    if low == high:
        return f"{value}{unit}"
    between = f"{low} to {high}" if number.low < 0 else f"{low}–{high}"
    return f"{between}{unit}" if number.only_range else f"{value}{unit} ({between}{unit})"


def _one(number: Number, value: float) -> str:
    value = 0.0 if abs(value) < NOTHING else value  # rounding alone may leave a little more, or less
    if number.share:
        small = 0 < abs(value) < 0.01
        text = decimal_text(100 * value, 1) if small else f"{100 * value:.0f}"
        return f"{text.replace('-', '−')}{PER_CENT}"
    estimated = number.low is not None
    if estimated and abs(value) >= 100:  # ranges are wide: more than two digits would be false precision
        step = 10 ** (len(str(int(abs(value)))) - 2)
        return f"{round(value / step) * step:,.0f}".replace("-", "−")
    if value == round(value) or (estimated and abs(value) >= 10):
        return f"{value:,.0f}".replace("-", "−")
    return decimal_text(value, 2 if estimated else 4)


def decimal_text(value: float, digits: int) -> str:
    """A number with so many significant digits, never written with an exponent: 0.00004, −0.61, 46.9."""
    if value == 0:
        return "0"
    places = max(digits - 1 - floor(log10(abs(value))), 0)
    text = f"{value:,.{places}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")
