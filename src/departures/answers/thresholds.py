"""Every threshold that chooses a word in the report, in one place; the report prints this list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from departures.quantities import Array

SURE = 0.95
"""Chance above which a change or an order is stated."""
WIDEST_RATIO, WIDEST_SHARE, LEAST_LEARNT = 4.0, 0.30, 0.75
"""Beyond these an assumption decides: ratio of interval ends; width of a share; 1 − posterior/prior variance."""
MOVED_BY_PRIOR = 0.05
"""Beyond this distance per doubling of the prior's power an assumption decides (see `power_scaling`)."""
WIDEST_GAP, FAR_APART, FAR_SHARES = 1.0, 1.25, 0.05
"""Explanations give different numbers where medians differ by more than this many standard deviations, and by more
than this ratio (for shares: by more than so much)."""
LIKELY = 0.9
"""Chance above which a cause is called the main one, or a part of a change."""
MAIN, SMALL = 0.5, 0.1
"""Share of a change above which a cause is the main one; below which it is hardly one."""
SUPPORTED, CONTRADICTED = 0.9, 0.1
"""Chance of a statement, under every explanation that stands, from which it is supported, and up to which it is
contradicted."""
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

ERRORS = 2.0
"""Standard errors beyond which one model is said to foretell the counts better or worse than another."""
NEAR_BOUND = 1.0
"""Standard errors from that bound within which other draws may move an explanation across: seeds differ by less."""

Cause = Literal["mostly", "in part", "hardly", "less than half", "cannot be told"]
Fits = Literal["inside", "partly inside", "outside"]
Change = Literal["fell", "rose", "cannot be told"]
Foretelling = Literal["better than", "worse than", "about as well as"]

DEFINITIONS = (
    (
        "a range, 900–1,600",
        "90 % interval: nine chances in ten lie between its ends, over all explanations by their weights",
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
        "or the figures took away less than 75 % of the uncertainty that was assumed beforehand, or the number moves "
        "when all that was assumed is made a little weaker or stronger, or its ranges did not hold the truth of "
        "made-up worlds as often as they say",
    ),
    (
        "depends on the explanation",
        "under explanations that stand, the middles of the ranges differ by more than they spread, and by more than a "
        "quarter (for a share: by more than 5 points), or differ in sign",
    ),
    ("a scenario", "it speaks of years after the newest figure"),
    ("the figures decide", "none of these, under any explanation that stands"),
    (
        "mostly · in part · hardly · less than half",
        "said of a cause when the chance is above 90 % that it makes more than half of a change · more than a tenth · "
        "less than a tenth · less than half, under every explanation that stands; otherwise “cannot be told”",
    ),
    (
        "supported · contradicted",
        "said of a statement when the chance that it holds is 90 % or more · 10 % or less under every explanation that "
        "stands; of published figures it is all or nothing. “True but incomplete”: supported, and so is what it leaves "
        "out. What assumptions had decided before any figure was seen is not decidable. "
        "“Provisional”: contradicted, but "
        "its source was read only through press",
    ),
    (
        "refuted",
        "said of an explanation whose weight is below 5 % and which foretells the counts worse than the best one, by "
        "more than two standard errors",
    ),
    (
        "near the bound",
        "said of an explanation whose weight is below 5 % and which lies between one and three standard errors behind "
        "the best one: other draws may move it across the bound of two",
    ),
    (
        "better than · worse than",
        "said of how two models foretell the counts when they differ by more than two standard errors; otherwise "
        "“about as well as”",
    ),
    (
        "log density",
        "how much chance a model gave to the counts that it had not seen, on the logarithm; one more means not quite "
        "three times the chance. Weights of explanations are found without the count, too, that they are asked for",
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


def cause_word(shares: Sequence[Array]) -> Cause:
    """What a cause was of a change, from draws of its share under each explanation that stands."""

    def everywhere(holds: Callable[[Array], Array]) -> bool:
        return all(float(np.mean(holds(draws))) > LIKELY for draws in shares)

    if everywhere(lambda draws: draws > MAIN):
        return "mostly"
    if everywhere(lambda draws: draws > SMALL):
        return "in part"
    if everywhere(lambda draws: draws < SMALL):
        return "hardly"
    return "less than half" if everywhere(lambda draws: draws < MAIN) else "cannot be told"


def is_near_bound(behind: float, error: float) -> bool:
    """Whether an explanation lies so near the bound from which it is refuted that another run may say otherwise."""
    return error > 0.0 and abs(behind / error - ERRORS) < NEAR_BOUND


def foretelling_word(gap: float, error: float) -> Foretelling:
    """How one model foretells beside another whose log density is less by `gap`, with its standard error."""
    if abs(gap) <= ERRORS * error:
        return "about as well as"
    return "better than" if gap > 0 else "worse than"


def are_near(one: float, other: float) -> bool:
    """Whether two published counts are about the same."""
    return abs(one - other) < NEAR * max(one, other)


def largest(draws: dict[str, Array]) -> str | None:
    """The name whose draws exceed all others with a chance above `SURE`; None where none does."""
    names = list(draws)
    stacked = np.stack([draws[name] for name in names])
    wins = np.bincount(stacked.argmax(0), minlength=len(names)) / stacked.shape[1]
    return names[int(wins.argmax())] if wins.max() > SURE else None
