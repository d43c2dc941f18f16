"""Published words on when people had left, against the shares that the model expects."""

from __future__ import annotations

from dataclasses import dataclass

from departures.answers.answer import Lead, Sentence
from departures.answers.fall_tables import window_in_words
from departures.answers.leads import FIGURES, draws_of, summary
from departures.answers.thresholds import Fits, fits_words
from departures.country.problem import Problem
from departures.inference.fit import Fit
from departures.observation.declared import StatementDatum


@dataclass(frozen=True)
class Compared:
    """A published wording, how the model's range lies to the shares that it is taken for, and on which side."""

    item: StatementDatum
    fits: Fits
    more_lately: bool
    """Where it lies outside: whether the model has more people leaving since the wording's date than was said."""


def figure_lead(figure: str) -> Lead:
    """What is expected of a fitted figure besides the counts, by `kind:name`."""
    return Lead(quantity=FIGURES, at=(("figure", figure),))


def compared(problem: Problem, fit: Fit) -> list[Compared]:
    """Every wording of the observation, in its order."""
    items = problem.observation.statements
    names = problem.observation.figure_names[-len(items) :] if items else ()
    found = []
    for item, name in zip(items, names, strict=True):
        _, low, high = summary(draws_of(fit, figure_lead(name)))
        found.append(Compared(item, fits_words(low, high, item.low, item.high), low > item.high))
    return found


def wordings_sentences(problem: Problem, fit: Fit, only_doubt: bool = False) -> tuple[Sentence, ...]:
    """Whether the model agrees with what was said of the time of leaving; none where nothing was said, or, with
    `only_doubt`, where it agrees.
    """
    everything = compared(problem, fit)
    outside = [each for each in everything if each.fits == "outside"]
    rule = "`outside`: see the list of words"
    if not outside:
        agrees = (
            "Sources also say in words when those who arrived had left; the model contradicts none of them."
        )
        return (Sentence(agrees, rule=rule),) if everything and not only_doubt else ()
    periods = "; ".join(window_in_words(each.item.start, each.item.end) for each in outside)
    sides = {each.more_lately for each in outside}
    how = "now more, now fewer" if len(sides) > 1 else "more" if True in sides else "fewer"
    doubt = (
        f"Sources also say in words when those who arrived had left, and for some periods ({periods}) the model "
        f"has {how} of them leaving lately than was said: its departures and lags of that time may be wrong."
    )
    return (Sentence(doubt, rule=rule),)
