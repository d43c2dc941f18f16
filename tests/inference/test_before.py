"""Before any fit, what the priors expect stands beside what was published, and a wrong unit stands out."""

import json
from dataclasses import replace
from functools import cache

import jax.numpy as jnp
import numpy as np
import pytest

from country.packs import Spoilt, run
from departures.engines.mean_field import mean_field
from departures.inference.before import ARRIVALS, Line, looked_at_before
from departures.inference.fit import FitRefused
from departures.inference.priors import layout_of
from departures.model.parameter import Prior
from laws.problems import problem


@cache
def found(country):
    return looked_at_before(problem(country)).lines


def test_every_figure_and_every_state_is_looked_at():
    observation = problem("veldran").observation
    lines = found("veldran")
    by_kind = {kind: [line for line in lines if line.kind == kind] for kind in {line.kind for line in lines}}
    assert [line.published for line in by_kind[ARRIVALS]] == [window.value for window in observation.windows]
    assert [line.published for line in by_kind["stock"]] == [datum.value for datum in observation.stocks]
    states = {state.name for state in problem("veldran").declaration.states if not state.absorbing}
    assert {line.name for line in by_kind["people"]} == states
    for line in lines:
        assert line.lowest <= line.low <= line.middle <= line.high <= line.highest


@pytest.mark.parametrize("country", ["north_korea", "veldran"])
def test_the_shipped_packs_are_seldom_surprised(country):
    figures = [line for line in found(country) if line.published is not None]
    assert np.mean([line.surprising for line in figures]) < 0.05


def test_people_of_a_state_are_those_of_one_month_over_all_its_levels():
    made = problem("veldran")
    (line,) = [each for each in looked_at_before(made, draws=1, seed=3).lines if each.name == "travelling"]
    layout = layout_of(made)
    z = layout.draws_from_prior(1, 3)[0]
    stocks = np.asarray(mean_field(made.graph).run(layout.values(jnp.asarray(z))).stocks).sum(1)
    own = [place.state == "travelling" for place in made.graph.compartments]
    np.testing.assert_allclose(line.middle, stocks[:, own].sum(1).max())
    assert line.middle < 0.999 * stocks[:, own].max(0).sum()  # its levels do not peak in one month


def test_a_figure_beyond_all_draws_is_surprising():
    line = Line("stock", "made up", 5.0, 6.0, 7.0, 8.0, 9.0, 10.0)
    assert line.surprising
    assert not replace(line, published=6.5).surprising
    assert replace(line, published=11.0).surprising
    assert not replace(line, published=None).surprising


def spoilt_in(made, spread):
    """The problem with one rate so wide that some of its draws are beyond all numbers."""
    first, *others = made.parameters
    wide = replace(first, prior=Prior("log_normal", 1.0, spread))
    return replace(made, parameters=(wide, *others))


def test_a_few_draws_that_are_no_number_are_left_out_and_most_refuse():
    made = problem("veldran")
    few = looked_at_before(spoilt_in(made, 20.0))
    assert 0 < few.left_out < few.draws / 2
    assert all(np.isfinite(line.highest) for line in few.lines)
    with pytest.raises(FitRefused, match=r"no finite number.*wrong unit"):
        looked_at_before(spoilt_in(made, np.inf))


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
