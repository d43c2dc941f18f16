"""Figures made up with another cause turn the verdict (slow: `make verify`).

Each data set is drawn from the model itself, with parameters near the posterior but for those that the cause is about;
then every explanation is fitted to it as to the published figures, in short chains.
"""

from dataclasses import replace

import jax.numpy as jnp
import numpy as np
import pandas as pd
import pytest

from departures.answers.causes import main_sentences
from departures.answers.explanations import explanation_sentences
from departures.answers.findings import Findings, findings_of
from departures.answers.first_page import first_page
from departures.country.pack import open_pack, put_together
from departures.inference.fit import STANDARD
from departures.inference.made_up import made_up_observation
from departures.inference.priors import layout_of
from departures.inference.run import fit_problem
from departures.inference.settings import SHORT
from departures.inference.stored import cached_fit

SETTINGS = replace(SHORT, cause_draws=25)
NONE, STRONG = -3.0, 1.5
"""Standard-normal values by which an effect is next to nothing, or strong."""
HOME = ("border_works_effect", "closure_effect", "shoot_orders_effect", "passes_refused_effect")
ABROAD = (
    "zero_covid_abroad_effect",
    "lockdown_abroad_effect",
    "policing_abroad_effect",
    "travel_shut_effect",
)
QUICK = {"onward_from_hiding_rate": 2.5, "onward_from_trafficked_rate": 2.5, "onward_from_rooted_rate": 2.5}
"""People arrive within a year or two, so that a closed border shows in arrivals at once."""


@pytest.fixture(scope="module")
def pack():
    return open_pack("north_korea")


@pytest.fixture(scope="module")
def middle(pack):
    """The posterior mean of the reference, from which each truth departs."""
    z = cached_fit(put_together(pack)).parameters[STANDARD]
    return np.asarray(z.mean(("chain", "draw")))


def truth(pack, middle, **values):
    names = list(layout_of(put_together(pack)).names)
    z = middle.copy()
    for name, value in values.items():
        places = [i for i, full in enumerate(names) if full == name or full.startswith(f"{name}[")]
        assert places, name
        z[places] = value
    return jnp.asarray(z)


def found_in(pack, observation, names=None) -> Findings:
    """Findings of short fits to these figures; their gates are not asked, as nothing is printed from them."""
    problems = {name: put_together(pack, name) for name in names or pack.explanations}
    fits = {
        name: replace(fit_problem(problem, SETTINGS, observation=observation), gates=())
        for name, problem in problems.items()
    }
    return findings_of(problems, fits)


@pytest.mark.slow
def test_border_side_causes_only_make_that_verdict_win(pack, middle):
    z = truth(pack, middle, **dict.fromkeys(HOME, STRONG), crossing_path_steps=0.0, **QUICK)
    observation = made_up_observation(put_together(pack, "border_only"), z, 1)
    findings = found_in(pack, observation)
    assert "border_only" in findings.standing
    (sentence,) = main_sentences(findings)
    assert "came mostly from controls at the border and inside the country" in sentence.text, _told(findings)


@pytest.mark.slow
def test_onward_gates_only_flip_it(pack, middle):
    z = truth(
        pack, middle, **dict.fromkeys(HOME, NONE), **dict.fromkeys(ABROAD, STRONG), crossing_path_steps=0.0
    )
    findings = found_in(pack, made_up_observation(put_together(pack), z, 2))
    assert "border_only" not in findings.standing, _told(findings)
    (sentence,) = main_sentences(findings)
    assert "came mostly from what holds people up abroad" in sentence.text, _told(findings)


@pytest.mark.slow
def test_where_arrivals_rise_the_report_says_so(pack, middle):
    z = truth(
        pack, middle, **dict.fromkeys((*HOME, *ABROAD), NONE), crossing_path_steps=0.8, onward_gate_steps=0.0
    )
    observation = made_up_observation(put_together(pack), z, 3)
    findings = found_in(pack, observation, ("reference",))
    seen = replace(findings, problem=_with_evidence(findings.problem, observation))
    page = first_page(seen, pd.Timestamp(2026, 11, 25).date())
    texts = [sentence.text for sentence in page.sentences]
    assert " rose from " in texts[0], texts
    assert any("departures rose" in text for text in texts), texts
    assert any("rise of arrivals" in text for text in texts), texts


def _told(findings):
    return [sentence.text for sentence in (*main_sentences(findings), *explanation_sentences(findings))]


def _with_evidence(problem, observation):
    """The problem with the made-up counts as its published yearly ones."""
    totals = pd.Series({(w.start, w.end): w.value for w in observation.windows})
    by_year = totals.groupby([start.year for start, _ in totals.index]).sum()
    arrivals = problem.evidence.table("arrivals")
    annual = (arrivals["series"] == "annual") & (arrivals["measure"] == "arrivals")
    years = arrivals["reference_period_start"].dt.year
    share = {"all": 1.0, "f": 0.6, "m": 0.4}
    made = years.map(by_year) * arrivals["gender"].map(share)
    values = arrivals["value"].where(~annual, made.round())
    tables = {**problem.evidence.tables, "arrivals": arrivals.assign(value=values)}
    return replace(problem, evidence=replace(problem.evidence, tables=tables))
