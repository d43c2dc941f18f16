"""Tables as cells: how many people, crossed by which attributes, in which period.

A table is read in either shape: long (columns for sex, way, period, and one for the count) or wide (a column
for men, one for women, or one for each age group). A cell for everybody lacks the attribute. Estimates of the
model (medians, expectations, interval ends) are no counts of people and are left out; so are shares and lags.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from departures.publication.documents import Document, Table
from departures.publication.windows import Window, read_span, read_window

ATTRIBUTES = {
    "sex": "sex", "gender": "sex", "age": "age", "age_group": "age", "birth_cohort": "age", "cohort": "age",
    "province": "province", "region": "province", "origin": "province", "home": "province",
    "birthplace": "province", "occupation": "occupation", "education": "education", "class": "class",
    "way": "way", "path": "way", "pathway": "way", "way_out": "way", "faith": "faith", "religion": "faith",
    "kin": "kin", "host": "host", "level": "level", "group": "group", "category": "group",
}  # fmt: skip
WHOLE = frozenset({"", "all", "total", "both", "both sexes", "everybody", "everyone", "any", "people", "-"})
LEVELS = {
    "men": ("sex", "men"), "male": ("sex", "men"), "males": ("sex", "men"), "m": ("sex", "men"),
    "women": ("sex", "women"), "female": ("sex", "women"), "females": ("sex", "women"), "f": ("sex", "women"),
    "elite": ("way", "elite"), "direct": ("way", "direct"), "trafficked": ("way", "trafficked"),
    "dispatched": ("way", "dispatched"), "own": ("way", "own"),
}  # fmt: skip
AGES = re.compile(r"(?:aged? )?(?:\d{1,2}\s?[-–]\s?\d{1,2}|\d{1,2}\+|under \d{1,2}|over \d{1,2})")
COUNTS = re.compile(
    r"(?:(?:all|total|observed|official|number|counts?|persons|people|arrivals|departures|value|n|reported"
    r"|published|deaths|returns|of|in|the|year)\s?)+"
)
ESTIMATES = re.compile(
    r"\b(?:expected|median|mean|lower|upper|low|high|from|to|interval|quantile|q\d+|p\d+|predicted|simulated"
    r"|sd|modelled|recovered|\d+ ?%)\b"
)
NOT_PEOPLE = re.compile(
    r"share|per ?cent|%|rate|index|month|year|lag|stay|ratio|days?|kilomet|km|usd|money|proportion"
)
MEASURES = (
    "arrivals",
    "departures",
    "returns",
    "deaths",
    "entries",
    "crossings",
    "workers",
    "stock",
    "cumulative",
)
STANDS_BACK = frozenset({"superseded", "competing", "corroborating", "rejected", "derived"})
PERIODS = ("period", "window", "year", "quarter", "month", "date", "time")


@dataclass(frozen=True)
class Cell:
    """A count of people: what is counted, crossed by which levels, in which period, and where it stands."""

    measure: str
    levels: tuple[tuple[str, str], ...]
    """Pairs of attribute and level, sorted; without the period."""
    window: Window | None
    value: int
    file: str
    place: str

    @property
    def attributes(self) -> tuple[str, ...]:
        """Attributes crossed, with the period among them: `year` for whole years, `period` for other windows."""
        names = [name for name, _ in self.levels]
        if self.window is not None and self.window.last - self.window.first <= 11:
            names.append("year" if self.window.is_year else "period")
        return tuple(sorted(names))


def cells_of(document: Document) -> list[Cell]:
    """Return the cells of all tables of a document."""
    return [cell for table in document.tables for cell in _table_cells(table, document.file)]


def _table_cells(table: Table, file: str) -> list[Cell]:
    names = [_plain(column) for column in table.header]
    counted = [(place, *found) for place, name in enumerate(names) if (found := _counted(name)) is not None]
    cells = []
    for number, row in enumerate(table.rows, start=2):
        record = dict(zip(names, row, strict=False))
        stands_back = {record.get("status", "").lower(), record.get("role", "").lower()} & STANDS_BACK
        if stands_back or not _counts_people(record):
            continue
        window, base = _window(record), _levels(record)
        for place, column_measure, level in counted:
            value = _whole_number(row[place]) if place < len(row) else None
            if value is None:
                continue
            levels = tuple(sorted({**base, **dict([level] if level else [])}.items()))
            measure = _measure(record, column_measure, table.caption)
            where = f"{table.place}row {number}, {table.header[place]}"
            cells.append(Cell(measure, levels, window, value, file, where))
    return cells


def _plain(column: str) -> str:
    return " ".join(column.replace("_", " ").lower().split())


def _counted(name: str) -> tuple[str, tuple[str, str] | None] | None:
    """Return a column's measure (or "") and the level it stands for; None if it counts nobody."""
    if ESTIMATES.search(name) or NOT_PEOPLE.search(name.replace("in the year", "")):
        return None
    measure = next((word for word in MEASURES if word in name), "")
    words = [word for word in name.split() if word in LEVELS and (len(word) > 1 or name == word)]
    if words:
        return measure, LEVELS[words[0]]
    if AGES.fullmatch(name):
        return measure, ("age", name)
    return (measure, None) if COUNTS.fullmatch(name) else None


def _counts_people(record: dict[str, str]) -> bool:
    """Say whether the row's unit, if it has one, is people."""
    unit = record.get("unit", "").lower()
    return not NOT_PEOPLE.search(unit) and not ESTIMATES.search(record.get("statistic", "").lower())


def _levels(record: dict[str, str]) -> dict[str, str]:
    """Return the person attributes of a row."""
    levels = {}
    for column, value in record.items():
        name = ATTRIBUTES.get(column.replace(" ", "_"))
        level = value.strip().lower()
        if name and level not in WHOLE:
            levels[name] = LEVELS[level][1] if level in LEVELS else level
    return levels


def _window(record: dict[str, str]) -> Window | None:
    for prefix in ("", "reference "):
        start, end = f"{prefix}period start", f"{prefix}period end"
        if record.get(start) and record.get(end):
            return read_span(record[start], record[end])
    texts = {name: record[name].strip() for name in PERIODS if record.get(name)}
    if "year" in texts and "quarter" in texts:
        return read_window(f"{texts['year']}-Q{texts['quarter'].lstrip('Qq')}")
    if "year" in texts and "month" in texts and texts["month"].isdigit():
        return read_window(f"{texts['year']}-{int(texts['month']):02d}")
    return next((window for text in texts.values() if (window := read_window(text))), None)


def _measure(record: dict[str, str], of_column: str, caption: str) -> str:
    """Return what is counted; cells are compared only within one measure."""
    named = next(
        (record[name] for name in ("series", "measure", "indicator", "quantity") if record.get(name)), ""
    )
    for text in (named, of_column, caption):
        found = next((word for word in MEASURES if word in text.lower()), "")
        if found:
            return found if text is not named else named.lower()
    return named.lower() or "people"


def _whole_number(text: str) -> int | None:
    digits = re.sub(r"(?<=\d)[,   ](?=\d{3}\b)", "", text.strip()).removesuffix(".0")
    return int(digits) if re.fullmatch(r"\d{1,9}", digits) else None
