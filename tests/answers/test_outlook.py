"""The outlook prints the forecast as it was issued, with its past misses, and nothing where none was issued."""

import json
import shutil
from dataclasses import replace

import pytest

from departures.answers.findings import findings_of
from departures.answers.outlook import answer_outlook
from departures.backtest.hub import QUANTILES
from departures.backtest.kept import FOLDER, hash_of
from departures.faults import Faults
from laws.problems import problem
from report.fake_fit import fake_fit

PAST = [(2018, 2019, 1_000, 800, 1_300, 1_047, True), (2019, 2020, 1_000, 700, 1_400, 229, False)]


def issued(day, shift=0.0):
    told = {
        sex: {
            str(year): {"stack": {str(level): shift + 100.0 + 100.0 * level for level in QUANTILES}}
            for year in (2026, 2027, 2028)
        }
        for sex in ("all", "m", "f")
    }
    names = ("origin", "year", "median", "low", "high", "came", "held")
    past = [{**dict(zip(names, row, strict=True)), "horizon": 1, "sex": "all"} for row in PAST]
    content = {
        "issued": day, "origin": 2025, "weights": {"model": 0.9, "persistence": 0.1, "AutoETS": 0.0},
        "quantiles": told, "past": past,
    }  # fmt: skip
    return {**content, "hash": hash_of(content)}


@pytest.fixture
def asked(tmp_path):
    """Findings of a pack with two issued forecasts."""
    pack = tmp_path / "pack"
    (pack / FOLDER).mkdir(parents=True)
    for day, shift in (("2026-03-01", 50.0), ("2026-11-30", 0.0)):
        (pack / FOLDER / f"{day}.json").write_text(json.dumps(issued(day, shift)))
    made = replace(problem("north_korea"), folder=str(pack))
    return findings_of({"reference": made}, {"reference": fake_fit(made)})


def test_the_newest_forecast_is_told_as_it_was_issued_and_is_a_scenario(asked):
    answer = answer_outlook(asked)
    first = answer.sentences[0]
    assert "issued on 2026-11-30, from counts up to 2025" in first.text
    number = first.numbers["first"]
    assert (number.value, number.low, number.high, number.tag) == (150.0, 105.0, 195.0, "scenario")
    assert len(answer.tables["outlook"].rows) == 3
    assert "most of it is the mechanical model" in answer.tables["outlook"].note


def test_past_misses_stand_beside_it(asked):
    answer = answer_outlook(asked)
    assert "since 2018, 1 of 2 such ranges hold the count" in answer.sentences[1].text
    assert "largest miss was 2020" in answer.sentences[2].text
    assert answer.sentences[2].numbers["came"].value == 229
    assert [row[0] for row in answer.tables["outlook_past"].rows] == ["2019", "2020"]


def test_what_was_issued_later_is_not_known_before(asked):
    early = replace(asked, problem=replace(asked.problem, as_of="2026-06-30"))
    assert "issued on 2026-03-01" in answer_outlook(early).sentences[0].text
    earlier = replace(asked, problem=replace(asked.problem, as_of="2026-02-01"))
    assert not answer_outlook(earlier).applicable


def test_a_pack_without_forecasts_has_no_outlook(asked, tmp_path):
    shutil.rmtree(tmp_path / "pack" / FOLDER)
    assert not answer_outlook(asked).applicable


def test_a_mended_forecast_is_refused(asked, tmp_path):
    file = tmp_path / "pack" / FOLDER / "2026-11-30.json"
    file.write_text(file.read_text().replace('"origin": 2025', '"origin": 2024'))
    with pytest.raises(Faults, match="not as it was issued"):
        answer_outlook(asked)
