"""The two shipped packs with a made-up fit, and the page built from each, once for all tests."""

from datetime import date
from pathlib import Path

import pytest

from departures.answers.findings import Findings
from departures.report.build import build_report
from report.fake_findings import fake_findings

COMPILED = date(2026, 11, 23)
PACKS = ("north_korea", "veldran")


class Built:
    """A report that was built, with what it was built from."""

    def __init__(self, findings: Findings, folder: Path) -> None:
        self.findings, self.problem, self.fit, self.folder = findings, findings.problem, findings.fit, folder
        self.files = build_report(findings, folder, compiled=COMPILED)
        self.html = (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session", params=PACKS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(fake_findings(request.param), tmp_path_factory.mktemp(request.param) / "out")
