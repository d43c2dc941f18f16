"""Causes that a pack names wrongly are told, all at once."""

from pathlib import Path

import pytest

from country.packs import Spoilt
from departures.country.pack import open_pack
from departures.faults import Faults

GOOD = """
[causes]
changes = [[2009, 2012]]

[[causes.parts]]
name = "fence"
title = "the fence"
factors = ["fence"]
"""

SECOND = GOOD[GOOD.index("[[causes") :]


def told(tmp_path: Path, old: str, new: str) -> str:
    pack = Spoilt(tmp_path / "veldran")
    path = pack.path("country")
    path.write_text(path.read_text() + GOOD.replace(old, new, 1))
    with pytest.raises(Faults) as found:
        open_pack(pack.folder)
    return "\n".join(map(str, found.value.faults))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('factors = ["fence"]', 'factors = ["fense"]', "the factor 'fense' is unknown"),
        ('factors = ["fence"]', 'drivers = ["fense"]', "the driver 'fense' is unknown"),
        ('factors = ["fence"]', "", "a part needs factors or drivers"),
        ("[2009, 2012]", "[2012, 2009]", "does not go forward"),
        ("[2009, 2012]", "[1809, 2012]", "lies outside the months"),
        ('name = "fence"', 'name = "carried_over"', "is the name of the part that every change has"),
        ('factors = ["fence"]', 'factors = ["fence"]\n' + SECOND, "fence stands in more than one part"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    faults = told(tmp_path, old, new)
    assert said in faults
    assert "country.toml, line" in faults


def test_where_intensities_read_signals_causes_cannot_be_told(tmp_path: Path) -> None:
    assert "causes cannot be told where intensities read signals" in told(tmp_path, "", "")
