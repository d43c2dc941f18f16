"""Where country packs lie: in the `countries` folder of a checkout or of the installed distribution."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

from departures.faults import Fault, Faults

SETTINGS = "country.toml"
ENDING = ".toml"


def countries_folders() -> tuple[Path, ...]:
    """The folders that hold trusted packs, the checkout first."""
    checkout = Path(__file__).resolve().parents[3] / "countries"
    installed = Path(str(resources.files("departures"))) / "countries"
    return tuple(folder for folder in (checkout, installed) if folder.is_dir())


def pack_names() -> dict[str, Path]:
    """Folders of the packs by name; a pack of the checkout hides an installed one of the same name."""
    packs: dict[str, Path] = {}
    for folder in countries_folders():
        for pack in sorted(folder.iterdir()):
            if pack.is_dir() and (pack / SETTINGS).is_file():
                packs.setdefault(pack.name, pack)
    return packs


def pack_folder(country: str | None) -> Path:
    """The folder of a pack, by name or path; None means the one whose settings say `default = true`."""
    packs = pack_names()
    if country is None:
        return _default(packs)
    if country in packs:
        return packs[country]
    folder = Path(country)
    try:
        if country and folder.is_dir():
            return folder
    except (OSError, ValueError):
        pass  # a name that no file system can hold is simply not found
    remedy = f"name a pack ({', '.join(packs) or 'none is installed'}) or give the path of a folder"
    raise Faults([Fault("", None, "--country", f"no pack {country!r} was found", remedy)])


def pack_place(country: str | None) -> tuple[Path, str]:
    """The folder of a pack and the file of its settings there: a path that ends in `.toml` names another declaration
    over the evidence of its folder.
    """
    if country is not None and country.endswith(ENDING) and Path(country).is_file():
        return Path(country).parent, Path(country).name
    return pack_folder(country), SETTINGS


def _default(packs: dict[str, Path]) -> Path:
    for folder in packs.values():
        try:
            settings = tomllib.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue  # whoever opens that pack is told what is wrong with it
        if settings.get("default") is True:
            return folder
    remedy = "give --country, or write `default = true` into the settings of one pack"
    raise Faults([Fault("", None, "--country", "no pack is marked as the default", remedy)])
