"""`departures simulate`: its table on the screen and in a file, its faults all at once, nothing left half-done."""

import json
from dataclasses import replace

import pandas as pd
import pytest
import xarray as xr

import departures.study as studies
from country.packs import run
from departures.answers.answer import TAG_MARKS, TAG_WORDS
from departures.inference import stored
from departures.inference.fit import Gate
from departures.runs import cache
from departures.study import Study
from report.fake_fit import fake_fit

ASKED = ("simulate", "--country", "veldran", "--explanation", "no_kin", "--replicates", 30)


@pytest.fixture(autouse=True)
def made_up(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(studies, "cached_fit", lambda problem, *_: fake_fit(problem))
    monkeypatch.setattr(stored, "make_ready", lambda: None)  # nothing here is fitted


def test_the_table_on_the_screen_is_the_table_in_the_file(monkeypatch, capsys, tmp_path) -> None:
    code, out, said = run(monkeypatch, capsys, *ASKED, "--folder", tmp_path / "out")
    assert code == 0
    assert "30 replicates:" in said
    table = pd.read_csv(tmp_path / "out" / "simulated.csv")
    assert list((tmp_path / "out").iterdir()) == [tmp_path / "out" / "simulated.csv"]
    last = table.iloc[-1]
    assert f"{last['year']:.0f}" in out
    marks = {TAG_WORDS[tag]: mark for tag, mark in TAG_MARKS.items()}
    for row in table.itertuples(index=False):
        cells = [marks[value] if isinstance(value, str) else f"{value:,.0f}" for value in row[1:]]
        assert " ".join([str(row[0]), *cells]) in " ".join(out.split())
    said_of = {words for words, mark in marks.items() if f"{mark} {words}" in out}
    assert said_of == set(table["arrivals: tag"]) | set(table["departures: tag"])


def test_as_json_it_is_json_alone(monkeypatch, capsys, tmp_path) -> None:
    code, out, said = run(
        monkeypatch, capsys, *ASKED, "--engine", "mean-field", "--folder", tmp_path, "--json"
    )
    assert (code, said) == (0, "")
    content = json.loads(out)
    assert pd.DataFrame(content["by_year"]).equals(pd.read_csv(content["file"]))


def test_all_faults_are_named_before_any_work(monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setattr(studies, "cached_fit", None)
    code, out, said = run(
        monkeypatch, capsys, "simulate", "--engine", "dice", "--replicates", 0, "--seed", -1, "--workers", 0,
        "--folder", tmp_path / "out",
    )  # fmt: skip
    assert (code, out) == (2, "")
    for part in (
        "no engine is called 'dice' → use one of: population, mean-field, individuals",
        "0 replicates say nothing",
        "-1 is below 0",
        "0 workers do nothing",
    ):
        assert part in said
    assert not (tmp_path / "out").exists()


def test_a_failed_fit_gives_no_table(monkeypatch, capsys, tmp_path) -> None:
    gate = Gate("R-hat", 1.2, 1.01, False, "Chains disagree.")
    monkeypatch.setattr(studies, "cached_fit", lambda problem, *_: replace(fake_fit(problem), gates=(gate,)))
    code, _, said = run(monkeypatch, capsys, *ASKED, "--folder", tmp_path / "out")
    assert code == 2
    assert "Chains disagree." in said
    assert not (tmp_path / "out").exists()


def test_a_table_that_could_harm_is_not_left_there(monkeypatch, capsys, tmp_path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    before = folder / "simulated.csv"
    before.write_text("year\n2019\n", encoding="utf-8")
    table = pd.DataFrame({"year": [2019], "broker fee in dollars": [5000]})
    monkeypatch.setattr(Study, "by_year", lambda *_: table)
    code, out, said = run(monkeypatch, capsys, *ASKED, "--folder", folder)
    assert (code, out) == (2, "")
    assert "fee" in said
    assert [path.name for path in folder.iterdir() if path.is_dir()] == []
    assert before.read_text(encoding="utf-8") == "year\n2019\n"


def test_every_run_is_written_with_names_and_units(monkeypatch, capsys, tmp_path) -> None:
    file = tmp_path / "deep" / "runs.nc"
    asked = (
        "simulate",
        "--country",
        "veldran",
        "--explanation",
        "no_kin",
        "--engine",
        "individuals",
        "--runs",
        3,
    )
    code, out, _ = run(monkeypatch, capsys, *asked, "--folder", tmp_path / "out", "--out", file)
    assert code == 0
    assert str(file) in out
    made = xr.load_dataset(file, engine="h5netcdf")
    assert made.sizes["run"] == 3
    assert made["families"].attrs["units"] == "households"
    assert list(file.parent.iterdir()) == [file]
    table = pd.read_csv(tmp_path / "out" / "simulated.csv").set_index("year")
    assert table["arrivals: median"].loc[2015] == pytest.approx(
        float(made["arrivals"].sel(year=2015).median()), rel=0.01
    )


def test_exact_runs_may_not_lie_among_what_is_published(monkeypatch, capsys, tmp_path) -> None:
    folder = tmp_path / "out"
    code, out, said = run(
        monkeypatch, capsys, *ASKED, "--folder", folder, "--out", folder / "deep" / "runs.nc"
    )
    assert (code, out) == (2, "")
    assert "name a file elsewhere" in said
    assert not folder.exists()


def test_an_invented_life_says_so_on_every_line(monkeypatch, capsys) -> None:
    asked = ("example-life", "--country", "veldran", "--explanation", "no_kin", "--seed", 4)
    code, out, _ = run(monkeypatch, capsys, *asked)
    assert code == 0
    assert all(line.startswith("invented: ") for line in out.strip().splitlines())
    code, again, said = run(monkeypatch, capsys, *asked, "--json")
    assert (code, said) == (0, "")
    assert json.loads(again) == {"invented": True, "lines": out.strip().splitlines()}
