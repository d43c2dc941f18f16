"""What is said of explanations beside a plain model turns with what they foretell."""

from dataclasses import replace

import pytest

from departures.answers.causes import answer_causes
from departures.answers.explanations import plain_sentence
from departures.answers.fall import agreement_sentence
from departures.answers.findings import PLAIN, findings_of
from departures.answers.leads import value_of
from report.fake_findings import alone, fake_findings

MADE = fake_findings("veldran")


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
