"""What README and examples/ show runs as it is written."""

import re
import runpy
from pathlib import Path

import pytest

import departures.study as studies
from report.fake_fit import fake_fit

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fit takes minutes; everything else is real."""
    monkeypatch.setattr(studies, "cached_fit", lambda problem, *_: fake_fit(problem))


def test_the_first_minute_runs_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "examples" / "first_minute.py"))
    printed = capsys.readouterr().out
    assert re.search(r"\b2019\s+1047\s+845\s+202\b|\b2019\s+1047\s+202\s+845\b", printed)
    assert "• Arrivals in " in printed
    assert "arrivals_and_departures" in printed


def test_the_python_in_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL
    )
    exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("Arrivals in ")
