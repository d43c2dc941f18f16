"""Wider priors make no number look decided by the figures, on whole packs that are fitted again (slow: `make verify`).

Ten times as wide, no tag may turn. A fit that fails its gates prints no number, so that it has no tag either; so half
as wide again is tried, too. Such a prior pulls less: a number on which the old one had pulled a little, and on nothing
else, may then be the figures' own. What the old one had narrowed may not.
"""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from departures.answers.catalogue import ANSWERS
from departures.answers.findings import findings_of
from departures.answers.leads import draws_of, summary
from departures.answers.tags import tag_of, tag_tests
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

OF_THE_PRIOR = {"moved by the prior", "learnt from the figures"}
"""Tests of how much a prior weighs: a wider one weighs less. Those of how wide a range is are not among them."""
NARROWER = 0.8
"""By more than this a range does not get narrower with a wider prior, but for what chance does to its ends."""


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


@pytest.fixture(autouse=True, scope="module")
def own_state(tmp_path_factory):
    """One for all: workers that wait for the next fit keep the environment in which they were started."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.mark.parametrize("country", ["veldran", "north_korea"])
def test_the_copy_is_wider(tmp_path, country):
    before = {item.name: item.prior for item in posed(country).parameters}
    after = {item.name: item.prior for item in posed(wider(tmp_path, country, 10), trust=True).parameters}
    assert before.keys() == after.keys()
    ratios = {
        name: after[name].spread / prior.spread for name, prior in before.items() if prior.kind != "uniform"
    }
    assert ratios == pytest.approx(dict.fromkeys(ratios, 10.0))


def fitted_wider(folder, country, times):
    """The tags before, both fits; skips where the wider one is refused, so that it prints nothing."""
    problem = posed(country)
    fit = cached_fit(problem)
    wide = posed(wider(folder, country, times), trust=True)
    other = cached_fit(wide)
    try:
        other.require_passed()
    except FitRefused as refused:
        with pytest.raises(FitRefused):
            findings_of({wide.explanation: wide}, {wide.explanation: other})
        pytest.skip(f"{country}, priors {times} times as wide, prints no number: {refused}")
    before = tags_of(problem, fit)
    after = {key: tag_of(other, key[0], share=key[1]) for key in before}
    turned = [key for key, tag in after.items() if tag == "data-decide" and before[key] != "data-decide"]
    return fit, other, before, turned


@pytest.mark.slow
@pytest.mark.parametrize("country", ["veldran", "north_korea"])
def test_priors_ten_times_as_wide_make_no_figure_decide(tmp_path, country):
    *_, turned = fitted_wider(tmp_path, country, 10)
    assert turned == []


@pytest.mark.slow
@pytest.mark.parametrize("country", ["veldran", "north_korea"])
def test_of_priors_half_as_wide_again_only_the_pull_is_less(tmp_path, country):
    fit, other, before, turned = fitted_wider(tmp_path, country, 1.5)
    assert len(turned) < 0.2 * len(before)
    for lead, share in turned:
        beyond = {test.name for test in tag_tests(fit, lead, share=share) if test.beyond}
        assert beyond <= OF_THE_PRIOR
        widths = [np.subtract(*summary(draws_of(each, lead))[:0:-1]) for each in (fit, other)]
        assert widths[1] > NARROWER * widths[0]
