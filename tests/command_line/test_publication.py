"""`departures check-publication` exits 0 with a line for each clean file, and 2 with what to do otherwise."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from departures.command_line import publication

ROOT = Path(__file__).parents[2]
START = "from departures.command_line import main; main()"


@pytest.fixture
def application() -> typer.Typer:
    made = typer.Typer()
    publication.add_to(made)
    made.callback()(lambda: None)  # with a second entry the command keeps its name
    return made


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "publication.toml").write_text('places = ["Ferryton"]\n')
    return folder


def test_a_clean_file_gets_one_line(application: typer.Typer, pack: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Escapees arrived.")
    outcome = CliRunner().invoke(
        application, ["check-publication", str(tmp_path / "a.txt"), "--country", str(pack)]
    )
    assert outcome.exit_code == 0, outcome.output
    assert outcome.output.count("\n") == 1
    assert "a.txt: nothing found" in outcome.output


def test_a_finding_exits_2_with_kind_place_and_remedy(
    application: typer.Typer, pack: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Escapees arrived.\n\nFerryton was closed.")
    outcome = CliRunner().invoke(
        application, ["check-publication", str(tmp_path / "a.txt"), "--country", str(pack)]
    )
    assert outcome.exit_code == 2
    assert "line 3" in outcome.output
    assert "crossing or landing place" in outcome.output
    assert "name the country only" in outcome.output


def test_json_lists_the_findings(application: typer.Typer, pack: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ferryton was closed.")
    arguments = ["check-publication", str(tmp_path / "a.txt"), "--country", str(pack), "--json"]
    outcome = CliRunner().invoke(application, arguments)
    assert outcome.exit_code == 2
    assert [record["kind"] for record in json.loads(outcome.output)] == ["crossing or landing place"]


def test_a_file_that_is_not_there_is_one_message_and_exit_2(pack: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-c", START, "check-publication", "absent.csv", "--country", str(pack)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert outcome.returncode == 2
    assert "absent.csv: is not there" in outcome.stderr
    assert "Traceback" not in outcome.stderr
