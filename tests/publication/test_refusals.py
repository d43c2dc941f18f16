"""Each rule catches the texts that stand beside it, and lets its near misses pass."""

import pytest

from departures.publication.refusals import RULES
from departures.publication.rule import Rule
from publication.invented import OUTLAND

CAUGHT = [(rule, text) for rule in RULES for text in rule.caught]
PASSES = [(rule, text) for rule in RULES for text in rule.passes]


@pytest.mark.parametrize(
    ("rule", "text"), CAUGHT, ids=lambda value: value if isinstance(value, str) else value.name
)
def test_a_rule_catches_its_examples(rule: Rule, text: str) -> None:
    assert rule.finds(text, OUTLAND) is not None


@pytest.mark.parametrize(
    ("rule", "text"), PASSES, ids=lambda value: value if isinstance(value, str) else value.name
)
def test_a_near_miss_passes_every_rule(rule: Rule, text: str) -> None:
    assert [other.name for other in RULES if other.finds(text, OUTLAND)] == []


def test_every_rule_has_a_reason_a_remedy_and_both_kinds_of_example() -> None:
    for rule in RULES:
        assert rule.reason.endswith("."), rule.name
        assert rule.remedy, rule.name
        assert rule.caught, rule.name
        assert rule.passes, rule.name
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    "sentence",
    [
        "Arrivals in Inland fell from 1,047 (2019) to 63 (2021); 223 came in 2025.",
        "In 2021, 60–85 % of those who have arrived or will had left Outland five years before.",
        "The fall of 2020–21 came mostly from closed onward travel; closure, shooting orders and fences "
        "cannot be told apart.",
        "Men were 58 % of arrivals in 2021–22, women 87 % in 2023–25.",
        "No public source counts families punished.",
        "Of surveyed escapees, 46.9 % were in contact with family in 2018 and 23.7 % in 2023.",
        "Next year: 150–320 arrivals, 8 chances in 10; “the same as last year” says 223.",
        "Nothing here describes anyone's chances.",
        "The fee index is yearly and has no unit.",
        "Prices, landing places and days of crossings are withheld.",
        "On 25 August 2020 an order was published to shoot anyone who crossed the border zone.",
        "Share of women trafficked, 0.51 to 0.8, in four surveys.",
        "Fences were built along the border in 2007, 2010–12 and 2020–23.",
        "Barrier at the border: 0.02 events per person per month (90 %: 0.01 to 0.04).",
        "About 75,000 people were in Outland in 1998.",
        "Direct arrivals and departures of the elite are merged over several years.",
        "A worker's departure is the flight, not the dispatch, which came years before 2020.",
        "Parties of 6 to 12 workers leave together.",
        "30.7 % of the 508 left in 2018 and 49.4 % in 2019.",
        "Stays abroad reported for 2005: 4 years on average (ministry).",
        "Compiled 2026-11-23 at 14:05; the newest figure is of 2025-12-31.",
        "Fear and information act on all ways, flights and elites too.",
    ],
)
def test_the_sentences_of_an_honest_report_pass(sentence: str) -> None:
    assert [rule.name for rule in RULES if rule.finds(sentence, OUTLAND)] == []
