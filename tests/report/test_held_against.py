"""Every figure besides the counts stands on the page: what was published, how it is taken, what the model expects."""

import pytest

from departures.answers.thresholds import fits_words
from departures.report.footnotes import Footnotes
from departures.report.held_against import held_against
from laws.problems import problem
from report.fake_fit import fake_fit


def made_lines(change=lambda fit: None):
    made = problem("north_korea")
    fit = fake_fit(made)
    change(fit)
    return made.observation, held_against(made, fit, Footnotes(made))


def test_every_figure_is_listed_with_its_source():
    seen, lines = made_lines()
    assert len(lines) == len(seen.figure_names)
    assert all(line.notes for line in lines)
    numbers = [line.number.value for line in lines if line.number]
    expected = [
        *(d.value for d in seen.stocks),
        *(d.per_year for d in seen.flows),
        *(d.years for d in seen.stays),
        *(d.value for d in seen.indicators),
        *(d.value for d in seen.attitudes),
        *(
            count / d.described
            for d in seen.interviews
            for count in (*(each.count for each in d.left_in), d.women)
        ),
    ]
    assert numbers == expected


def test_beside_a_number_stands_what_the_model_expects_of_it():
    _, lines = made_lines()
    numbered = [line for line in lines if line.number]
    assert numbered
    for line in numbered:
        assert line.expected.low < line.number.value < line.expected.high  # made up around what was published
        assert line.expected.unit == line.number.unit
        assert line.fits == ""


def test_a_wording_is_shown_as_the_range_it_is_taken_for_and_never_with_the_models_share():
    seen, lines = made_lines()
    worded = [line for line in lines if line.wording]
    for line, datum in zip(worded, seen.statements, strict=True):
        assert datum.wording in line.wording
        assert line.taken.startswith(f"{100 * datum.low:.0f} to {100 * datum.high:.0f}")
        assert f"{datum.since:%Y-%m}" in line.taken
        assert (line.expected, line.fits) == (None, "inside")


def test_a_model_that_disagrees_with_the_words_is_told_to_be_outside():
    def turn_round(fit):
        fit.quantities["figures"][..., -1] = 1.0 - 0.9 * fit.quantities["figures"][..., -1]

    seen, lines = made_lines(turn_round)
    assert seen.statements[-1].high <= 0.5
    assert [line.fits for line in lines if line.wording][-1] == "outside"


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(0.1, 0.4, "inside"), (0.0, 0.5, "inside"), (0.4, 0.6, "partly inside"), (0.51, 0.9, "outside")],
)
def test_the_word_follows_the_range(low, high, word):
    assert fits_words(low, high, 0.0, 0.5) == word
