"""Wider priors turn no tag to `the figures decide`, on whole packs that are fitted again (slow: `make verify`).

A fit that fails its gates prints no number, so that it has no tag either; where ten times as wide is too wide for the
gates, three times as wide says more.
"""

import re
import shutil
from pathlib import Path

import pytest

from departures.answers.catalogue import ANSWERS
from departures.answers.findings import findings_of
from departures.answers.tags import tag_of
from departures.command_line.why_tag import estimates
from departures.country.pack import open_pack, put_together
from departures.inference.fit import FitRefused
from departures.inference.stored import cached_fit

PACKS = Path(__file__).parents[2] / "countries"
WIDTHS = re.compile(r"((?:spread|step) ?= ?|_effect\()(\d+(?:\.\d+)?)")
INSIDE = r"\((?:[^()]|\([^()]*\))*\)"
SETTING = re.compile(
    rf"\{{[^{{}}]*prior = [^{{}}]*\}}|(?:Prior|Knot)Setting{INSIDE}|_effect{INSIDE}|^ *step = .*", re.M
)


def wider(folder, country, times):
    """A copy of a pack with the priors, all but the uniform ones, so many times as wide."""
    copy = folder / country
    shutil.copytree(PACKS / country, copy)

    def widened(setting):
        if "uniform" in setting.group():
            return setting.group()
        return WIDTHS.sub(lambda found: f"{found.group(1)}{times * float(found.group(2)):g}", setting.group())

    for file in [copy / "country.toml", *copy.glob("mechanisms/*.py")]:
        file.write_text(SETTING.sub(widened, file.read_text(encoding="utf-8")), encoding="utf-8")
    return copy


def posed(country, trust=False):
    return put_together(open_pack(country, trust=trust))


def tags_of(problem, fit):
    """The tag of every estimate that answers print, by its lead and whether it is a share."""
    findings = findings_of({problem.explanation: problem}, {problem.explanation: fit})
    printed = [number for ask in ANSWERS.values() for _, number in estimates(findings.fit, ask(findings))]
    return {(number.lead, number.share): tag_of(fit, number.lead, share=number.share) for number in printed}


@pytest.fixture(autouse=True)
def own_state(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.mark.parametrize("country", ["veldran", "north_korea"])
def test_the_copy_is_wider(tmp_path, country):
    before = {item.name: item.prior for item in posed(country).parameters}
    after = {item.name: item.prior for item in posed(wider(tmp_path, country, 10), trust=True).parameters}
    assert before.keys() == after.keys()
    ratios = {
        name: after[name].spread / prior.spread for name, prior in before.items() if prior.kind != "uniform"
    }
    assert ratios == pytest.approx(dict.fromkeys(ratios, 10.0))


@pytest.mark.slow
@pytest.mark.parametrize("country", ["veldran", "north_korea"])
@pytest.mark.parametrize("times", [3, 10])
def test_wider_priors_make_no_figure_decide(tmp_path, country, times):
    problem = posed(country)
    before = tags_of(problem, cached_fit(problem))
    wide = posed(wider(tmp_path, country, times), trust=True)
    fit = cached_fit(wide)
    try:
        fit.require_passed()
    except FitRefused as refused:
        with pytest.raises(FitRefused):
            findings_of({wide.explanation: wide}, {wide.explanation: fit})
        pytest.skip(f"{country}, priors {times} times as wide, prints no number: {refused}")
    after = {key: tag_of(fit, key[0], share=key[1]) for key in before}
    turned = [key for key, tag in after.items() if tag == "data-decide" and before[key] != "data-decide"]
    assert turned == []
