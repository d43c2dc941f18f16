"""Families: what was published, how many people left, and what nobody counts; never more than that."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from departures.answers.answer import Lead
from departures.answers.families import answer_families, gone_sentences
from departures.answers.families_tables import family
from departures.answers.observed import known_rows
from departures.answers.tags import tag_of
from departures.families.ensemble import COUNTED
from laws.problems import problem
from report.fake_findings import alone
from report.fake_fit import fake_fit

NORTH = problem("north_korea")
ROWS = known_rows(NORTH)


def test_families_with_a_member_gone_are_told_as_a_range_that_follows_the_draws():
    few, many = (
        gone_sentences(alone(NORTH, fake_fit(NORTH, leaving=lambda year, size=size: size)))[0]
        for size in (1.0, 3.0)
    )
    assert few.numbers["people"].only_range
    assert many.numbers["people"].low > 2.0 * few.numbers["people"].low
    assert "hardly fewer than half" in few.text


def test_published_figures_lead_to_their_rows():
    answer = answer_families(alone(NORTH, fake_fit(NORTH)))
    table = answer.tables["families_published"]
    for _, years, figure, asked, survey in table.rows:
        assert survey
        (row,) = figure.lead.rows
        scale = 100.0 if ROWS[row]["unit"].startswith("percent") else 1.0
        assert figure.value in (ROWS[row]["value"], ROWS[row]["value"] / scale)
        assert years[:2] in ("19", "20")
        assert asked == "not seen" or asked.lead.rows == (row,)
    assert 9126.0 in [asked.value for *_, asked, _ in table.rows if asked != "not seen"]


def with_runs(fit, factor=1.0, seed=1):
    """The fit with made-up families: every number about its place in the list times 1,000."""
    random, years = np.random.default_rng(seed), fit.quantities["year"].values
    names = [told.name for told in COUNTED.values()]
    values = {
        name: (
            ("chain", "draw", "year"),
            factor * 1000 * (place + 1) * random.lognormal(0, 0.1, (1, 40, len(years))),
        )
        for place, name in enumerate(names)
    }
    values["by_chance"] = (
        ("chain", "draw", "run", "year"),
        random.poisson(100.0, (1, 40, 5, len(years))) / 100.0,
    )
    return replace(fit, families=xr.Dataset(values, coords={"year": years}))


def texts(fit):
    return [sentence.text for sentence in answer_families(alone(NORTH, fit)).sentences]


def test_without_runs_no_number_stands_for_families_that_are_watched_or_punished():
    (last,) = [text for text in texts(fake_fit(NORTH)) if "punished" in text]
    assert "is not published" in last
    assert not any(char.isdigit() for char in last)


def test_with_runs_families_and_those_watched_are_told_apart_as_ranges_that_follow_the_draws():
    answer = answer_families(alone(NORTH, with_runs(fake_fit(NORTH))))
    numbers = {name: number for sentence in answer.sentences for name, number in sentence.numbers.items()}
    for name in ("families", "at_home", "watched", "refused", "free_with_family", "family_at_risk"):
        assert numbers[name].only_range
        assert numbers[name].tag == "assumption-decides"
    assert numbers["families"].low < 1000 < numbers["families"].high
    twice = answer_families(alone(NORTH, with_runs(fake_fit(NORTH), 2.0)))
    more = next(s.numbers["watched"] for s in twice.sentences if "watched" in s.numbers)
    assert more.low > 1.5 * numbers["watched"].low
    assert "judgements that no figure tests" in " ".join(texts(with_runs(fake_fit(NORTH))))


def test_tables_of_families_and_of_chance_equal_the_draws():
    fit = with_runs(fake_fit(NORTH))
    answer = answer_families(alone(NORTH, fit))
    year, families, *_ = answer.tables["families"].rows[-1]
    draws = fit.families["families"].sel(year=int(year))
    assert (families.low, families.high) == pytest.approx(tuple(np.quantile(draws, (0.05, 0.95))))
    year, published, alone_by_chance = answer.tables["by_chance"].rows[-1]
    assert published.lead.rows
    assert alone_by_chance.high - alone_by_chance.low == pytest.approx(0.33, abs=0.06)  # Poisson of 100
    assert alone_by_chance.share


def test_a_share_over_years_is_that_of_their_sums():
    fit = with_runs(fake_fit(NORTH))
    share = family(alone(NORTH, fit), "arrived_to_kin", "2014..2016", of="arrived_since")
    told = fit.families.sel(year=[2014, 2015, 2016]).sum("year")
    assert share.value == pytest.approx(float(np.median(told["arrived_to_kin"] / told["arrived_since"])))
    assert share.share


def test_explanations_that_tell_other_families_depend_on_the_explanation():
    under = {name: with_runs(fake_fit(NORTH), factor) for name, factor in (("one", 1.0), ("other", 3.0))}
    mixed = replace(with_runs(fake_fit(NORTH)), rivals=under, standing=("one", "other"))
    lead = Lead(quantity="families", at=(("name", "watched"), ("year", "2020")))
    assert tag_of(mixed, lead, share=False) == "depends-on-explanation"
    alike = replace(mixed, rivals={"one": under["one"], "other": under["one"]})
    assert tag_of(alike, lead, share=False) == "assumption-decides"


def test_a_pack_without_published_figures_still_says_how_many_left():
    veldran = problem("veldran")
    answer = answer_families(alone(veldran, fake_fit(veldran)))
    assert answer.tables == {}
    assert "have arrived or will" in answer.sentences[0].text
