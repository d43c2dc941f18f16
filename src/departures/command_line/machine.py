"""What this machine has that the program needs."""

from __future__ import annotations

import os
import platform
import shutil
from importlib import metadata

PACKAGES = ("jax", "numpyro", "numpy", "pandas", "xarray", "altair", "vl-convert-python", "openpyxl")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def looked_at() -> dict[str, str]:
    """Python, packages, cores and browser, each in words."""
    found = {"Python": platform.python_version(), "cores": str(os.cpu_count() or "unknown")}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "missing: run `make report`, which sets up what is needed"
    browser = os.environ.get("CHROMIUM") or next(
        (path for name in BROWSERS if (path := shutil.which(name))), None
    )
    found["browser"] = browser or "none: only the browser tests need one (set CHROMIUM to its path)"
    return found
