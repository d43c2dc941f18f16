"""Reads a page as a list of texts, each with the elements that it stands in."""

from html.parser import HTMLParser

EMPTY = {"meta", "link", "br", "hr", "img", "input", "path", "line", "rect"}


class Text:
    """A run of text and its open elements, outermost first: (tag, attributes)."""

    def __init__(self, words: str, inside: list[tuple[str, dict[str, str]]]) -> None:
        self.words, self.inside = words, inside

    def within(self, tag: str) -> dict[str, str] | None:
        """Attributes of the innermost element of this kind around the text."""
        return next((attributes for name, attributes in reversed(self.inside) if name == tag), None)

    def in_class(self, name: str) -> bool:
        return any(name in attributes.get("class", "").split() for _, attributes in self.inside)

    def attribute(self, name: str) -> str | None:
        return next((attributes[name] for _, attributes in reversed(self.inside) if name in attributes), None)


class PageReader(HTMLParser):
    """Collects texts; style and drawing are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[Text] = []
        self._open: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag, attrs):
        if tag not in EMPTY:
            self._open.append((tag, {name: value or "" for name, value in attrs}))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag in EMPTY:
            return
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not {"style", "svg"} & {name for name, _ in self._open}:
            self.texts.append(Text(data, list(self._open)))


def texts_of(html: str) -> list[Text]:
    reader = PageReader()
    reader.feed(html)
    reader.close()
    return reader.texts
