"""Builds the report: everything into a folder of its own, checked whole, and only then moved into place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from departures.answers.findings import Findings
from departures.publication import read_country_rules, refuse_unless_clean
from departures.publication.check import files_in
from departures.report.pages import Report, render
from departures.report.tables import write_csv, write_workbook

PAGE, TABLES, FIGURES, WORKBOOK = "report.html", "tables", "figures", "tables.xlsx"


def build_report(
    findings: Findings,
    folder: Path,
    progress: Callable[[str], None] = lambda stage: None,
    compiled: date | None = None,
) -> tuple[Path, ...]:
    """Write the report into `folder` and return its files; raises before anything there has changed.

    Raises `FitRefused` where the fit failed a gate, and `PublicationRefusal` where an output may not be published.
    """
    findings.fit.require_passed()
    progress("draw the figures and write the page")
    report = render(findings, compiled or datetime.now(UTC).date())
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as place:
        made = Path(place)
        _write(report, made)
        progress("hold everything against the publication rules")
        pack = findings.problem.folder
        refuse_unless_clean(files_in(made), read_country_rules(Path(pack)) if pack else None)
        return _moved(made, folder)


def _write(report: Report, folder: Path) -> None:
    (folder / PAGE).write_text(report.html, encoding="utf-8")
    write_csv(report.tables, folder / TABLES)
    write_workbook(report.tables, folder / TABLES / WORKBOOK)
    (folder / FIGURES).mkdir()
    for figure in report.figures:
        (folder / FIGURES / f"{figure.figure.name}.png").write_bytes(figure.picture)


def _moved(made: Path, folder: Path) -> tuple[Path, ...]:
    """Put the new parts where the old ones were; other files of the folder stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (TABLES, FIGURES):
        if (folder / name).exists():
            shutil.rmtree(folder / name)
        os.replace(made / name, folder / name)  # noqa: PTH105 - replaces in a single step everywhere
    os.replace(made / PAGE, folder / PAGE)  # noqa: PTH105 - the page last: it stands only beside its tables
    return (folder / PAGE, *sorted((folder / TABLES).iterdir()), *sorted((folder / FIGURES).iterdir()))
