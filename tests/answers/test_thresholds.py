"""Words are chosen by the stated thresholds, on both sides of each."""

import numpy as np
import pytest

from departures.answers.answer import Lead, Number, plain
from departures.answers.tags import tag_of_range
from departures.answers.thresholds import (
    are_near,
    change_word,
    foretelling_word,
    largest,
    share_word,
)


def around(middle: float, half: float) -> np.ndarray:
    """Draws whose 90 % interval is middle ± half."""
    return np.linspace(middle - half / 0.9, middle + half / 0.9, 2001)


@pytest.mark.parametrize(
    ("middle", "half", "word"),
    [
        (0.95, 0.04, "nearly all"), (0.92, 0.06, "most"), (0.6, 0.09, "most"), (0.6, 0.11, "cannot be told"),
        (0.4, 0.09, "a minority"), (0.05, 0.04, "few"), (0.5, 0.3, "cannot be told"),
    ],
)  # fmt: skip
def test_a_share_gets_its_word(middle: float, half: float, word: str) -> None:
    assert share_word(around(middle, half)) == word


def test_a_change_is_stated_only_when_it_is_sure() -> None:
    earlier = np.zeros(1000)
    later = np.linspace(-0.955, 0.045, 1000)
    assert change_word(earlier, later) == "fell"
    assert change_word(later, earlier) == "rose"
    assert change_word(earlier, later + 0.02) == "cannot be told"


@pytest.mark.parametrize(
    ("gap", "error", "word"),
    [
        (4.1, 2.0, "better than"), (3.9, 2.0, "about as well as"), (-3.9, 2.0, "about as well as"),
        (-4.1, 2.0, "worse than"), (0.0, 0.0, "about as well as"),
    ],
)  # fmt: skip
def test_models_foretell_better_or_worse_beyond_two_standard_errors(gap, error, word) -> None:
    assert foretelling_word(gap, error) == word


def test_the_largest_is_named_only_when_it_is_sure() -> None:
    draws = {"a": np.linspace(0.0, 1.0, 100), "b": np.full(100, 0.03)}
    assert largest(draws) == "a"
    assert largest({**draws, "b": np.full(100, 0.06)}) is None


def test_counts_within_a_tenth_are_near() -> None:
    assert are_near(100, 91)
    assert not are_near(100, 90)


def test_wide_ranges_are_an_assumptions() -> None:
    assert tag_of_range(10, 41) == "assumption-decides"
    assert tag_of_range(10, 39) == "data-decide"
    assert tag_of_range(0, 39) == "assumption-decides"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Number(1047, "persons", Lead(), "observed"), "1,047"),
        (Number(1234, "persons", Lead(), "data-decide", 876, 1649), "1,200 (880–1,600)"),
        (Number(0.58, "share", Lead(), "data-decide", 0.51, 0.64, share=True), "58\u00a0% (51–64\u00a0%)"),
        (Number(700, "persons", Lead(), "data-decide", 560, 820, only_range=True), "560–820"),
        (Number(-0.05, "", Lead(), "data-decide", -0.612, 0.56), "−0.05 (−0.61 to 0.56)"),
        (Number(1.0042, "", Lead(), "observed"), "1.004"),
        (Number(-0.0, "share", Lead(), "data-decide", -0.0, 0.0, share=True), "0\u00a0%"),
        (Number(-1e-17, "share", Lead(), "data-decide", -2e-17, 1e-16, share=True), "0\u00a0%"),
        (Number(46.9, "percent", Lead(), "observed"), "46.9"),
        (Number(0.00004, "", Lead(), "data-decide", 0.00002, 0.00009), "0.00004 (0.00002–0.00009)"),
    ],
)
def test_numbers_are_printed_without_false_precision(number: Number, text: str) -> None:
    assert plain(number) == text
