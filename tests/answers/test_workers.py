"""Workers: shares turn with the draws, figures lead to rows, and a pack without them says so."""

from dataclasses import replace

import pytest

from departures.answers.workers import answer_workers
from laws.problems import problem
from report.fake_findings import alone
from report.fake_fit import fake_fit

NORTH = problem("north_korea")


def told(ways):
    return answer_workers(alone(NORTH, fake_fit(NORTH, ways=ways)))


def test_the_words_follow_the_share():
    assert "they were few" in told((0.5, 0.45, 0.03, 0.02)).sentences[1].text
    assert "they were most" in told((0.15, 0.13, 0.7, 0.02)).sentences[1].text


def test_flights_and_arrivals_stand_by_period_and_published_stocks_beside_them():
    answer = told((0.5, 0.4, 0.08, 0.02))
    table = answer.tables["workers"]
    assert len(table.rows[0]) == 4
    assert all(cell.low < cell.value < cell.high for row in table.rows for cell in row[1:])
    published = answer.tables["workers_published"]
    figures = [row[2] for row in published.rows]
    assert 46_000.0 in [figure.value for figure in figures]
    (pay,) = [figure for figure in figures if figure.only_range]
    assert (pay.low, pay.high) == (0.67, 0.9)  # a range stays a range


def test_a_pack_without_workers_says_so():
    ways = tuple(way for way in NORTH.ways if way.role != "dispatched")
    bare = replace(NORTH, ways=ways)
    answer = answer_workers(replace(alone(NORTH, fake_fit(NORTH)), problem=bare))
    assert answer.applicable is False
    assert answer.sentences == ()


@pytest.mark.parametrize("word", ["married", "not the sending"])
def test_what_is_not_published_is_said(word):
    assert any(word in sentence.text for sentence in told(()).sentences)
