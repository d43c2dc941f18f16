"""Families: what was published, how many people left, and what nobody counts; never more than that."""

from departures.answers.families import answer_families, gone_sentences
from departures.answers.observed import known_rows
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


def test_no_number_stands_for_families_that_are_watched_or_punished():
    texts = [sentence.text for sentence in answer_families(alone(NORTH, fake_fit(NORTH))).sentences]
    (last,) = [text for text in texts if "punished" in text]
    assert "no number stands for it" in last
    assert not any(char.isdigit() for char in last)


def test_a_pack_without_published_figures_still_says_how_many_left():
    veldran = problem("veldran")
    answer = answer_families(alone(veldran, fake_fit(veldran)))
    assert answer.tables == {}
    assert "have arrived or will" in answer.sentences[0].text
