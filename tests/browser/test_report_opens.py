"""The page opens in a browser, at desk and telephone width, and nothing stands out to the right."""

import html
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from departures.report.build import build_report
from report.fake_findings import fake_findings

NAMES = ("chromium", "chromium-browser", "google-chrome")
PROBE = """<script>
addEventListener("load", () => {
  const seen = [...document.querySelectorAll("figure svg")].filter((one) => one.getBoundingClientRect().width > 60);
  parent.document.body.setAttribute("data-found", [document.documentElement.scrollWidth, innerWidth, seen.length,
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
    report = build_report(fake_findings("north_korea"), tmp_path_factory.mktemp("page") / "out")[0]
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
    """Width of the content, width of the view, figures seen, and where the rightmost ends."""
    framed = page.with_name(
        f"framed-{width}.html"
    )  # no window is narrower than 500 pixels, but a frame can be
    inside = html.escape(page.read_text(encoding="utf-8"), quote=True)
    style = f"width:{width}px;height:900px;border:0"
    framed.write_text(
        f'<body style="margin:0"><iframe srcdoc="{inside}" style="{style}"></iframe>', encoding="utf-8"
    )
    arguments = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--hide-scrollbars", "--disable-dev-shm-usage", "--window-size=1400,1000", "--dump-dom", framed.as_uri(),
    ]  # fmt: skip
    shown = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=120).stdout
    found = re.search(r'data-found="([\d. -]+)"', shown)
    assert found, "the probe did not run"
    return [int(float(number)) for number in found[1].split()]
