"""`departures answer NAME --why-tag`: every estimate with every test of its tag."""

import json

import departures.study as studies
from country.packs import run
from report.fake_fit import fake_fit


def test_every_estimate_is_listed_with_its_tests(monkeypatch, capsys):
    monkeypatch.setattr(studies, "cached_fit", lambda problem, *_: fake_fit(problem))
    code, out, _ = run(monkeypatch, capsys, "answer", "fall", "--country", "veldran", "--why-tag")
    assert code == 0
    assert "Why each number has its tag" in out
    assert "learnt from the figures" in out
    assert "beyond" in out


def test_in_json_the_first_test_beyond_gives_the_tag(monkeypatch, capsys):
    monkeypatch.setattr(studies, "cached_fit", lambda problem, *_: fake_fit(problem))
    code, out, _ = run(monkeypatch, capsys, "answer", "fall", "--country", "veldran", "--why-tag", "--json")
    assert code == 0
    listed = json.loads(out)["why_tag"]
    assert len(listed) > 20
    for each in listed:
        beyond = [test["tag"] for test in each["tests"] if test["beyond"]]
        assert each["tag"] == (beyond[0] if beyond else "data-decide")


def test_without_the_option_nothing_is_listed(monkeypatch, capsys):
    monkeypatch.setattr(studies, "cached_fit", lambda problem, *_: fake_fit(problem))
    _, out, _ = run(monkeypatch, capsys, "answer", "fall", "--country", "veldran", "--json")
    assert "why_tag" not in json.loads(out)
