"""A pack's `publication.toml` is read whole, and all its mistakes are named at once."""

from pathlib import Path

import pytest

from departures.faults import Faults
from departures.publication import CountryRules, check_file, read_country_rules
from departures.publication.refusals import RULES
from departures.publication.small_cells import DERIVED, PRINTED

PACK = Path(__file__).parents[2] / "countries" / "north_korea"


def test_a_pack_without_the_file_adds_nothing(tmp_path: Path) -> None:
    assert read_country_rules(tmp_path) == CountryRules(folder=tmp_path)


def test_all_mistakes_are_named_together(tmp_path: Path) -> None:
    (tmp_path / "publication.toml").write_text(
        'towns = ["A"]\nplaces = "B"\n[[exempt]]\nname = "x"\nattributes = "sex"\ncolour = "red"\n'
    )
    with pytest.raises(Faults) as faults:
        read_country_rules(tmp_path)
    assert [fault.column for fault in faults.value.faults] == [
        "exempt 1.attributes",
        "exempt 1.colour",
        "exempt 1.kind",
        "exempt 1.reason",
        "places",
        "towns",
    ]


@pytest.mark.parametrize("content", [b"places = [", b"\xff\xfe"])
def test_a_broken_file_is_one_fault(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "publication.toml").write_bytes(content)
    with pytest.raises(Faults, match=r"publication\.toml"):
        read_country_rules(tmp_path)


def test_every_exemption_of_the_pack_names_a_kind_that_exists() -> None:
    rules = read_country_rules(PACK)
    assert rules.exemptions
    assert {exemption.kind for exemption in rules.exemptions} <= {
        *(rule.name for rule in RULES),
        PRINTED,
        DERIVED,
    }


def test_an_exemption_for_data_holds_only_inside_the_pack(tmp_path: Path) -> None:
    settings = '[[exempt]]\nname = "as published"\nkind = "small cell"\nreason = "so"\nonly_in_pack = true\n'
    pack, outside = tmp_path / "pack", tmp_path / "out"
    for folder in (pack, outside):
        folder.mkdir()
        (folder / "a.csv").write_text("quarter,women\n2021-Q1,3\n")
    (pack / "publication.toml").write_text(settings)
    rules = read_country_rules(pack)
    assert check_file(pack / "a.csv", rules) == ()
    assert len(check_file(outside / "a.csv", rules)) == 1
