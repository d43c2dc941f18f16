"""`departures report`, `fit`, `answer` and `doctor`: what they print, where they write, how they refuse."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import departures.study as studies
from country.packs import run
from departures.command_line.stages import Stages
from departures.inference import stored
from departures.inference.fit import Gate
from report.fake_fit import fake_fit

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def cached(problem, settings, progress, refresh):
        progress("sampling", 0.0)
        progress("sampling", 0.6)
        progress("sampling", 1.0)
        return fake_fit(problem)

    monkeypatch.setattr(studies, "cached_fit", cached)
    monkeypatch.setattr(stored, "make_ready", lambda: None)  # nothing here is fitted


def test_report_prints_stages_with_times_and_where_it_lies(monkeypatch, capsys, tmp_path) -> None:
    code, out, said = run(monkeypatch, capsys, "report", "--country", "veldran", "--folder", tmp_path / "out")
    assert code == 0
    assert f"The report: {tmp_path / 'out' / 'report.html'}" in out.replace("\n", "")
    for stage in (
        "evidence and country pack:",
        "sampling: 100 %",
        "fit of reference:",
        "fit of no_kin:",
        "report:",
        "all together:",
    ):
        assert stage in said


def test_report_as_json_is_json_alone(monkeypatch, capsys, tmp_path) -> None:
    arguments = ("report", "--country", "veldran", "--folder", tmp_path / "out", "--json")
    code, out, said = run(monkeypatch, capsys, *arguments)
    assert code == 0
    assert said == ""
    assert all(Path(file).is_file() for file in json.loads(out)["files"])


def test_an_answer_prints_sentences_and_tables(monkeypatch, capsys) -> None:
    code, out, _ = run(monkeypatch, capsys, "answer", "fall", "--country", "veldran")
    assert code == 0
    assert "• Arrivals in the Harbour Union" in out
    assert "[an assumption decides]" in out
    assert "What would change this:" in out


def test_explanations_stand_side_by_side(monkeypatch, capsys) -> None:
    code, out, said = run(monkeypatch, capsys, "explanations", "--country", "veldran")
    assert code == 0
    for name in ("reference", "border_only", "no_kin"):
        assert f"\n{name}: " in out
    assert out.count("weight 0.") + out.count("weight 1.") == 3
    assert "fit of no_kin:" in said
    _, out, _ = run(monkeypatch, capsys, "explanations", "--country", "veldran", "--json")
    content = json.loads(out)
    assert sum(each["weight"] for each in content.values()) == pytest.approx(1.0)
    assert {"title", "elpd", "behind", "error", "weight", "fall", "told_worst"} == set(content["reference"])


def test_an_explanation_that_is_not_there_is_told(monkeypatch, capsys) -> None:
    code, _, message = run(monkeypatch, capsys, "fit", "--country", "veldran", "--explanation", "weather")
    assert code == 2
    assert "no explanation is called 'weather' → use one of: reference, border_only, no_kin" in message


def test_an_answer_as_json_carries_the_lead_of_every_number(monkeypatch, capsys) -> None:
    _, out, _ = run(monkeypatch, capsys, "answer", "pathways", "--country", "veldran", "--json")
    content = json.loads(out)
    numbers = [n for sentence in content["sentences"] for n in sentence["numbers"].values()]
    numbers += [
        c for table in content["tables"].values() for row in table["rows"] for c in row if isinstance(c, dict)
    ]
    assert len(numbers) > 20
    assert [number for number in numbers if not (number.get("rows") or number.get("quantity"))] == []


def test_an_unknown_answer_is_refused_before_any_work(monkeypatch, capsys) -> None:
    code, out, said = run(monkeypatch, capsys, "answer", "nothing")
    assert code == 2
    assert out == ""
    assert "use one of: fall, causes, pathways" in said


def test_a_failed_fit_says_why_and_exits_2(monkeypatch, capsys, tmp_path) -> None:
    gate = Gate("R-hat", 1.2, 1.01, False, "Chains disagree.")
    monkeypatch.setattr(studies, "cached_fit", lambda problem, *_: replace(fake_fit(problem), gates=(gate,)))
    folder = tmp_path / "out"
    code, _, said = run(monkeypatch, capsys, "report", "--country", "veldran", "--folder", folder)
    assert code == 2
    assert "Chains disagree." in said
    assert not folder.exists()
    code, out, _ = run(monkeypatch, capsys, "fit", "--country", "veldran")
    assert code == 2
    assert "FAILED" in out


def test_a_wrong_date_is_one_message(monkeypatch, capsys) -> None:
    code, out, said = run(monkeypatch, capsys, "fit", "--country", "veldran", "--as-of", "soon")
    assert code == 2
    assert out == ""
    assert "'soon' is not a date" in said


def test_doctor_names_what_is_there(monkeypatch, capsys) -> None:
    code, out, _ = run(monkeypatch, capsys, "doctor", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["Python"].startswith("3.")
    assert {"cores", "jax", "browser"} <= set(found)


def test_progress_prints_each_quarter_once(capsys: pytest.CaptureFixture[str]) -> None:
    stages = Stages()
    for share in (0.0, 0.1, 0.26, 0.3, 0.9, 1.0, 1.0):
        stages.progress("sampling", share)
    assert capsys.readouterr().err.split("\n") == [
        "  sampling: 25 %", "  sampling: 75 %", "  sampling: 100 %", "",
    ]  # fmt: skip


def test_parts_of_a_fit_are_told_when_it_was_made_now_and_not_when_it_was_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stages = Stages()
    stages.seconds["fit"] = 12.0
    stages.tell_parts("fit", {"warm-up": 4.0, "sampling": 7.5})
    assert capsys.readouterr().err == "  of which warm-up 4.0 s, sampling 7.5 s\n"
    stages.tell_parts("fit", {"warm-up": 40.0, "sampling": 75.0})
    assert capsys.readouterr().err == ""


def test_help_does_not_wait_for_heavy_libraries() -> None:
    check = "import sys, departures.command_line as c\ntry: c.application(['report', '--help'])\n"
    check += "except SystemExit: pass\n"
    check += "print([name for name in ('jax', 'numpyro', 'altair', 'pandas') if name in sys.modules])"
    outcome = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True, cwd=ROOT / "src"
    )
    assert outcome.stdout.strip().endswith("[]")
