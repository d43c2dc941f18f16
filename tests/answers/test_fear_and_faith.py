"""Fear and faith: the gap between one's own view and that of others turns with the draws; surveys bear their sizes."""

import numpy as np

from departures.answers.fear_and_faith import answer_fear_and_faith, gap_sentences
from laws.problems import problem
from report.fake_findings import alone
from report.fake_fit import fake_fit

NORTH = problem("north_korea")
VIEWS = NORTH.report.views


def with_views(own, others):
    fit = fake_fit(NORTH)
    names = list(fit.quantities["latent"].values)
    wide = np.linspace(0.95, 1.05, 400).reshape(2, 200, 1)
    fit.quantities["latents"][..., names.index(VIEWS.own)] = own * wide
    fit.quantities["latents"][..., names.index(VIEWS.others)] = others * wide
    return alone(NORTH, fit)


def test_who_thinks_worse_than_he_believes_of_others_is_told_so():
    (sentence,) = gap_sentences(with_views(own=0.6, others=0.6), VIEWS)
    assert "more thought ill of it themselves than doubted that the others" in sentence.text
    assert sentence.numbers["own"].value > sentence.numbers["doubt"].value
    (other,) = gap_sentences(with_views(own=0.3, others=0.3), VIEWS)
    assert "fewer thought ill of it themselves" in other.text
    (equal,) = gap_sentences(with_views(own=0.5, others=0.5), VIEWS)
    assert "cannot be told" in equal.text


def test_the_gap_is_told_of_the_last_year_that_was_asked_about():
    (sentence,) = gap_sentences(with_views(0.6, 0.6), VIEWS)
    assert sentence.text.startswith("In 2020, ")


def test_surveys_bear_their_years_and_how_many_were_asked():
    table = answer_fear_and_faith(with_views(0.6, 0.6)).tables["fear_and_faith_published"]
    assert {133.0, 138.0} <= {row[3].value for row in table.rows if row[3] != "not seen"}
    after = next(row for row in table.rows if "began after arrival" in row[0])
    china = next(row for row in table.rows if "faith began in China" in row[0])
    assert (after[2].value, china[2].value) == (0.634, 0.306)
    assert {after[3], china[3]} == {
        "not seen"
    }  # believers among those who were asked; their number was not seen
    (protestant,) = (row for row in table.rows if "Protestant" in row[0])
    assert protestant[3].value == 11_765.0
    assert all(row[4] for row in table.rows), "every figure names its survey or source"
    assert "NKDB" in protestant[4]


def test_what_there_was_to_fear_is_told_with_its_survey():
    answer = answer_fear_and_faith(with_views(0.6, 0.6))
    (told,) = (sentence for sentence in answer.sentences if "punished" in sentence.text)
    assert [told.numbers[name].value for name in ("camp", "later", "aware", "someone")] == [
        51.8,
        46.7,
        98.0,
        35.0,
    ]
    asked = [row[3].value for row in answer.tables["fear_and_faith_published"].rows if "prisoners" in row[0]]
    assert asked == [11_730.0, 14_832.0]
    (row,) = (row for row in answer.tables["fear_and_faith_published"].rows if "knew somebody" in row[0])
    assert (row[2].value, row[3].value) == (0.35, 200.0)
    assert "InterMedia" in row[4]


def test_own_view_and_belief_about_others_stand_side_by_side_as_published():
    texts = [sentence.text for sentence in answer_fear_and_faith(with_views(0.6, 0.6)).sentences]
    assert any("56.3 %" in text and "63 %" in text for text in texts)


def test_a_pack_without_surveys_has_no_such_answer():
    veldran = problem("veldran")
    assert answer_fear_and_faith(alone(veldran, fake_fit(veldran))).applicable is False
