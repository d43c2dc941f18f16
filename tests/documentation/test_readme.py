"""The first screen of README.md is in the promised order, and every command it names exists."""

import re
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from departures.command_line import application

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BOTH = README + CONTRIBUTING
IN_BACKTICKS = re.findall(r"`([^`\n]+)`", BOTH)


def test_the_first_screen_is_in_order() -> None:
    order = [
        "# Escape from North Korea: an evidence model\n",
        "computed from public figures, each traced to its source",
        "`make report`",
        "`make test`",
        "**You get:**",
        "**It cannot tell:**",
        "\n## ",
    ]
    places = [README.find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)
    assert places[0] == 0
    assert len(README[: places[-1]].split()) < 260


def test_the_readme_prints_no_figure_of_its_own() -> None:
    first_screen = README[: README.find("\n## ")]
    assert re.findall(r"\d", first_screen) == []


@pytest.mark.parametrize(
    "target", sorted({words.split()[1] for words in IN_BACKTICKS if words.startswith("make ")})
)
def test_every_make_target_named_exists_and_is_listed(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:  ## \S", makefile, re.MULTILINE)


def commands() -> list[str]:
    """Return every `departures …` command that the documents name, without its arguments."""
    named = [words for words in IN_BACKTICKS if re.match(r"departures [a-z]", words)]
    return sorted({re.match(r"departures((?: [a-z][a-z-]*)+)", words)[1].strip() for words in named})  # type: ignore[index]


@pytest.mark.parametrize("command", commands())
def test_every_command_named_exists(command: str) -> None:
    outcome = CliRunner().invoke(application, [*command.split(), "--help"])
    assert outcome.exit_code == 0, outcome.output


def test_every_group_of_commands_is_named() -> None:
    groups = typer.main.get_command(application).commands  # type: ignore[attr-defined]
    assert [name for name in groups if not any(line.split()[0] == name for line in commands())] == []


def test_every_file_named_exists() -> None:
    written_later = ("out/", ".venv", "src/departures/answers/", "countries/<name>/")
    named = [
        words
        for words in IN_BACKTICKS
        if re.fullmatch(r"[\w./-]+(/|\.md|\.py|\.toml|\.cff)|LICENSE(-DATA)?", words)
        and not words.startswith(written_later)
    ]
    places = (ROOT, ROOT / "countries" / "north_korea", ROOT / "src" / "departures" / "publication")
    assert len(named) > 8
    assert [words for words in named if not any((place / words).exists() for place in places)] == []
