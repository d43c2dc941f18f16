"""Variants: put together like an explanation with one thing other; what is wrong with one is told by name."""

import pytest

from country.packs import Spoilt, run
from departures.country.pack import open_pack, put_together
from departures.study import Study
from laws.problems import problem

FORM = """
[variants.no_returns]
title = "without the figure on returns"
leave_out = ["flow:returns a year 2010-2014"]

[observation]"""
OTHERS = {
    "of": ('of = "nothing"\nleave_out = ["flow:returns a year 2010-2014"]', "explanation 'nothing'"),
    "figure": ('leave_out = ["flow:of nobody"]', "figure 'flow:of nobody'"),
    "parameter": (
        'priors = { nobody = { prior = "normal", spread = 1.0, source = "judgement: none" } }',
        "parameter 'nobody'",
    ),
    "nothing": ("", "needs `leave_out` or `priors`"),
    "unknown key": ('leave_out = ["flow:returns a year 2010-2014"]\nweight = 1.0', "weight"),
}

LINES = {"nothing": -2, "unknown key": 1}
"""Where the mistake is told, counted from the line that was changed."""


@pytest.fixture
def spoilt(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    pack = Spoilt(tmp_path / "packs" / "copy")
    pack.replace("country", "\n[observation]", FORM)
    return pack


def test_a_variant_is_its_explanation_with_one_thing_other(spoilt):
    pack = open_pack(spoilt.folder, checked=True)
    base, other = put_together(pack), put_together(pack, "no_returns")
    assert other.left_out == ("flow:returns a year 2010-2014",)
    assert base.left_out == ()
    assert other.observation == base.observation
    assert other.parameters == base.parameters
    assert other.fingerprint != base.fingerprint
    assert pack.variants == {"no_returns": "without the figure on returns"}
    assert "no_returns" not in pack.explanations


def test_a_study_has_variants_where_they_are_asked_for(spoilt):
    assert list(Study.open(spoilt.folder, trust=True, variants=True).variants()) == ["no_returns"]
    assert Study.open(spoilt.folder).variants() == {}


@pytest.mark.parametrize("wrong", OTHERS)
def test_what_is_wrong_with_a_variant_is_told(spoilt, monkeypatch, capsys, wrong):
    text, told = OTHERS[wrong]
    line = spoilt.replace("country", 'leave_out = ["flow:returns a year 2010-2014"]', text)
    code, _, message = run(monkeypatch, capsys, "country", "check", spoilt.folder)
    assert code == 2
    assert told in message
    assert f"country.toml, line {line + LINES.get(wrong, 0)}, variants.no_returns" in message


def test_a_variant_has_a_name_of_its_own(spoilt, monkeypatch, capsys):
    spoilt.replace("country", "[variants.no_returns]", "[variants.no_kin]")
    code, _, message = run(monkeypatch, capsys, "country", "check", spoilt.folder)
    assert code == 2
    assert "is the name of an explanation too" in message


def test_all_parts_of_a_figure_are_left_out_together():
    assert problem("north_korea", "without_years_of_leaving").left_out == (
        "interviews:entrants", "interviews:entrants, women",
    )  # fmt: skip
