"""Verdicts follow from figures and draws: they flip with them, and what cannot be judged is not."""

from dataclasses import replace

import pytest

from departures.answers.article import answer_article
from departures.answers.number_words import in_words
from departures.answers.verdicts import ASSUMED, verdict_of
from departures.country.article_settings import StatementSetting
from laws.problems import problem
from report.fake_findings import fake_findings

NORTH = problem("north_korea")
NAMES = ("reference", "border_only", "willingness", "captivity", "arrest_as_loss")
AT_THE_BORDER, ABROAD = {"border": 0.8}, {"abroad": 0.8}


def findings_with(**shares):
    rest = dict.fromkeys(NAMES, shares["reference"])  # who is not named says what the reference says
    return fake_findings("north_korea", worse=0.01, shares={**rest, **shares})


@pytest.fixture(scope="module")
def border():
    return findings_with(**dict.fromkeys(NAMES, AT_THE_BORDER))


def statement(place):
    return next(item for item in NORTH.article.statements if item.place == place)


def words(findings, place):
    return verdict_of(findings, statement(place)).words


def with_row(findings, row, value):
    """The same findings, had this row another value."""
    tables = dict(findings.problem.evidence.tables)
    for name, table in tables.items():
        if "row_id" in table and (table["row_id"] == row).any():
            tables[name] = table.assign(value=table["value"].where(table["row_id"] != row, value))
    evidence = replace(findings.problem.evidence, tables=tables)
    return replace(findings, problem=replace(findings.problem, evidence=evidence))


def test_a_published_figure_decides_and_another_would_flip_it(border):
    assert words(border, "3.2") == "supported"
    assert words(with_row(border, "arrivals-2019-all-mou_cn_2020", 900.0), "3.2") == "contradicted"


def test_all_tests_of_a_statement_must_hold(border):
    assert words(border, "4.1a") == "supported"
    assert words(with_row(border, "arrivals-2024-01_2024-09-m-ohchr_2025_kollo", 23.0), "4.1a") == (
        "contradicted"
    )


def test_a_statement_on_causes_follows_the_draws(border):
    assert words(border, "6.1a") == "supported"
    assert words(findings_with(**dict.fromkeys(NAMES, ABROAD)), "6.1a") == "contradicted"


def test_explanations_that_disagree_decide_nothing():
    divided = findings_with(reference=AT_THE_BORDER, border_only=ABROAD, willingness=AT_THE_BORDER)
    assert words(divided, "6.1a") == "depends on the explanation"
    unsure = {"border": 0.5, "inside": 0.0}
    assert (
        words(findings_with(reference=unsure, border_only=unsure, willingness=unsure), "6.1a")
        == "not decidable from public data"
    )


def test_what_was_assumed_beforehand_is_no_verdict(border):
    fits = {name: replace(fit, causes_before=fit.causes) for name, fit in border.rivals.items()}
    verdict = verdict_of(replace(border, rivals=fits), statement("6.1a"))
    assert (verdict.words, verdict.remark) == ("not decidable from public data", ASSUMED)


def test_where_no_cause_was_computed_nothing_is_decided(border):
    fits = {name: replace(fit, causes=None) for name, fit in border.rivals.items()}
    bare = replace(border, rivals=fits, fit=replace(border.fit, causes=None))
    verdict = verdict_of(bare, statement("6.1a"))
    assert (verdict.words, verdict.number) == ("not decidable from public data", None)


def test_what_was_read_through_press_is_never_contradicted(border):
    item = statement("10.2a")
    assert item.press
    assert verdict_of(border, item).words == "provisional"
    plain = item.model_copy(update={"press": False})
    assert verdict_of(border, plain).words == "contradicted"


def test_a_true_statement_that_leaves_something_out_is_incomplete(border):
    verdict = verdict_of(border, statement("22.4"))
    assert verdict.words == "true but incomplete"
    assert "what people believed that others thought did not turn" in verdict.remark
    turned = with_row(border, "driver-perceived_majority_support_leader-2016-ipus16", 20.0)
    assert words(turned, "22.4") == "supported"


def test_accounts_and_beliefs_are_never_judged(border):
    for item in NORTH.article.statements:
        verdict = verdict_of(border, item)
        if item.kind == "testimony":
            assert verdict.words == "one account: respected, not tested, not generalised"
        if item.kind == "belief":
            assert verdict.words == "belief: not judged"
        if item.kind in ("testimony", "belief"):
            assert verdict.number is None


def test_a_row_that_was_not_public_yet_decides_nothing(border):
    late = StatementSetting.model_validate(
        {"paragraph": 1, "sentence": 1, "says": "x", "kind": "test",
         "tests": [{"on": "published", "rows": ["a row of tomorrow"], "is": "above", "value": 1}]}
    )  # fmt: skip
    assert verdict_of(border, late).words == "not decidable from public data"


def test_the_table_holds_every_statement_with_its_sources(border):
    answer = answer_article(border)
    table = answer.tables["article"]
    assert len(table.rows) == len(NORTH.article.statements) == len(table.sources)
    assert all(row[2] for row in table.rows)
    told = answer.sentences[0].text
    assert "Supported: " in told
    assert any(sentence.text.startswith("Contradicted: “") for sentence in answer.sentences)


def test_a_pack_without_an_article_has_none():
    answer = answer_article(fake_findings("veldran"))
    assert answer.applicable is False
    assert answer.tables == {}


def test_counts_stand_in_words():
    assert [in_words(n) for n in (0, 12, 19, 20, 32, 99)] == [
        "no", "twelve", "nineteen", "twenty", "thirty-two", "ninety-nine",
    ]  # fmt: skip
