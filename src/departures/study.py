"""The study: one object that opens a country pack, fits it, answers and reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from departures.answers.answer import Answer
from departures.answers.catalogue import ANSWERS
from departures.country.pack import open_pack, put_together
from departures.country.problem import Problem
from departures.evidence import EvidencePackage, preferred_rows
from departures.faults import Fault, raise_if_any
from departures.inference.fit import Fit
from departures.inference.progress import Progress, silent
from departures.inference.settings import SamplingSettings
from departures.inference.stored import cached_fit
from departures.report.build import build_report

OUT = Path("out")


class Evidence:
    """The published figures of a study, as plain tables."""

    def __init__(self, package: EvidencePackage) -> None:
        self.package = package

    def arrivals_by_year(self) -> pd.DataFrame:
        """Published arrivals by year: year, all, men, women, and the row of the total."""
        rows = preferred_rows(self.package.table("arrivals"))
        rows = rows[(rows["series"] == "annual") & (rows["measure"] == "arrivals")]
        rows = rows.assign(year=rows["reference_period_start"].dt.year)
        wide = rows.pivot_table(index="year", columns="gender", values="value").astype("Int64")
        wide = wide.rename(columns={"m": "men", "f": "women"})
        totals = rows[rows["gender"] == "all"].set_index("year")["row_id"]
        return wide.assign(row_id=totals).reset_index().rename_axis(columns=None)

    def table(self, name: str) -> pd.DataFrame:
        """A whole table of the package by name."""
        return self.package.table(name)


class Study:
    """A country pack under one explanation and date, with its fit once there is one."""

    def __init__(self, problem: Problem, settings: SamplingSettings | None = None) -> None:
        self.problem = problem
        self.settings = settings or SamplingSettings()
        self.evidence = Evidence(problem.evidence)
        self._fit: Fit | None = None

    @classmethod
    def open(
        cls, country: str | Path | None = None, as_of: str | date | None = None, trust: bool = False
    ) -> Study:
        """Open a pack by name or folder (None: the default one); raises `Faults` with all that is wrong with it."""
        return cls(put_together(open_pack(country, trust=trust), as_of=day_of(as_of)))

    def fit(self, progress: Progress = silent, refresh: bool = False) -> Fit:
        """The fit: from memory, from the cache, or made now (a minute or two). `refresh` makes it anew."""
        if self._fit is None or refresh:
            self._fit = cached_fit(self.problem, self.settings, progress, refresh)
        return self._fit

    def answer(self, name: str) -> Answer:
        """One answer by name; raises `FitRefused` where the fit failed a gate."""
        known_answer(name)
        fit = self.fit()
        fit.require_passed()
        return ANSWERS[name](self.problem, fit)

    def report(self, folder: str | Path = OUT, compiled: date | None = None) -> tuple[Path, ...]:
        """Write the report and its tables into a folder; returns the files, the page first."""
        return build_report(self.problem, self.fit(), Path(folder), compiled=compiled)


def known_answer(name: str) -> None:
    """Raise a fault where no answer has this name; asked before any long work."""
    if name not in ANSWERS:
        remedy = f"use one of: {', '.join(ANSWERS)}"
        raise_if_any([Fault("", None, "answer", f"no answer is called {name!r}", remedy)])


def day_of(text: str | date | None) -> date | None:
    """A day from `YYYY-MM-DD`; anything else is a fault."""
    if text is None or isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        remedy = "write it as YYYY-MM-DD"
        raise_if_any([Fault("", None, "--as-of", f"{text!r} is not a date", remedy)])
        raise  # never reached: the line above raises
