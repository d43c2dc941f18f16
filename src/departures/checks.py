"""Checks of the method itself: calibration on made-up worlds, and forecasts made again from the past."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from departures.backtest.kept import FOLDER, read_issued
from departures.backtest.origins import yearly
from departures.calibration.judged import Judged, judge
from departures.calibration.kept import keep_calibration
from departures.calibration.kinds import AROUND, ensembles_of
from departures.country.pack import open_pack, put_together
from departures.country.settings import REFERENCE
from departures.faults import Fault, raise_if_any
from departures.inference.progress import Progress, silent
from departures.inference.settings import SamplingSettings
from departures.inference.stored import cached_fit
from departures.report.calibration_page import trials_file, write_calibration

if TYPE_CHECKING:
    from departures.backtest.run import Backtest


def calibrate(
    country: str | Path | None = None, as_of: date | None = None, *, kinds: str = "ABC", worlds: int | None = None,
    rivals: bool = True, workers: int = 1, folder: Path = Path("docs"), kept: bool = False, trust: bool = False,
    settings: SamplingSettings | None = None, progress: Progress = silent,
) -> tuple[list[Judged], list[Path]]:  # fmt: skip
    """Make and fit the worlds of every ensemble, judge them, and write the page; the verdicts and the files.

    `worlds` is the number of each ensemble. Finished worlds are recorded, also in files beside the page, from which
    any machine goes on; with `kept` the verdicts are kept in the pack, too, where answers find them. Raises `Faults`
    where an argument cannot be or such a file holds other worlds, and `FitRefused` where worlds around the published
    figures are asked for and their fit failed a gate.
    """
    if workers < 1:
        raise_if_any([Fault("", None, "--workers", f"{workers} workers do nothing", "ask for 1 or more")])
    from departures.calibration.ensembles import trials_of  # it imports engines, which take a while

    pack = open_pack(country, trust=trust)
    fitted_with = settings or SamplingSettings()
    ensembles = [
        each for each in ensembles_of(pack, kinds, worlds) if rivals or each.explanation == REFERENCE
    ]
    judged = []
    fingerprints: dict[str, str] = {}
    for ensemble in ensembles:
        problem = put_together(pack, ensemble.explanation, as_of)
        fingerprints[ensemble.explanation] = problem.fingerprint
        if ensemble.kind == AROUND:
            cached_fit(problem, fitted_with, progress).require_passed()
        trials = trials_of(
            problem, ensemble, fitted_with, workers=workers, record=trials_file(folder, ensemble.name),
            progress=partial(progress, ensemble.name),
        )  # fmt: skip
        judged.append(judge(ensemble, trials))
    files = write_calibration(folder, judged)
    return judged, [*files, keep_calibration(pack.folder, judged, fingerprints)] if kept else files


def backtest(
    country: str | Path | None = None, *, workers: int = 1, folder: Path = Path("docs"), issued_on: date | None = None,
    trust: bool = False, progress: Progress = silent,
) -> tuple[Backtest, list[Path]]:  # fmt: skip
    """Forecast from every origin, score, and write the page; with `issued_on` the forecast of that day is kept in the
    pack, too. Finished origins are kept. Raises `Faults` where the pack has no mechanical declaration.
    """
    if workers < 1:
        raise_if_any([Fault("", None, "--workers", f"{workers} workers do nothing", "ask for 1 or more")])
    from departures.backtest.issued import issue  # they import engines, which take a while
    from departures.backtest.run import run_backtest
    from departures.report.backtest_page import write_backtest

    pack = open_pack(country, trust=trust)
    found = run_backtest(pack.folder, workers=workers, progress=partial(progress, "origins"))
    files = write_backtest(folder, found)
    if issued_on is not None:
        place = pack.folder / FOLDER / f"{issued_on.isoformat()}.json"
        if place.exists():
            remedy = "one forecast a day is kept as it was issued; issue the next one tomorrow"
            raise_if_any([Fault(str(place), None, "", "a forecast of this day was issued before", remedy)])
        content = issue(pack.folder, found, issued_on)
        place.parent.mkdir(exist_ok=True)
        place.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        files.append(place)
    return found, files


def score(
    file: Path, country: str | Path | None = None, trust: bool = False
) -> tuple[dict[str, Any], pd.DataFrame]:
    """An issued forecast, and its scores for the years that have come about by the newest evidence."""
    from departures.backtest.issued import score_issued

    issued = read_issued(file)
    return issued, score_issued(issued, yearly(open_pack(country, trust=trust).evidence))
