"""Every threshold that chooses a word in the report, in one place; the report prints this list."""

from __future__ import annotations

from typing import Literal

import numpy as np

from departures.quantities import Array

SURE = 0.95
"""Chance above which a change or an order is stated."""
WIDEST_RATIO, WIDEST_SHARE, LEAST_LEARNT = 4.0, 0.30, 0.75
"""Beyond these an assumption decides: ratio of interval ends; width of a share; 1 − posterior/prior variance."""
SHARE_WORDS = (
    ("nearly all", 0.9, 1.0),
    ("most", 0.5, 1.0),
    ("few", 0.0, 0.1),
    ("a minority", 0.0, 0.5),
)
"""A word is used where the whole 90 % interval of a share lies between its two bounds; the first that fits."""
ROUGH = 0.7
"""Pareto k above which a range without one window, found by reweighting, is only rough."""
NEAR = 0.1
"""Two published counts that differ by less than this part of the larger are `about the same`."""
LAGS = (5, 3, 1)
"""Years between leaving and arriving that are printed; the longest that holds for most is put in words."""

Fits = Literal["inside", "partly inside", "outside"]
Change = Literal["fell", "rose", "cannot be told"]

DEFINITIONS = (
    (
        "a range, 900–1,600",
        "90 % interval: nine chances in ten lie between its ends, under the explanation fitted",
    ),
    ("nearly all · most", "the whole range of the share lies above 90 % · above 50 %"),
    ("few · a minority", "the whole range of the share lies below 10 % · below 50 %"),
    ("fell · rose", "said of an estimate when the chance of it is above 95 %; otherwise “cannot be told”"),
    (
        "rough",
        "said of a range computed without one count: that count alone moves the fit so much that reweighting "
        "gives only an approximation (Pareto k above 0.7)",
    ),
    (
        "inside · partly inside · outside",
        "said of the share that the model expects where a source gave words: the whole, a part or nothing of its range "
        "lies inside the shares that the words are taken for",
    ),
    ("about the same", "two published counts differ by less than 10 %"),
    ("the most common way", "its chance of being larger than every other way is above 95 %"),
    (
        "an assumption decides",
        "the upper end of the range is more than 4 times the lower one (for a share: more than 30 points above it), "
        "or the figures took away less than 75 % of the uncertainty that was assumed beforehand",
    ),
    (
        "the figures decide, under this one explanation",
        "none of these; but a rival explanation, not yet fitted, may still give another number",
    ),
)
"""What a reader finds in the list of words: a word, and when it is used."""


def fits_words(low: float, high: float, least: float, most: float) -> Fits:
    """How the range from `low` to `high` lies to the shares from `least` to `most` that a wording is taken for."""
    if least <= low and high <= most:
        return "inside"
    return "outside" if high < least or low > most else "partly inside"


def share_word(draws: Array) -> str:
    """The word for a share, or `cannot be told`."""
    low, high = np.quantile(draws, (0.05, 0.95))
    return next(
        (word for word, least, most in SHARE_WORDS if least <= low and high <= most), "cannot be told"
    )


def change_word(earlier: Array, later: Array) -> Change:
    """Whether an estimate fell or rose between two times, from draws of both."""
    if np.mean(later < earlier) > SURE:
        return "fell"
    return "rose" if np.mean(later > earlier) > SURE else "cannot be told"


def are_near(one: float, other: float) -> bool:
    """Whether two published counts are about the same."""
    return abs(one - other) < NEAR * max(one, other)


def largest(draws: dict[str, Array]) -> str | None:
    """The name whose draws exceed all others with a chance above `SURE`; None where none does."""
    names = list(draws)
    stacked = np.stack([draws[name] for name in names])
    wins = np.bincount(stacked.argmax(0), minlength=len(names)) / stacked.shape[1]
    return names[int(wins.argmax())] if wins.max() > SURE else None
