"""What decides: variants beside the reference, words that follow the draws, and the source that rules a number."""

from dataclasses import replace

import numpy as np
import xarray as xr

from departures.answers.answer import Lead, Number
from departures.answers.findings import findings_of
from departures.answers.leads import value_of
from departures.answers.tags import tag_of
from departures.answers.what_decides import answer_what_decides
from departures.inference.sources import sources_by_figure
from laws.problems import problem
from report.fake_findings import alone
from report.fake_fit import fake_fit

NORTH = problem("north_korea")


def with_terms(fit, pull=0.0):
    """The fit with terms of its figures; by `pull` the interviews say how many left in 2019."""
    rests_on = sources_by_figure(NORTH)
    made = np.random.default_rng(4)
    sizes = (fit.quantities.sizes["chain"], fit.quantities.sizes["draw"])
    terms = 0.01 * made.standard_normal((*sizes, len(rests_on)))
    left = fit.quantities["eventual"].sel(year_left=2019).sum("gender").values
    terms[..., list(rests_on).index("interviews:entrants")] += pull * (left - left.mean()) / left.std()
    kept = xr.Dataset(
        {
            "terms": (("chain", "draw", "datum"), terms),
            "sources": (("datum",), [" ".join(each) for each in rests_on.values()]),
        },
        coords={"datum": list(rests_on)},
    )
    return replace(fit, terms=kept)


def made(pull=0.0, leaving=lambda year: 1.0):
    fits = {"reference": with_terms(fake_fit(NORTH), pull)}
    other = {"without": fake_fit(NORTH, leaving=leaving, seed=9)}
    return findings_of({"reference": NORTH}, fits, other, {"without": "without one table"})


def test_a_variant_that_changes_nothing_gives_about_the_same_number():
    answer = answer_what_decides(made())
    assert "about the same number" in answer.sentences[0].text
    assert answer.tables["departures_under_variants"].columns[1:] == ("reference", "without one table")


def test_variants_beside_a_single_explanation_change_no_tag():
    beside, without = (
        made().fit,
        findings_of({"reference": NORTH}, {"reference": with_terms(fake_fit(NORTH))}).fit,
    )
    leads = [Lead(quantity="crossings", at=(("year", str(year)),)) for year in range(1998, 2026)]
    tags = [[tag_of(fit, lead, share=False) for lead in leads] for fit in (beside, without)]
    assert tags[0] == tags[1]
    assert "assumption-decides" in tags[0]


def test_a_variant_that_doubles_leaving_gives_another_number():
    answer = answer_what_decides(made(leaving=lambda year: 2.5 if year == 2019 else 1.0))
    assert "another number" in answer.sentences[0].text


def test_the_years_are_those_that_interviews_tell_of():
    rows = answer_what_decides(made()).tables["departures_under_variants"].rows
    assert [row[0] for row in rows] == [str(year) for year in range(2017, 2023)]


def test_the_source_that_rules_a_number_is_named():
    findings = made(pull=2.0)
    answer = answer_what_decides(findings)
    (told,) = [sentence for sentence in answer.sentences if "Of all sources" in sentence.text]
    assert "Munhwa Ilbo" in told.text
    assert told.numbers["other"].value < told.numbers["number"].value


def test_numbers_without_a_source_are_what_their_leads_say():
    findings = made(pull=1.0)
    table = answer_what_decides(findings).tables["sources_left_out"]
    numbers = [cell for row in table.rows for cell in row if isinstance(cell, Number)]
    assert len(numbers) > 10
    for number in numbers:
        assert (number.value, number.low, number.high) == value_of(findings.fit, number.lead)


def test_without_variants_and_terms_it_does_not_apply():
    answer = answer_what_decides(alone(NORTH, fake_fit(NORTH)))
    assert not answer.applicable
    assert answer.sentences == ()
