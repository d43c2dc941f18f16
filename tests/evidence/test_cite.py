"""A figure leads back to who published it, under what title, when and where."""

import pytest

from departures.evidence import citation, footnote, read_package, sources_of
from departures.evidence.cite import source_of
from departures.faults import Faults
from evidence.invented import write_package


@pytest.fixture
def package(tmp_path):
    return read_package(write_package(tmp_path / "sound"))


def row_of(package, row_id):
    arrivals = package.table("arrivals")
    return arrivals[arrivals["row_id"] == row_id].iloc[0]


def test_a_citation_names_publisher_title_date_and_address(package):
    text = citation(source_of(package, "paper"))
    assert text == "The Paper, Arrivals, first figures, 2002-01-05. https://example.org/paper"


def test_a_source_without_address_is_cited_without_one(package):
    assert citation(source_of(package, "DERIVED")).endswith("2003-02-01.")


def test_a_footnote_adds_the_date_to_which_the_figure_is_dated(package):
    assert footnote(package, row_of(package, "y1-all")).endswith("https://example.org/count (as of 2001-12)")


def test_a_derived_row_cites_what_it_was_derived_from(package):
    text = footnote(package, row_of(package, "y2-q4"))
    assert text.startswith("Derived from: Office of Arrivals, Count of arrivals")
    assert "compiled here" not in text
    assert sources_of(package, "y2-q4") == ["office"]


def test_an_unknown_source_is_a_fault(package):
    with pytest.raises(Faults, match="'rumour' is unknown"):
        source_of(package, "rumour")
