"""HTML and SVG as blocks of text and grids of cells, read with the standard library alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "tspan", "u", "var", "wbr",
})  # fmt: skip
SILENT = frozenset({"style", "script", "template", "metadata", "defs"})
ATTRIBUTES = ("alt", "title", "aria-label", "content")
"""Attributes that readers, or the programs that read to them, see as text."""


@dataclass(frozen=True)
class Block:
    """A run of text between two block elements."""

    place: str
    text: str
    is_title: bool


@dataclass
class Grid:
    """The cells of one table."""

    place: str
    rows: list[tuple[str, ...]] = field(default_factory=list)
    caption: str = ""


@dataclass
class Page:
    """All that a reader, or a program that reads the page, finds in it."""

    blocks: list[Block] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    """Contents of `<script type="application/json">`."""


def read_page(text: str) -> Page:
    """Read HTML or SVG; broken markup is read as far as a browser would."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    return reader.page


class _Reader(HTMLParser):
    """Collects text until a block element begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._words: list[str] = []
        self._place = "line 1"
        self._silent = ""
        self._data: list[str] | None = None
        self._in_title = 0
        self._open: list[Grid] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._caption: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._read_attributes(tag, values)
        if self._silent:
            return
        if tag in SILENT:
            self._silent = tag
            self._data = [] if values.get("type") == "application/json" else None
            return
        if tag == "q":
            self.handle_data("“")
        if tag == "cite":
            self.end_block()
            self._in_title += 1
        elif tag not in INLINE:
            self.end_block()
        self._open_table_part(tag)

    def _read_attributes(self, tag: str, values: dict[str, str]) -> None:
        for name in ATTRIBUTES:
            if values.get(name) and not (tag == "meta" and values.get("name") == "viewport"):
                self.page.blocks.append(
                    Block(f"line {self.getpos()[0]}, {name}", values[name], is_title=False)
                )

    def _open_table_part(self, tag: str) -> None:
        if tag == "table":
            self._open.append(Grid(f"table on line {self.getpos()[0]}"))
        elif tag == "tr" and self._open:
            self._row = []
        elif tag in ("td", "th") and self._row is not None:
            self._cell = []
        elif tag == "caption":
            self._caption = []

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent:
                if self._data is not None:
                    self.page.data.append("".join(self._data))
                self._silent, self._data = "", None
            return
        if tag == "q":
            self.handle_data("”")
        if tag not in INLINE:
            self.end_block()
        if tag == "cite" and self._in_title:
            self._in_title -= 1
        self._close_table_part(tag)

    def _close_table_part(self, tag: str) -> None:
        if tag in ("td", "th") and self._row is not None and self._cell is not None:
            self._row.append(" ".join("".join(self._cell).split()))
            self._cell = None
        elif tag == "tr" and self._open and self._row:
            self._open[-1].rows.append(tuple(self._row))
            self._row = None
        elif tag == "caption" and self._open and self._caption is not None:
            self._open[-1].caption = " ".join("".join(self._caption).split())
            self._caption = None
        elif tag == "table" and self._open:
            self.page.grids.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        if self._silent:
            if self._data is not None:
                self._data.append(data)
            return
        if not self._words:
            self._place = f"line {self.getpos()[0]}"
        self._words.append(data)
        if self._cell is not None:
            self._cell.append(data)
        if self._caption is not None:
            self._caption.append(data)

    def end_block(self) -> None:
        """Close the run of text that is open."""
        text = " ".join("".join(self._words).split())
        if text:
            self.page.blocks.append(Block(self._place, text, is_title=self._in_title > 0))
        self._words = []
