"""What is said of explanations beside a plain model turns with what they foretell."""

from dataclasses import replace

import pytest

from departures.answers.causes import answer_causes, cause_sentences
from departures.answers.explanations import explanation_sentences, plain_sentence, verdict_of
from departures.answers.fall import agreement_sentence
from departures.answers.findings import PLAIN, findings_of
from departures.answers.leads import value_of
from report.fake_findings import alone, fake_findings

MADE = fake_findings("veldran")
NORTH = fake_findings("north_korea")


def shifted(by: float, only: tuple[str, ...] = ()):
    """Findings in which every explanation (or these) gives each count this much more than the plain model does."""
    plain = MADE.compared.plain["log_density"].to_numpy()
    fits = {
        name: replace(fit, windows=fit.windows.assign(log_density=plain + by))
        for name, fit in MADE.rivals.items()
        if not only or name in only
    }
    return findings_of({name: MADE.problems[name] for name in fits}, fits)


@pytest.mark.parametrize(
    ("by", "said"), [(0.5, "better than"), (-0.5, "worse than"), (0.0, "about as well as")]
)
def test_explanations_are_said_to_foretell_as_they_do(by: float, said: str) -> None:
    text = plain_sentence(shifted(by)).text
    assert f"the explanations together do {said} a plain model" in text


def test_a_single_explanation_is_not_called_several() -> None:
    name = next(iter(MADE.rivals))
    text = plain_sentence(shifted(0.5, only=(name,))).text
    assert "the explanation does better than a plain model" in text
    assert "does" in plain_sentence(alone(MADE.problem, MADE.rivals[name])).text


def at_distance(errors: float):
    """Findings in which the last explanation lies so many standard errors behind the best, and weighs nothing."""
    table = NORTH.compared.table.copy()
    name = table.index[-1]
    table.loc[name, ["behind", "error", "weight"]] = [2.0 * errors, 2.0, 0.0]
    return replace(NORTH, compared=replace(NORTH.compared, table=table)), str(name)


@pytest.mark.parametrize(
    ("errors", "verdict"),
    [
        (0.5, "stands"),
        (1.5, "stands, near the bound"),
        (2.5, "refuted, near the bound"),
        (3.5, "refuted"),
    ],
)
def test_an_explanation_near_the_bound_is_told_to_be(errors: float, verdict: str) -> None:
    found, name = at_distance(errors)
    assert verdict_of(found, name) == verdict
    near = verdict.endswith("bound")
    assert ("another run may say otherwise" in explanation_sentences(found)[-1].text) is near
    counted = next(s.text for s in cause_sentences(found) if "stand" in s.text)
    assert ("Refuted, but near the bound" in counted) is (verdict == "refuted, near the bound")


def test_an_explanation_of_some_weight_stands_and_is_not_near_any_bound() -> None:
    found, name = at_distance(2.5)
    found.compared.table.loc[name, "weight"] = 0.2
    assert verdict_of(found, name) == "stands"


def test_both_numbers_lead_to_the_comparison() -> None:
    found = shifted(0.5)
    numbers = plain_sentence(found).numbers
    assert numbers["gap"].value == pytest.approx(0.5 * len(found.fit.windows), abs=0.01)
    for number in numbers.values():
        assert value_of(found.fit, number.lead) == (number.value, None, None)
        assert dict(number.lead.at)["explanation"] == PLAIN


def test_the_sentence_stands_in_the_answer() -> None:
    assert any("a plain model" in sentence.text for sentence in answer_causes(MADE).sentences)


def test_counts_inside_are_those_of_all_explanations_together() -> None:
    sentence = agreement_sentence(MADE.fit)
    assert sentence.numbers["inside"].value == MADE.fit.windows["inside"].sum()
    assert sentence.numbers["all"].value == len(MADE.fit.windows)
