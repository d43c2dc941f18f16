"""A copy of the invented pack, to be spoilt in one place at a time, and the command line that reads it."""

import shutil
import sys
from pathlib import Path

import pytest

from departures.command_line import main

INVENTED = Path(__file__).parents[2] / "countries" / "veldran"


class Spoilt:
    """A copy of the invented pack in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(INVENTED, folder)

    def path(self, name: str) -> Path:
        return self.folder / ("country.toml" if name == "country" else f"evidence/{name}.csv")

    def replace(self, name: str, old: str, new: str) -> int:
        """Replace text that must be there, once; returns its line."""
        path = self.path(name)
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path.name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def cell(self, name: str, row_id: str, column: str, text: str) -> int:
        """Change one cell; returns its line. The tables of the invented pack have no quoted commas."""
        lines = self.path(name).read_text(encoding="utf-8").splitlines()
        place = lines[0].split(",").index(column)
        (number,) = [number for number, line in enumerate(lines) if line.startswith(f"{row_id},")]
        cells = lines[number].split(",")
        cells[place] = text
        lines[number] = ",".join(cells)
        self.path(name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return number + 1

    def line_of(self, name: str, row_id: str) -> int:
        """The line of a row."""
        lines = self.path(name).read_text(encoding="utf-8").splitlines()
        return 1 + [line.split(",")[0] for line in lines].index(row_id)

    def write(self, name: str, content: bytes) -> None:
        self.path(name).write_bytes(content)

    def files(self) -> dict[str, bytes]:
        """Everything that lies there now."""
        return {
            str(path.relative_to(self.folder.parent)): path.read_bytes()
            for path in self.folder.parent.rglob("*")
            if path.is_file()
        }


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object):
    """Run `departures ARGUMENTS` as the installed command does; returns exit code, output and message."""
    monkeypatch.setattr(sys, "argv", ["departures", *(str(argument) for argument in arguments)])
    code = 0
    try:
        main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err
