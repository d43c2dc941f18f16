"""What the answers speak from: every explanation of a pack, fitted to the same figures, and all of them weighted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from departures.country.problem import Problem
from departures.inference.compare import Compared, compare
from departures.inference.fit import Fit
from departures.inference.weighted import weighted_fit

PLAIN = "plain"
"""Name, among the explanations compared, of the plain model that knows of no causes."""
DIGITS = 2
"""Decimals of the numbers by which explanations are compared."""


@dataclass(frozen=True)
class Findings:
    """`fit` holds the draws that answers print: those of all explanations by their weights, or of a single one.

    `problems` and `rivals`: the problem and the fit of every explanation by name; `compared`: how well each foretells
    what it has not seen; `variants`: titles of the variants by name, whose fits stand beside those of the rivals in
    `fit.rivals`. `problem` is that of the first, which is the reference unless another was asked for alone.
    """

    problem: Problem
    fit: Fit
    problems: Mapping[str, Problem]
    rivals: Mapping[str, Fit]
    compared: Compared
    variants: Mapping[str, str] = field(default_factory=dict)

    @property
    def titles(self) -> dict[str, str]:
        """The words for each explanation."""
        return {name: problem.explanation_title or name for name, problem in self.problems.items()}

    @property
    def standing(self) -> dict[str, Fit]:
        """The explanations that the figures do not refute, the best first."""
        return {name: self.rivals[name] for name in self.compared.standing}

    @property
    def base(self) -> str:
        """The explanation that variants vary."""
        return self.problem.explanation

    @property
    def heaviest(self) -> str:
        """The explanation that weighs most; parameters are printed from it."""
        return str(self.compared.table["weight"].idxmax())


def findings_of(
    problems: Mapping[str, Problem], fits: Mapping[str, Fit],
    variants: Mapping[str, Fit] | None = None, titles: Mapping[str, str] | None = None,
) -> Findings:  # fmt: skip
    """Compare the fits and weigh them; raises `FitRefused` where one of them failed a gate. `variants` and their
    `titles` are kept beside them.
    """
    varied = variants or {}
    for name, fit in {**fits, **varied}.items():
        kind = "variant" if name in varied else "explanation"
        fit.require_passed(f"Under the {kind} {name!r}: " if len(fits) > 1 else "")
    compared = compare(fits)
    weights = {str(name): float(weight) for name, weight in compared.table["weight"].items()}
    numbers = {
        f"{column}[{name}]": round(float(compared.table.loc[name, column]), DIGITS)
        for name in compared.table.index
        for column in ("weight", "behind", "error")
    }
    gap, error = compared.over_plain
    numbers |= {f"gap[{PLAIN}]": round(gap, DIGITS), f"error[{PLAIN}]": round(error, DIGITS)}
    mixture = replace(weighted_fit(fits, weights, compared.standing), compared=numbers)
    if varied:
        mixture = replace(mixture, rivals={**fits, **varied}, standing=compared.standing)
    return Findings(problems[next(iter(fits))], mixture, problems, fits, compared, titles or {})
