"""Before any fit, what the priors expect stands beside what was published, and a wrong unit stands out."""

import json
from dataclasses import replace

import numpy as np
import pytest

from country.packs import Spoilt, run
from departures.inference.before import ARRIVALS, Before, looked_at_before, refuse_what_is_no_number
from departures.inference.fit import FitRefused
from laws.problems import problem


@pytest.fixture(scope="module")
def found():
    return looked_at_before(problem("veldran"))


def test_every_figure_and_every_state_is_looked_at(found):
    observation = problem("veldran").observation
    by_kind = {kind: [line for line in found if line.kind == kind] for kind in {line.kind for line in found}}
    assert [line.published for line in by_kind[ARRIVALS]] == [window.value for window in observation.windows]
    assert [line.published for line in by_kind["stock"]] == [datum.value for datum in observation.stocks]
    states = {state.name for state in problem("veldran").declaration.states if not state.absorbing}
    assert {line.name for line in by_kind["people"]} == states
    for line in found:
        assert line.lowest <= line.low <= line.middle <= line.high <= line.highest


def test_the_shipped_packs_are_seldom_surprised(found):
    assert not any(line.surprising for line in found)


def test_a_figure_beyond_all_draws_is_surprising():
    line = Before("stock", "made up", 5.0, 6.0, 7.0, 8.0, 9.0, 10.0)
    assert line.surprising
    assert not replace(line, published=6.5).surprising
    assert replace(line, published=11.0).surprising
    assert not replace(line, published=None).surprising


def test_what_is_no_number_is_refused_by_name():
    good = Before("stock", "made up", 5.0, 4.0, 5.0, 6.0, 7.0, 8.0)
    refuse_what_is_no_number([good])
    with pytest.raises(FitRefused, match=r"stock made up.*wrong unit"):
        refuse_what_is_no_number([good, replace(good, highest=np.nan)])


def test_people_sent_a_month_given_as_a_stock_stand_out(monkeypatch, capsys, tmp_path):
    pack = Spoilt(tmp_path / "packs" / "copy")
    code, output, _ = run(monkeypatch, capsys, "country", "check", pack.folder, "--json")
    assert code == 0
    before = people_in("sent_abroad", output)
    pack.replace("country", "2008-01-01 = 0.0000556", "2008-01-01 = 0.002")  # six thousand of three million
    code, output, _ = run(monkeypatch, capsys, "country", "check", pack.folder, "--json")
    assert code == 0
    assert before["high"] < 10_000
    assert people_in("sent_abroad", output)["low"] > 100_000


def people_in(state, output):
    (line,) = [line for line in json.loads(output)["before"] if line["name"] == state]
    return line


def test_rates_beyond_all_measure_are_named(monkeypatch, capsys, tmp_path):
    pack = Spoilt(tmp_path / "packs" / "copy")
    pack.replace("country", "center = 0.00004", "center = 0.4")  # as if a month held ten thousand
    code, output, _ = run(monkeypatch, capsys, "country", "check", pack.folder)
    assert code == 0
    assert "lie beyond every draw of the priors" in " ".join(output.split())
