"""A pack is found by its name, by the path of its folder, or as the default."""

import pytest

from departures.faults import Faults
from departures.runs import places
from departures.runs.places import pack_folder


@pytest.fixture
def countries(tmp_path, monkeypatch):
    for name, settings in (
        ("inland", "default = false\n"),
        ("outland", "default = true\n"),
        ("upland", "= broken"),
    ):
        (tmp_path / "countries" / name).mkdir(parents=True)
        (tmp_path / "countries" / name / "country.toml").write_text(settings)
    (tmp_path / "countries" / "notes").mkdir()
    monkeypatch.setattr(places, "countries_folders", lambda: (tmp_path / "countries",))
    return tmp_path / "countries"


def test_a_pack_is_found_by_name(countries):
    assert pack_folder("inland") == countries / "inland"


def test_a_pack_is_found_by_the_path_of_its_folder(countries):
    assert pack_folder(str(countries / "notes")) == countries / "notes"


def test_without_a_name_the_default_is_taken(countries):
    assert pack_folder(None) == countries / "outland"


def test_without_any_default_a_fault_says_what_to_do(countries):
    (countries / "outland" / "country.toml").write_text("default = false\n")
    with pytest.raises(Faults, match="default = true"):
        pack_folder(None)


@pytest.mark.parametrize("name", ["nowhere", "", "a\0b", "x" * 5000])
def test_an_unknown_name_is_a_fault_that_lists_the_known_ones(countries, name):
    with pytest.raises(Faults, match="inland, outland, upland"):
        pack_folder(name)


def test_the_checkout_has_a_default_pack():
    assert (pack_folder(None) / "evidence" / "datapackage.json").is_file()
