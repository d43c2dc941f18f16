"""The study: one object that opens a country pack, fits it, answers and reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import xarray as xr

from departures.answers.answer import Answer
from departures.answers.catalogue import ANSWERS
from departures.answers.ensembles import ensemble_table, known_ensemble
from departures.answers.findings import Findings, findings_of
from departures.calibration.kept import read_calibration
from departures.country.pack import Pack, open_pack, put_together
from departures.country.problem import Problem
from departures.country.settings import REFERENCE
from departures.evidence.plain import Evidence
from departures.families.kept import keep_families, kept_families
from departures.families.settings import FILE, FamiliesSetting, read_families
from departures.faults import Fault, raise_if_any
from departures.inference.fit import Fit
from departures.inference.progress import Progress, silent
from departures.inference.settings import SamplingSettings
from departures.inference.stored import cached_fit
from departures.report.build import build_report

OUT = Path("out")


class Study:
    """A country pack at a date, with its fits once there are any.

    `problem` is that of one explanation; answers and report speak from the explanations in `speaks`, by default from
    that one alone. With `varied` the variants of the pack are fitted too, and set beside it.
    """

    def __init__(
        self, problem: Problem, settings: SamplingSettings | None = None, pack: Pack | None = None,
        *, speaks: Sequence[str] = (), varied: bool = False,
    ) -> None:  # fmt: skip
        self.problem = problem
        self.pack = pack
        self.speaks = tuple(speaks) or (problem.explanation,)
        self.varied = varied
        self.settings = settings or SamplingSettings()
        self.evidence = Evidence(problem.evidence)
        self._fit: Fit | None = None
        self._findings: Findings | None = None
        self._rivals: dict[str, Study] | None = None
        self._variants: dict[str, Study] | None = None

    @classmethod
    def open(
        cls, country: str | Path | None = None, as_of: str | date | None = None, trust: bool = False,
        explanation: str | Sequence[str] | None = None, variants: bool = False,
    ) -> Study:  # fmt: skip
        """Open a pack by name or folder (None: the default one); raises `Faults` with all that is wrong with it.

        `explanation` names one explanation or several; without it the study is of all explanations of the pack. With
        `variants` those of the pack are fitted too.
        """
        day = day_of(as_of)
        pack = open_pack(country, trust=trust)
        named = [explanation] if isinstance(explanation, str) else list(explanation or ())
        speaks = list(dict.fromkeys(named)) or list(pack.explanations)
        known_explanations(pack, speaks)
        base = REFERENCE if REFERENCE in speaks else speaks[0]
        return cls(put_together(pack, base, day), pack=pack, speaks=speaks, varied=variants)

    def rivals(self) -> dict[str, Study]:
        """A study under each explanation of the pack, this one among them, by name."""
        if self._rivals is None:
            day = day_of(self.problem.as_of)
            names = [self.problem.explanation] if self.pack is None else self.pack.explanations
            self._rivals = {name: self._under(name, day) for name in names}
        return self._rivals

    def variants(self) -> dict[str, Study]:
        """A study under each variant of the pack, by name, where they are asked for."""
        if self._variants is None:
            day = day_of(self.problem.as_of)
            names = self.pack.variants if self.pack is not None and self.varied else ()
            self._variants = {name: self._under(name, day) for name in names}
        return self._variants

    def spoken_from(self) -> dict[str, Study]:
        """The studies whose fits answers and report speak from, by explanation."""
        if self.speaks == (self.problem.explanation,):
            return {self.problem.explanation: self}
        return {name: study for name, study in self.rivals().items() if name in self.speaks}

    def _under(self, explanation: str, day: date | None) -> Study:
        if self.pack is None or explanation == self.problem.explanation:
            return self
        return Study(put_together(self.pack, explanation, day), self.settings, self.pack)

    def fit(self, progress: Progress = silent, refresh: bool = False) -> Fit:
        """The fit: from memory, from the cache, or made now (a minute or two). `refresh` makes it anew."""
        if self._fit is None or refresh:
            fit = cached_fit(self.problem, self.settings, progress, refresh)
            found = read_calibration(Path(self.problem.folder)) if self.problem.folder else None
            known = found is not None and found.is_of(self.problem.explanation, self.problem.fingerprint)
            self._fit = replace(fit, uncalibrated=found.failed) if found and known else fit
        return self._fit

    def findings(self, progress: Progress = silent, refresh: bool = False) -> Findings:
        """Every explanation of the pack fitted, compared and weighed; the explanation alone where one was chosen.

        Raises `FitRefused` where a fit failed a gate.
        """
        if self._findings is None or refresh:
            fits = {name: study.fit(progress, refresh) for name, study in self.spoken_from().items()}
            fits = {name: self.spoken_from()[name]._with_kept_families(fit) for name, fit in fits.items()}
            problems = {name: study.problem for name, study in self.spoken_from().items()}
            varied = {name: study.fit(progress, refresh) for name, study in self.variants().items()}
            titles = {name: study.problem.explanation_title for name, study in self.variants().items()}
            self._findings = findings_of(problems, fits, varied, titles)
        return self._findings

    def families(self, *, workers: int = 1, progress: Progress = silent) -> dict[str, xr.Dataset]:
        """The families of those who leave, under each explanation of the study: what runs of people one by one count
        under draws of the posterior, by draw and year, with names and units; empty where the pack says nothing of them.

        Made now where they are not kept, which takes minutes; answers and report tell them from then on. Raises
        `FitRefused` where a fit failed a gate.
        """
        setting = read_families(self.problem)
        if setting is None:
            return {}
        self._findings = None
        return {
            name: study._families(setting, workers, progress) for name, study in self.spoken_from().items()
        }

    def _families(self, setting: FamiliesSetting, workers: int, progress: Progress) -> xr.Dataset:
        fit = self.fit(progress)
        fit.require_passed()
        made = kept_families(self.problem, self.settings, fit, setting)
        if made is None:
            from departures.families.ensemble import families_of  # it imports engines, which take a while

            made = families_of(
                self.problem, self.settings, fit, setting, workers=workers,
                progress=lambda share: progress(f"families, {self.problem.explanation}", share),
            )  # fmt: skip
            keep_families(self.problem, self.settings, fit, setting, made)
        return made

    def _with_kept_families(self, fit: Fit) -> Fit:
        """The fit with the families that were made of it before, where there are any."""
        setting = read_families(self.problem) if fit.passed else None
        made = None if setting is None else kept_families(self.problem, self.settings, fit, setting)
        return fit if made is None else replace(fit, families=made.expand_dims("chain"))

    def answer(self, name: str) -> Answer:
        """One answer by name; raises `FitRefused` where a fit failed a gate."""
        known_answer(name)
        return ANSWERS[name](self.findings())

    def simulate(
        self, engine: str = "population", replicates: int = 1000, seed: int = 1, *, workers: int = 1,
        progress: Progress = silent,
    ) -> pd.DataFrame:  # fmt: skip
        """Arrivals and departures by year, as so many draws of the posterior make them when each is run through an
        engine: whole people (`population`), one by one (`individuals`), or their expectation (`mean-field`); median,
        90 % range and tag.

        Finished batches are kept: what was killed goes on from there. Raises `Faults` where an argument cannot be,
        and `FitRefused` where the fit failed a gate.
        """
        return self.by_year(self.runs(engine, replicates, seed, workers=workers, progress=progress))

    def runs(
        self, engine: str = "population", replicates: int = 1000, seed: int = 1, *, workers: int = 1,
        progress: Progress = silent,
    ) -> xr.Dataset:  # fmt: skip
        """What every replicate counts, by run and year, with names and units: see `simulate`. People one by one have
        their families with them, where the pack tells of families.
        """
        known_ensemble(engine, replicates, seed, workers)
        from departures.families.ensemble import runs_of  # it imports engines, which take a while

        return runs_of(
            self.problem, self.settings, self.fit(progress), engine, replicates, seed, workers=workers,
            progress=lambda share: progress("replicates", share),
        )  # fmt: skip

    def by_year(self, runs: xr.Dataset) -> pd.DataFrame:
        """The table of `simulate`, from what `runs` gave."""
        return ensemble_table(self.problem, self.fit(), runs)

    def example_life(self, seed: int, progress: Progress = silent) -> tuple[str, ...]:
        """An invented life, line by line: somebody of a run of people one by one, in years and roles alone. Raises
        `Faults` where the pack tells nothing of families, and `FitRefused` where the fit failed a gate.
        """
        setting = read_families(self.problem)
        if setting is None:
            found = "the pack tells nothing of families, or nothing that was public on this date"
            raise_if_any(
                [Fault(self.problem.folder, None, FILE, found, f"add a {FILE} as CONTRIBUTING.md tells")]
            )
        assert setting is not None
        from departures.families.ensemble import one_life

        return one_life(self.problem, self.fit(progress), setting, seed)

    def report(self, folder: str | Path = OUT, compiled: date | None = None) -> tuple[Path, ...]:
        """Write the report and its tables into a folder; returns the files, the page first."""
        return build_report(self.findings(), Path(folder), compiled=compiled)


def known_explanations(pack: Pack, names: Sequence[str]) -> None:
    """Raise a fault for every name that no explanation of the pack has."""
    remedy = f"use one of: {', '.join(pack.explanations)}"
    raise_if_any([
        Fault("", None, "--explanation", f"no explanation is called {name!r}", remedy)
        for name in names if name not in pack.explanations
    ])  # fmt: skip


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
