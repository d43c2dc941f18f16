"""What a change came from is said only where every explanation that stands says so, and turns with the draws."""

import numpy as np
import pytest

from departures.answers.causes import answer_causes, cause_sentences, main_change, main_sentences
from departures.answers.explanations import explanation_sentences
from departures.answers.thresholds import cause_word
from laws.problems import problem
from report.fake_findings import alone, fake_findings
from report.fake_fit import fake_fit

NORTH = problem("north_korea")
GROUPS = NORTH.causes.groups
AT_THE_BORDER = {"border": 0.8, "inside": 0.05}
ABROAD = {"abroad": 0.7, "unexplained_onward": 0.1}
NAMES = ("reference", "border_only", "willingness", "captivity", "arrest_as_loss")


def findings_with(**shares):
    rest = dict.fromkeys(NAMES, shares["reference"])  # who is not named says what the reference says
    return fake_findings("north_korea", worse=0.01, shares={**rest, **shares})


@pytest.fixture(scope="module")
def agreed():
    return findings_with(**dict.fromkeys(NAMES, AT_THE_BORDER))


def test_what_all_explanations_say_is_said(agreed):
    (sentence,) = main_sentences(agreed)
    assert sentence.text.startswith("The fall of arrivals from 2019 to 2021 came mostly from controls at the")
    assert sentence.numbers["share"].value == pytest.approx(0.85, abs=0.03)


def test_another_cause_flips_the_sentence():
    (sentence,) = main_sentences(findings_with(**dict.fromkeys(NAMES, ABROAD)))
    assert "came mostly from what holds people up abroad" in sentence.text


def test_where_explanations_that_stand_disagree_nothing_is_decided():
    divided = findings_with(reference=AT_THE_BORDER, border_only=ABROAD, willingness=AT_THE_BORDER)
    (sentence,) = main_sentences(divided)
    assert "cannot be told" in sentence.text
    assert sentence.tag == "depends-on-explanation"
    assert set(divided.standing) == set(NAMES)


def test_an_explanation_that_is_refuted_has_no_say():
    shares = {**dict.fromkeys(NAMES, AT_THE_BORDER), "border_only": ABROAD}
    refuted = fake_findings("north_korea", worse=5.0, shares=shares)
    assert list(refuted.standing) == ["reference"]
    (sentence,) = main_sentences(refuted)
    assert "came mostly from controls at the border" in sentence.text
    told = [each.text for each in explanation_sentences(refuted)]
    assert "foretells the counts best" in told[0]
    assert all("It is refuted" in text for text in told[1:])
    assert "behind, standard error" in told[1]


def test_the_first_page_says_which_explanations_stand(agreed):
    main, standing = cause_sentences(agreed)
    assert "mostly" in main.text
    assert standing.text.startswith("All explanations stand up to the counts")
    assert agreed.titles["border_only"] in standing.text
    alone_it_is = cause_sentences(alone(NORTH, fake_fit(NORTH)))
    assert "one explanation alone" in alone_it_is[1].text


def test_every_change_and_part_stands_in_the_tables(agreed):
    answer = answer_causes(agreed)
    table = answer.tables["causes"]
    assert len(table.rows) == len(NORTH.causes.changes) * (len(NORTH.causes.parts) + 2)
    assert table.rows[0][0] == "2019 to 2021"
    titles = {row[1] for row in table.rows}
    assert "people already on their way, and what else went on" in titles
    assert sum("explains" in title for title in titles) == 2
    shares = [row[3].value for row in table.rows if row[0] == "2019 to 2021" and row[3] is not None]
    assert sum(shares) == pytest.approx(1.0, abs=0.05)
    assert len(answer.tables["causes_by_explanation"].rows[0]) == 2 + len(NAMES)
    assert len(answer.tables["explanations"].rows) == len(NAMES)


def test_the_change_that_is_told_first_is_the_steepest_fall(agreed):
    assert main_change(agreed, NORTH.causes) == (2019, 2021)


def test_a_pack_without_changes_says_so():
    veldran = problem("veldran")
    told = alone(veldran, fake_fit(veldran))
    assert "not told here" in cause_sentences(told)[0].text
    assert answer_causes(told).applicable is False


def test_parts_of_one_group_are_spoken_of_together():
    assert GROUPS["controls at the border and inside the country"] == ("border", "inside")
    assert GROUPS["workers sent, called back and stranded"] == ("workers",)


def test_a_cause_is_named_by_the_chance_of_its_share():
    large, some, none = (middle + 0.01 * np.arange(-5, 6) for middle in (0.8, 0.3, 0.0))
    assert cause_word([large, large]) == "mostly"
    assert cause_word([large, some]) == "in part"
    assert cause_word([none]) == "hardly"
    assert cause_word([none, some]) == "less than half"
    assert cause_word([none, large]) == "cannot be told"
