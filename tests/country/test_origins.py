"""What a prior rests on is followed to its origins, so that no figure is used twice under another name."""

from departures.country.draft import Known
from departures.country.origins import derivation, origins

KNOWN = Known(
    rows={"count": None, "repeated": None, "merged": None, "apart": None},
    sources=frozenset({"OFFICE", "PRESS"}),
    inputs={"merged": ("repeated", "PRESS"), "repeated": ("count",)},
    origins={
        "count": "office",
        "repeated": "office",
        "merged": "several",
        "apart": "survey",
        "PRESS": "paper",
    },
)


def test_rows_and_sources_are_followed_however_far_back():
    assert derivation(KNOWN, "merged") == {"merged", "repeated", "count", "PRESS"}
    assert derivation(KNOWN, "apart") == {"apart"}


def test_a_row_of_several_origins_has_those_of_what_it_was_derived_from():
    assert origins(KNOWN, ("merged",)) == {"office", "paper"}
    assert origins(KNOWN, ("apart", "OFFICE")) == {"survey"}


def test_rows_that_were_derived_from_each_other_end():
    circle = Known(rows={}, sources=frozenset(), inputs={"a": ("b",), "b": ("a",)}, origins={"a": "one"})
    assert origins(circle, ("b",)) == {"one"}
