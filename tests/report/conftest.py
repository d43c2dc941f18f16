"""The two shipped packs with a made-up fit, and the page built from each, once for all tests."""

from datetime import date
from pathlib import Path

import pytest

from departures.country.pack import open_pack, put_together
from departures.country.problem import Problem
from departures.inference.fit import Fit
from departures.report.build import build_report
from report.fake_fit import fake_fit

COMPILED = date(2026, 11, 23)
PACKS = ("north_korea", "veldran")


class Built:
    """A report that was built, with what it was built from."""

    def __init__(self, problem: Problem, fit: Fit, folder: Path) -> None:
        self.problem, self.fit, self.folder = problem, fit, folder
        self.files = build_report(problem, fit, folder, compiled=COMPILED)
        self.html = (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session", params=PACKS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    problem = put_together(open_pack(request.param))
    return Built(problem, fake_fit(problem), tmp_path_factory.mktemp(request.param) / "out")
