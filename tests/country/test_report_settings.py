"""`[report]` in country.toml: rows must exist, and a fact's places must be those that have numbers."""

from pathlib import Path

import pytest

from country.packs import Spoilt
from departures.country.pack import open_pack, put_together
from departures.faults import Faults

HEAD = "# ---- what is observed"


def test_a_pack_may_name_periods_and_facts(tmp_path: Path) -> None:
    pack = Spoilt(tmp_path / "pack")
    fact = '[[report.facts]]\ntext = "It was {count}."\nnumbers = { count = "arrivals-2015-all" }\n'
    pack.replace("country", HEAD, f"[report]\nperiods = [2008, 2014]\n{fact}{HEAD}")
    report = put_together(open_pack(pack.folder)).report
    assert report.periods == (2008, 2014)
    assert report.facts[0].numbers == {"count": "arrivals-2015-all"}


def test_all_mistakes_are_told_together(tmp_path: Path) -> None:
    pack = Spoilt(tmp_path / "pack")
    facts = '[[report.facts]]\ntext = "It was {count}."\nnumbers = { count = "arrivals-1066-all" }\n'
    line = pack.replace("country", HEAD, f'[report]\nwindows_with_sex = ["nowhere"]\n{facts}{HEAD}')
    with pytest.raises(Faults) as refused:
        open_pack(pack.folder)
    found = [(fault.found, fault.row) for fault in refused.value.faults]
    assert [row for text, row in found if "'nowhere'" in text] == [line + 1]
    assert any("'arrivals-1066-all'" in text for text, _ in found)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("periods = [2014, 2008]", "must rise"),
        ('facts = [{ text = "It was {count}.", numbers = {} }]', "places"),
        ('facts = [{ text = "It was {count.", numbers = {} }]', "braces"),
        ("colour = 1", "unknown key"),
    ],
)
def test_each_mistake_is_named(tmp_path: Path, lines: str, said: str) -> None:
    pack = Spoilt(tmp_path / "pack")
    pack.replace("country", HEAD, f"[report]\n{lines}\n{HEAD}")
    with pytest.raises(Faults, match=said):
        open_pack(pack.folder)
