"""What sources said in words of the time of leaving is held against the model, also where it disagrees."""

from dataclasses import replace
from datetime import date

import numpy as np

from answers.made_up import WHOLE
from departures.answers.fall import answer_fall
from departures.answers.first_page import first_page
from departures.answers.wordings import compared, wordings_sentences
from laws.problems import problem
from report.fake_findings import alone
from report.fake_fit import fake_fit

NORTH = problem("north_korea")


def fit_with(shares):
    """A made-up fit that expects these shares of the wordings, narrowly; None leaves the middle of what was said."""
    fit = fake_fit(NORTH)
    first = len(NORTH.observation.figure_names) - len(NORTH.observation.statements)
    for place, share in shares.items():
        wide = np.linspace(0.9, 1.1, 400).reshape(2, 200)
        fit.quantities["figures"][..., first + place] = share * wide
    return fit


def test_a_model_that_agrees_says_so_in_the_answer_and_not_on_the_first_page():
    (said,) = wordings_sentences(NORTH, fit_with({}))
    assert "contradicts none" in said.text
    assert wordings_sentences(NORTH, fit_with({}), only_doubt=True) == ()
    assert {each.fits for each in compared(NORTH, fit_with({}))} == {"inside"}


def test_where_it_disagrees_the_periods_are_named_and_the_side():
    highs = [item.high for item in NORTH.observation.statements]
    place = highs.index(0.1)
    (more,) = wordings_sentences(NORTH, fit_with({place: 0.5}))
    item = NORTH.observation.statements[place]
    assert f"({item.start.year}" in more.text
    assert "has more of them leaving lately" in more.text
    low = next(i for i, each in enumerate(NORTH.observation.statements) if each.low >= 0.5)
    (fewer,) = wordings_sentences(NORTH, fit_with({low: 0.1}))
    assert "has fewer of them leaving lately" in fewer.text
    (both,) = wordings_sentences(NORTH, fit_with({place: 0.5, low: 0.1}))
    assert "has now more, now fewer" in both.text
    assert both.text.count(";") == 1


def test_doubt_stands_on_the_first_page_beside_the_lag():
    fit = fit_with({1: 0.5})
    page = first_page(alone(NORTH, fit), date(2026, 11, 25))
    assert any("may be wrong" in each.text for each in page.arrival_is_not_escape)
    assert any("may be wrong" in each.text for each in answer_fall(NORTH, fit).sentences)


def test_where_nothing_was_said_there_is_no_sentence():
    silent = replace(WHOLE, observation=replace(WHOLE.observation, statements=()))
    assert wordings_sentences(silent, fake_fit(silent)) == ()
