"""The page opens in a browser, at desk and telephone width, and nothing stands out to the right."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from report.fake_fit import fake_fit

from departures.country.pack import open_pack, put_together
from departures.report.build import build_report

NAMES = ("chromium", "chromium-browser", "google-chrome")
PROBE = """<script>
addEventListener("load", () => {
  const seen = [...document.querySelectorAll("figure svg")].filter((one) => one.getBoundingClientRect().width > 60);
  document.body.setAttribute("data-found", [document.documentElement.scrollWidth, innerWidth, seen.length,
    Math.max(...seen.map((one) => Math.round(one.getBoundingClientRect().right)))].join(" "));
});
</script></body>"""
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> str:
    found = os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        message = "no browser: `apt-get install chromium`, or set CHROMIUM to the path of one"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report with a probe that writes what it measures into the page; the report itself has no script."""
    problem = put_together(open_pack("veldran"))
    report = build_report(problem, fake_fit(problem), tmp_path_factory.mktemp("page") / "out")[0]
    probed = report.with_name("probed.html")
    opened = report.read_text(encoding="utf-8").replace("<details", "<details open")
    probed.write_text(opened.replace("</body>", PROBE), encoding="utf-8")
    return probed


@pytest.mark.parametrize("width", [1280, 380])
def test_the_report_fits_the_width(browser: str, page: Path, width: int) -> None:
    scroll, inner, seen, right = measured(browser, page, width)
    assert inner == width
    assert scroll <= inner
    assert seen == len(re.findall(r"<figure", page.read_text(encoding="utf-8")))
    assert right <= inner


def measured(browser: str, page: Path, width: int) -> list[int]:
    arguments = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--hide-scrollbars", "--disable-dev-shm-usage", f"--window-size={width},900", "--dump-dom", page.as_uri(),
    ]  # fmt: skip
    shown = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=120).stdout
    found = re.search(r'data-found="([\d. -]+)"', shown)
    assert found, "the probe did not run"
    return [int(float(number)) for number in found[1].split()]
