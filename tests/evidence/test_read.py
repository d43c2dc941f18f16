"""An evidence package is read strictly, and all its mistakes are told at once, each in its place."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from departures.evidence import read_package
from departures.faults import Faults
from evidence.invented import ARRIVALS, PRESSURES, SOURCES, descriptor, with_cell, write_package

Q1 = 7  # line of the row y2-q1


def cell(column, text, row="y2-q1"):
    return {"arrivals": with_cell(ARRIVALS, row, column, text)}


def columns_without(name):
    place = ARRIVALS.splitlines()[0].split(",").index(name)
    lines = [line.split(",") for line in ARRIVALS.splitlines()]
    return "".join(",".join(cells[:place] + cells[place + 1 :]) + "\n" for cells in lines)


# name → (files that are spoilt, file, row, column, part of what was found, part of the remedy)
SPOILT = {
    "not a number": (cell("value", "fifty"), "arrivals.csv", Q1, "value", "'fifty' is not a number", "digits"),
    "thousands sign": (cell("value", "1_050"), "arrivals.csv", Q1, "value", "is not a number", "no thousands sign"),
    "not a number at all": (cell("value", "nan"), "arrivals.csv", Q1, "value", "is not a number", "digits"),
    "negative count": (cell("value", "-5"), "arrivals.csv", Q1, "value", "is negative", "at least 0"),
    "no value": (cell("value", ""), "arrivals.csv", Q1, "value", "is empty", "give every row a value"),
    "no such day": (
        cell("reference_period_end", "2002-02-30"), "arrivals.csv", Q1, "reference_period_end",
        "'2002-02-30' is not a date", "YYYY-MM-DD",
    ),
    "date in words": (cell("published", "April 2002"), "arrivals.csv", Q1, "published", "is not a date", "YYYY-MM-DD"),
    "date out of range": (cell("published", "9999-12-31"), "arrivals.csv", Q1, "published", "lies outside", "YYYY"),
    "end before start": (
        cell("reference_period_end", "2001-03-31"), "arrivals.csv", Q1, "reference_period_end",
        "before it starts", "mend one of the two dates",
    ),
    "unknown gender": (cell("gender", "women"), "arrivals.csv", Q1, "gender", "'women' is unknown", "all, m, f"),
    "unknown status": (cell("status", "sure"), "arrivals.csv", Q1, "status", "'sure' is unknown", "provisional"),
    "unknown grade": (cell("grade", "E"), "arrivals.csv", Q1, "grade", "'E' is unknown", "A, B, C, D"),
    "unknown role": (cell("role", "best"), "arrivals.csv", Q1, "role", "'best' is unknown", "preferred"),
    "unknown series": (cell("series", "weekly"), "arrivals.csv", Q1, "series", "'weekly' is unknown", "annual"),
    "neither true nor false": (cell("preferred", "yes"), "arrivals.csv", Q1, "preferred", "'yes'", "true or false"),
    "unknown source": (cell("source_id", "rumour"), "arrivals.csv", Q1, "source_id", "'rumour' is unknown", "add it"),
    "unknown input": (
        cell("derived_from", "y2-all y9-all", row="y2-q4"), "arrivals.csv", 10, "derived_from",
        "'y9-all' is unknown", "row_id or a source_id",
    ),
    "repeated name": (cell("row_id", "y1-all"), "arrivals.csv", Q1, "row_id", "stands in row 2 too", "its own name"),
    "name of another table": (
        {"pressures": with_cell(PRESSURES, "mood-2001", "row_id", "y1-all")}, "pressures.csv", 3, "row_id",
        "stands in table arrivals, row 2 too", "its own name",
    ),
    "value above high": (
        {"pressures": with_cell(PRESSURES, "harvest-2001", "value", "2.5")}, "pressures.csv", 2, "value",
        "out of order (1.1, 2.5, 1.9)", "low <= value <= high",
    ),
    "no figure at all": (
        {"pressures": with_cell(PRESSURES, "mood-2001", "unit", "index")}, "pressures.csv", 3, "value",
        "neither value nor low nor high", "qualitative",
    ),
    "blanks around a word": (cell("gender", "all "), "arrivals.csv", Q1, "gender", "has blanks", "remove them"),
    "missing column": (
        {"arrivals": columns_without("gender")}, "arrivals.csv", 1, "gender", "is missing", "add a column gender",
    ),
    "column twice": (
        {"sources": SOURCES.replace("title,publisher", "title,title")}, "sources.csv", 1, "title", "twice", "keep one",
    ),
    "undeclared column": (
        {"pressures": PRESSURES.replace("measure,", "thing,", 1)}, "pressures.csv", 1, "thing",
        "not declared", "declare",
    ),
    "semicolons": ({"arrivals": ARRIVALS.replace(",", ";")}, "arrivals.csv", 1, "", "by semicolons", "by commas"),
    "too few cells": (
        {"sources": SOURCES + "office2,Title\n"}, "sources.csv", 5, "",
        "2 cells where the header has 6", "quote commas",
    ),
    "open quote": ({"sources": SOURCES + '"office2,T'}, "sources.csv", 5, "", "is not CSV", "close every quote"),
    "empty file": ({"pressures": ""}, "pressures.csv", None, "", "is empty", "write a header"),
    "header only": ({"pressures": PRESSURES.splitlines()[0] + "\n"}, "pressures.csv", None, "", "no rows", "add rows"),
    "NUL byte": (
        {"pressures": PRESSURES.encode().replace(b"index", b"in\0ex", 1)}, "pressures.csv", 2, "", "NUL byte", "UTF-8",
    ),
    "another encoding": (
        {"sources": SOURCES.replace("Count", "Zählung").encode("latin-1")}, "sources.csv", 2, "", "not UTF-8", "UTF-8",
    ),
}  # fmt: skip


def faults_of(folder):
    with pytest.raises(Faults) as caught:
        read_package(folder)
    return caught.value.faults


def test_a_sound_package_is_read_with_its_types(tmp_path):
    package = read_package(write_package(tmp_path / "sound"))
    arrivals = package.table("arrivals")
    assert package.names == ("arrivals", "sources", "pressures")
    assert (package.title, package.licence) == ("Figures on Outland", "CC-BY-4.0")
    assert str(arrivals["published"].dtype) == "datetime64[ns]"
    assert arrivals["preferred"].dtype == bool
    assert arrivals.index.name == "line"
    assert arrivals.loc[Q1, "row_id"] == "y2-q1"
    assert arrivals.loc[12, ["row_id", "value"]].tolist() == ["stock-2", 720.0]
    assert arrivals["reference_period_start"].isna().sum() == 2
    assert list(package.sources["source_id"]) == ["office", "paper", "DERIVED"]


@pytest.mark.parametrize("name", SPOILT)
def test_each_mistake_is_told_with_its_place_and_a_remedy(tmp_path, name):
    files, file, row, column, found, remedy = SPOILT[name]
    faults = faults_of(write_package(tmp_path / "spoilt", **files))
    assert any(
        fault.file.endswith(file)
        and (fault.row, fault.column) == (row, column)
        and found in fault.found
        and remedy in fault.remedy
        for fault in faults
    ), "\n".join(str(fault) for fault in faults)


def test_several_mistakes_of_several_files_are_told_together(tmp_path):
    arrivals = with_cell(with_cell(ARRIVALS, "y1-m", "value", "-4"), "y2-q1", "gender", "w")
    sources = SOURCES.replace("2002-01-05,2002-01-05", "2002-01-05,yesterday")
    faults = faults_of(write_package(tmp_path / "spoilt", arrivals=arrivals, sources=sources, pressures=""))
    places = {(fault.file.rsplit("/", 1)[-1], fault.row, fault.column) for fault in faults}
    assert places == {
        ("arrivals.csv", 3, "value"),
        ("arrivals.csv", Q1, "gender"),
        ("sources.csv", 3, "published"),
        ("pressures.csv", None, ""),
    }


DESCRIPTORS = {
    "broken JSON": ('{"resources": [', "is not JSON", "mend the JSON"),
    "not an object": ("[1, 2]", "no list of tables", "`resources`"),
    "a table is missing": (
        json.dumps({**descriptor(), "resources": descriptor()["resources"][:1]}),
        "'sources' is missing", "add a resource",
    ),
    "outside the folder": (
        json.dumps({"resources": [{"name": "arrivals", "path": "../arrivals.csv"}]}),
        "is not a file of this folder", "CSV",
    ),
    "no fields": (
        json.dumps({"resources": [*descriptor()["resources"][:2], {"name": "moods", "path": "pressures.csv"}]}),
        "no list of fields", "schema.fields",
    ),
    "unknown type": (
        json.dumps(
            {"resources": [{"name": "moods", "path": "m.csv", "schema": {"fields": [{"name": "x", "type": "t"}]}}]}
        ),
        "'t' is unknown", "string, number",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DESCRIPTORS)
def test_a_descriptor_that_cannot_be_used_is_told(tmp_path, name):
    text, found, remedy = DESCRIPTORS[name]
    folder = write_package(tmp_path / "spoilt")
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    faults = faults_of(folder)
    told = [fault for fault in faults if found in fault.found and remedy in fault.remedy]
    assert told, "\n".join(str(fault) for fault in faults)
    assert told[0].file.endswith("datapackage.json")


def test_missing_files_are_told(tmp_path):
    assert "cannot be read" in faults_of(tmp_path / "nowhere")[0].found
    folder = write_package(tmp_path / "package")
    (folder / "pressures.csv").unlink()
    assert [fault.file.rsplit("/", 1)[-1] for fault in faults_of(folder)] == ["pressures.csv"]


def test_an_unknown_table_is_a_fault_that_names_the_known_ones(tmp_path):
    package = read_package(write_package(tmp_path / "sound"))
    with pytest.raises(Faults, match="arrivals, sources, pressures"):
        package.table("prices")


def test_the_fingerprint_changes_with_any_byte_and_with_nothing_else(tmp_path):
    first = read_package(write_package(tmp_path / "one")).fingerprint()
    again = read_package(write_package(tmp_path / "two")).fingerprint()
    changed = read_package(write_package(tmp_path / "three", **cell("note", "seen twice"))).fingerprint()
    assert first == again
    assert first != changed


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    table=st.sampled_from(["arrivals", "sources", "pressures"]),
    start=st.integers(0, 1500),
    length=st.integers(0, 60),
    junk=st.one_of(
        st.binary(max_size=40), st.text(alphabet='0123456789-,;"\n\r é\0', max_size=40).map(str.encode)
    ),
)
def test_any_bytes_end_in_success_or_in_one_list_of_faults(tmp_path, table, start, length, junk):
    content = {"arrivals": ARRIVALS, "sources": SOURCES, "pressures": PRESSURES}[table].encode()
    spoilt = content[:start] + junk + content[start + length :]
    folder = write_package(tmp_path / "spoilt", **{table: spoilt})
    try:
        told = ()
        rows = len(read_package(folder).table("arrivals"))
    except Faults as refusal:
        told, rows = refusal.faults, 0
    assert rows > 0 or told
    assert all(fault.found and fault.remedy and fault.file for fault in told)


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    content=st.one_of(
        st.binary(max_size=200), st.text(alphabet='{}[]":,nul1eE+-. ', max_size=60).map(str.encode)
    )
)
def test_any_descriptor_ends_in_faults_and_never_in_another_error(tmp_path, content):
    folder = write_package(tmp_path / "spoilt")
    (folder / "datapackage.json").write_bytes(content)
    with pytest.raises(Faults):
        read_package(folder)
