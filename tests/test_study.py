"""The study opens, fits once, answers by name, refuses what failed, and reports."""

from dataclasses import replace
from pathlib import Path

import pytest

import departures
import departures.study as studies
from departures.faults import Faults
from departures.inference.fit import FitRefused, Gate
from departures.study import Study
from report.fake_fit import fake_fit


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Fits are made up here; the list tells how often one was asked for, and whether anew."""
    asked: list[bool] = []

    def cached(problem, settings, progress, refresh):
        asked.append(refresh)
        progress("sampling", 1.0)
        return fake_fit(problem)

    monkeypatch.setattr(studies, "cached_fit", cached)
    return asked


def test_load_opens_a_study_by_name(fitted: list[bool]) -> None:
    study = departures.load("veldran")
    assert study.problem.name == "veldran"
    years = study.evidence.arrivals_by_year()
    assert {"year", "men", "women", "row_id"} <= set(years.columns)
    assert (years["men"] + years["women"] == years["all"]).all()


def test_a_fit_is_made_once_and_again_on_demand(fitted: list[bool]) -> None:
    study = Study.open("veldran")
    assert study.fit() is study.fit()
    study.fit(refresh=True)
    assert fitted == [False, True]


def test_a_study_knows_its_rivals(fitted: list[bool]) -> None:
    study = Study.open("veldran", explanation="no_kin")
    rivals = study.rivals()
    assert list(rivals) == ["reference", "border_only", "no_kin"]
    assert rivals["no_kin"] is study
    assert [rival.problem.explanation for rival in rivals.values()] == list(rivals)


def test_a_study_may_speak_from_several(fitted: list[bool]) -> None:
    study = Study.open("veldran", explanation=["no_kin", "reference"])
    assert list(study.spoken_from()) == ["reference", "no_kin"]
    assert study.problem.explanation == "reference"
    assert list(study.findings().rivals) == ["reference", "no_kin"]


def test_unknown_explanations_are_named_together() -> None:
    with pytest.raises(Faults) as refused:
        Study.open("veldran", explanation=["weather", "reference", "moon"])
    assert len(refused.value.faults) == 2
    assert "no_kin" in str(refused.value)


def test_an_answer_is_given_by_name(fitted: list[bool]) -> None:
    answer = Study.open("veldran").answer("fall")
    assert answer.sentences[0].text.startswith("Arrivals in the Harbour Union")
    assert "arrivals_and_departures" in answer.tables


def test_an_unknown_answer_names_those_that_exist(fitted: list[bool]) -> None:
    with pytest.raises(Faults, match="fall, causes, pathways"):
        Study.open("veldran").answer("weather")
    assert fitted == []


def test_a_fit_that_failed_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate("R-hat", 1.2, 1.01, False, "Chains disagree.")
    monkeypatch.setattr(studies, "cached_fit", lambda problem, *_: replace(fake_fit(problem), gates=(gate,)))
    with pytest.raises(FitRefused, match="Chains disagree"):
        Study.open("veldran").answer("fall")


def test_as_of_goes_back_to_what_was_public(fitted: list[bool]) -> None:
    study = Study.open("veldran", as_of="2019-06-30")
    assert study.evidence.arrivals_by_year()["year"].max() == 2018
    assert (
        "2018, " in study.answer("fall").sentences[0].text
        or "in 2018" in study.answer("fall").sentences[0].text
    )


def test_a_wrong_date_is_one_message() -> None:
    with pytest.raises(Faults, match="is not a date"):
        Study.open("veldran", as_of="yesterday")


def test_the_report_is_written_where_asked(fitted: list[bool], tmp_path: Path) -> None:
    files = Study.open("veldran").report(tmp_path / "out")
    assert files[0].read_text(encoding="utf-8").startswith("<!doctype html>")
