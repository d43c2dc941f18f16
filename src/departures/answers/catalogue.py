"""The questions that the study answers so far, by name."""

from __future__ import annotations

from collections.abc import Callable

from departures.answers.answer import Answer
from departures.answers.fall import answer_fall
from departures.answers.pathways import answer_pathways
from departures.country.problem import Problem
from departures.inference.fit import Fit

ANSWERS: dict[str, Callable[[Problem, Fit], Answer]] = {"fall": answer_fall, "pathways": answer_pathways}
