"""Figures as bytes, kept in the cache: the renderer takes longer than all the rest of a report from a kept fit."""

from __future__ import annotations

import json
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from departures.report.style import PICTURE_SCALE, as_png, as_svg
from departures.runs.cache import find, keep, key_of, prune

KIND = "drawings"
ROOM = 300
"""Figures kept; those drawn longest ago give way."""
WIDE, NARROW, PICTURE = "wide.svg", "narrow.svg", "picture.png"


class Rendered(NamedTuple):
    """SVG in two widths, and a picture."""

    wide: str
    narrow: str
    picture: bytes


def rendered(name: str, wide: dict[str, Any], narrow: dict[str, Any]) -> Rendered:
    """A figure of two specifications, from the cache where it was drawn before; ids are prefixed by its name."""
    key = key_of(name, json.dumps([wide, narrow]), str(PICTURE_SCALE), version("vl-convert-python"))
    folder = find(KIND, key) or keep(KIND, key, partial(_draw, name, wide, narrow))
    return Rendered(
        (folder / WIDE).read_text(encoding="utf-8"),
        (folder / NARROW).read_text(encoding="utf-8"),
        (folder / PICTURE).read_bytes(),
    )


def prune_rendered() -> None:
    """Forget the figures drawn longest ago, beyond the room for them."""
    prune(KIND, ROOM)


def _draw(name: str, wide: dict[str, Any], narrow: dict[str, Any], folder: Path) -> None:
    (folder / WIDE).write_text(as_svg(wide, f"{name}-wide"), encoding="utf-8")
    (folder / NARROW).write_text(as_svg(narrow, f"{name}-narrow"), encoding="utf-8")
    (folder / PICTURE).write_bytes(as_png(wide))
