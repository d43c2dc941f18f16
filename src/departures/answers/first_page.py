"""The first page: newest figure, what an arrival is, five or six sentences, and what cannot be known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from departures.answers.answer import Lead, Number, Sentence
from departures.answers.causes import cause_sentences
from departures.answers.fall import arrivals_sentence, departures_sentence, lag_sentence
from departures.answers.findings import Findings
from departures.answers.observed import course_of, newest, yearly
from departures.answers.pathways import role_sentence, sex_sentences
from departures.answers.periods import periods_of
from departures.answers.told import facts_of
from departures.answers.wordings import wordings_sentences
from departures.country.problem import Problem


@dataclass(frozen=True)
class FirstPage:
    """What a reader meets first, in this order."""

    dates: Sentence
    arrival_is_not_escape: tuple[Sentence, ...]
    sentences: tuple[Sentence, ...]
    cannot_be_known: tuple[str, ...]


def first_page(findings: Findings, compiled: date) -> FirstPage:
    """The first page as of the day on which it is compiled."""
    problem, fit = findings.problem, findings.fit
    counts = yearly(problem)
    course = course_of(counts["all"])
    years = counts["all"].years
    period = periods_of(problem, years[0], years[-1])[-1]
    people = problem.words["people"]
    sentences = (
        arrivals_sentence(problem, counts["all"], course),
        departures_sentence(problem, fit, course),
        *cause_sentences(findings),
        *sex_sentences(counts),
        role_sentence(problem, fit, "dispatched", period),
        *facts_of(problem, "first-page"),
    )
    not_counted = (
        f"People killed, caught, returned or still hiding are not counted. Nothing here describes anyone's "
        f"chances, and no number stands for what {people} and their families lived through."
    )
    return FirstPage(
        dates=dates_sentence(problem, compiled),
        arrival_is_not_escape=(
            lag_sentence(fit, course),
            *wordings_sentences(problem, fit, only_doubt=True),
            Sentence(not_counted),
        ),
        sentences=sentences,
        cannot_be_known=cannot_be_known(problem),
    )


def dates_sentence(problem: Problem, compiled: date) -> Sentence:
    """The newest figure, how old it is, and the day of compiling."""
    row = newest(problem)
    end, out = (pd.Timestamp(row[name]).date() for name in ("reference_period_end", "published"))
    months = (compiled.year - end.year) * 12 + compiled.month - end.month
    lead = Lead(rows=(str(row["row_id"]),))
    age = Number(float(months), "months", lead, "observed")
    unit = "month" if months == 1 else "months"
    as_of = f" Only what was public on {problem.as_of} is used." if problem.as_of else ""
    return Sentence(
        f"Figures to {end.isoformat()}, published {out.isoformat()}; compiled {compiled.isoformat()}. "
        f"The newest figure was {{age}} {unit} old on that day. Nothing later is counted here.{as_of}",
        {"age": age},
    )


def cannot_be_known(problem: Problem) -> tuple[str, ...]:
    """What public figures cannot tell, in plain words."""
    end = pd.Timestamp(newest(problem)["reference_period_end"]).date()
    return (
        "How many tried and were stopped, and how many died.",
        "How many are abroad in hiding now.",
        "What happens to any person, or to any family left behind.",
        "Which single order, fence or control made the difference: they moved together.",
        f"Anything after {end.isoformat()}.",
    )
