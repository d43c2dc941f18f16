"""Reading TOML: every key has its line, every mistake its place."""

import pytest

from departures.country.toml import find_lines, read_toml

TEXT = '''title = "x"
[months]
first = 2008-01-01

[[rooms]]
name = "one"
  [[rooms.forms]]
  name = "a"
  [[rooms.forms]]
  name = "b"
    [rooms.forms.path]
    step = 0.1
[[rooms]]
name = "two"
claim = """
name = "inside a text"
"""
  [[rooms.forms]]
  name = "c"
[observation.wordings]
"almost nobody" = [0.0, 0.1]
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 1),
        (("months", "first"), 3),
        (("rooms", 0, "name"), 6),
        (("rooms", 0, "forms", 1, "name"), 10),
        (("rooms", 0, "forms", 1, "path", "step"), 12),
        (("rooms", 1), 13),
        (("rooms", 1, "name"), 14),
        (("rooms", 1, "forms", 0, "name"), 19),
        (("observation", "wordings", "almost nobody"), 21),
    ],
)
def test_every_key_has_its_line(path, line):
    assert find_lines(TEXT)[path] == line


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "country.toml"
    path.write_text(TEXT, encoding="utf-8")
    document, faults = read_toml(path)
    assert faults == []
    return document


def test_a_key_inside_a_line_has_the_line_of_what_surrounds_it(document):
    assert document.line_of(("rooms", 0, "forms", 0, "effect", "spread")) == 7


def test_entries_of_lists_are_called_by_their_names(document):
    assert document.key_of(("rooms", 1, "forms", 0, "effect")) == "rooms[two].forms[c].effect"


@pytest.mark.parametrize(
    ("content", "row", "found"),
    [
        (b"", None, "is empty"),
        (b"a = 1\nb = \n", 2, "is not TOML"),
        (b"a = 1\na = 2\n", 2, "is not TOML"),
        (b'a = "never closed', 1, "is not TOML"),
        (b"a = 1\nb = '\xff'\n", 2, "is not UTF-8"),
        (b"[" * 5000, 1, "is not TOML"),
    ],
)
def test_what_is_not_toml_is_one_fault_with_its_line(tmp_path, content, row, found):
    path = tmp_path / "country.toml"
    path.write_bytes(content)
    document, (fault,) = read_toml(path)
    assert document is None
    assert fault.row == row
    assert found in fault.found
