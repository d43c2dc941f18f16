"""Whatever a user writes into a pack ends in one message that lists every mistake, exit code 2, nothing written."""

import pytest

from country.packs import Spoilt, run


@pytest.fixture
def spoilt(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Spoilt(tmp_path / "packs" / "copy")


@pytest.fixture
def check(monkeypatch, capsys):
    def checked(pack, *options):
        return run(monkeypatch, capsys, "country", "check", pack.folder, *options)

    return checked


def wrong_type(pack):
    return pack.cell("arrivals", "arrivals-2009-all", "value", "many"), "value", "'many' is not a number"


def wrong_date(pack):
    return pack.cell("arrivals", "arrivals-2009-all", "published", "20 Jan"), "published", "is not a date"


def unknown_source(pack):
    return pack.cell("arrivals", "arrivals-2010-f", "source_id", "NOBODY"), "source_id", "'NOBODY' is unknown"


def negative_count(pack):
    return pack.cell("arrivals", "arrivals-2011-m", "value", "-4"), "value", "'-4' is negative"


def men_and_women_are_not_all(pack):
    pack.cell("arrivals", "arrivals-2012-m", "value", "1")
    return pack.line_of("arrivals", "arrivals-2012-all"), "value", "1 men + "


def overlapping_windows(pack):
    line = pack.cell("arrivals", "arrivals-2016q2-all", "reference_period_start", "2016-03-01")
    return line, "reference_period_start", "overlaps the one before it"


def quarters_that_are_not_the_year(pack):
    pack.cell("arrivals", "arrivals-2016q2-all", "value", "7")
    return pack.line_of("arrivals", "arrivals-2016-all"), "value", "the quarters"


def end_before_start(pack):
    line = pack.cell("arrivals", "arrivals-2010-all", "reference_period_end", "2009-12-31")
    return line, "reference_period_end", "ends (2009-12-31) before it starts"


def duplicate_row_id(pack):
    return (
        pack.cell("pathways", "ways-stay-2011", "row_id", "ways-abroad-2013"),
        "row_id",
        "stands in row 2 too",
    )


def missing_column(pack):
    pack.replace("arrivals", "gender", "sex")
    return 1, "gender", "the column is missing"


def empty_table(pack):
    pack.write("timeline", b"")
    return None, "timeline.csv", "is empty"


def missing_table(pack):
    pack.path("timeline").unlink()
    return None, "timeline.csv", "cannot be read"


def table_that_is_not_described(pack):
    pack.write("quarters", b"row_id,value\n")
    return None, "datapackage.json, resources", "'quarters.csv' is not described"


def death_without_a_rate(pack):
    pack.replace("country", 'returned = "returned"\n', 'returned = "returned"\n  dead = "arrived"\n')
    return None, "rooms[return].forms[return]", "`dead` (a state) and `dies` (a prior) belong together"


def table_in_a_wrong_encoding(pack):
    pack.write("timeline", "row_id,mechanism\nüber,x\n".encode("latin-1"))
    return 2, "timeline.csv", "is not UTF-8"


def missing_settings(pack):
    pack.path("country").unlink()
    return None, "country.toml", "cannot be read"


def empty_settings(pack):
    pack.write("country", b"\n\n")
    return None, "country.toml", "is empty"


def settings_in_a_wrong_encoding(pack):
    pack.write("country", 'title = "x"\n# grün\n'.encode("latin-1"))
    return 2, "country.toml", "is not UTF-8"


def bad_toml(pack):
    return pack.replace("country", "first = 2008-01-01", "first = "), "country.toml", "is not TOML"


def unknown_form(pack):
    line = pack.replace("country", 'form = "kin_pull"', 'form = "kin_push"')
    return line, "rooms[kin].forms[kin].form", "the form 'kin_push' is unknown"


def missing_prior(pack):
    pack.replace(
        "country", 'effect = { prior = "half_normal", spread = 0.7, source = "judgement: a failed', '# "'
    )
    line = pack.replace("country", 'form = "push"', 'form = "push"')
    return line - 1, "rooms[hardship].forms[hunger].effect", 'add effect = { prior = "…"'


def prior_without_source(pack):
    line = pack.replace("country", ', source = "judgement: log reduction once the fence stands" }', " }")
    return line, "rooms[fence].forms[fence].effect.source", "is missing"


def impossible_prior(pack):
    line = pack.replace(
        "country",
        'center = 0.01, spread = 0.6, source = "judgement: one',
        'center = -1.0, spread = 0.6, source = "',
    )
    return line, "rooms[return].forms[return].arrest", "needs a center above 0"


def prior_from_a_fitted_row(pack):
    pack.replace("country", "judgement: a year or two of arrivals were on their way", "ways-abroad-2013")
    return None, "abroad_before_persons", "used twice"


def prior_of_the_same_origin_as_a_fitted_row(pack):
    pack.cell("parameters", "parameter-last-leg", "origin_id", "invented_survey")
    return None, "onward_last_leg_rate", "has the origin of 'ways-"


def prior_from_an_unknown_source(pack):
    pack.replace("country", 'source = "parameter-last-leg"', 'source = "a guess"')
    return None, "onward_last_leg_rate", "'a guess' is neither a row nor a source"


def unknown_state_in_a_transition(pack):
    pack.replace("country", 'target = "hiding"', 'target = "hidding"')
    return None, "crossing", "unknown target state `hidding`"


def unknown_driver(pack):
    pack.replace("country", 'driver = "fence"', 'driver = "wall"')
    return None, "rooms[fence].forms[fence], fence", "the driver 'wall', which nothing declares"


def unknown_transition_of_a_factor(pack):
    pack.replace("country", 'on = ["crossing"]', 'on = ["flying"]')
    return None, "rooms[kin].forms[kin], kin", "the transition 'flying', which nothing declares"


def unknown_row_in_a_statement(pack):
    line = pack.replace("country", 'row = "ways-left-before-2018h1"', 'row = "ways-nothing"')
    return line, "observation.statements[ways-nothing].row", "the evidence row 'ways-nothing' is unknown"


def unknown_row_of_a_driver(pack):
    line = pack.replace("country", 'rows = ["event-fence"]', 'rows = ["event-wall"]')
    return line, "drivers.fence.rows", "the evidence row 'event-wall' is unknown"


def wording_not_in_the_table(pack):
    line = pack.replace("country", 'wording = "most"', 'wording = "quite a few"')
    return line, "wording", "use one of: almost nobody, most"


def unknown_key(pack):
    line = pack.replace("country", "fade = 0.02", "fade = 0.02\n  fading = 0.02")
    return line + 1, "rooms[kin].forms[kin].fading", "is an unknown key"


def unknown_role(pack):
    line = pack.replace("country", 'role = "hiding"', 'role = "hidden"')
    return line, "states[hiding].role", "'hidden' is unknown"


def unknown_kind_of_driver(pack):
    line = pack.replace("country", 'kind = "ramp"', 'kind = "slope"')
    return line, "drivers.fence.kind", "'slope' is unknown"


def unknown_source_of_a_room(pack):
    line = pack.replace("country", 'sources = ["INVENTED_IMAGERY"]', 'sources = ["MAPS"]')
    return line, "rooms[fence].sources", "the source 'MAPS' is unknown"


def stay_that_is_not_the_row(pack):
    line = pack.replace("country", "years = 1.3", "years = 3.1")
    return line, "years", "3.1 years, but the row 'ways-stay-2011' says 1.3"


def period_of_a_statement_ends_before_it_starts(pack):
    pack.replace("country", "end = 2018-06-30", "end = 2017-06-30")
    return None, "observation.statements", "the period ends (2017-06-30) before it starts (2018-01-01)"


def way_without_dispersion(pack):
    pack.replace("country", 'sent = "party_dispersion"', "")
    return None, "observation.parties", "the way 'sent' has no dispersion"


def unknown_room_left_out(pack):
    line = pack.replace("country", 'off = ["kin"]', 'off = ["kith"]')
    return line, "explanations.no_kin.off", "the room or factor 'kith' is unknown"


def word_of_the_report_missing(pack):
    pack.replace("country", 'people = "escapees"', "")
    return None, "words.people", "is missing"


def untrusted_python(pack):
    _add_python(pack, "raise SystemExit('it ran')")
    return None, "odd.py", "is Python that would run"


KINDS = (
    wrong_type, wrong_date, unknown_source, negative_count, men_and_women_are_not_all, overlapping_windows,
    quarters_that_are_not_the_year, end_before_start, duplicate_row_id, missing_column, empty_table, missing_table,
    table_in_a_wrong_encoding, missing_settings, empty_settings, settings_in_a_wrong_encoding, bad_toml, unknown_form,
    missing_prior, prior_without_source, impossible_prior, prior_from_a_fitted_row, prior_from_an_unknown_source,
    prior_of_the_same_origin_as_a_fitted_row,
    unknown_state_in_a_transition, unknown_driver, unknown_transition_of_a_factor, unknown_row_in_a_statement,
    unknown_row_of_a_driver, wording_not_in_the_table, unknown_key, unknown_role, unknown_kind_of_driver,
    unknown_source_of_a_room, table_that_is_not_described, death_without_a_rate, stay_that_is_not_the_row,
    period_of_a_statement_ends_before_it_starts,
    way_without_dispersion, unknown_room_left_out, word_of_the_report_missing, untrusted_python,
)  # fmt: skip


def _add_python(pack, text):
    (pack.folder / "mechanisms").mkdir()
    (pack.folder / "mechanisms" / "odd.py").write_text(text, encoding="utf-8")
    pack.replace("country", '[[rooms]]\nname = "kin"', '[[rooms]]\nmodule = "odd"\n\n[[rooms]]\nname = "kin"')


@pytest.mark.parametrize("spoil", KINDS, ids=lambda kind: kind.__name__)
def test_a_mistake_gives_one_message_with_place_and_remedy_and_nothing_else(spoil, spoilt, check):
    line, place, found = spoil(spoilt)
    before = spoilt.files()
    code, output, message = check(spoilt)
    assert code == 2
    assert output == ""
    lines = [text for text in message.splitlines()[1:] if found in text]
    assert lines, message
    (first, *_) = lines
    assert place in first
    assert " → " in first
    if line is not None:
        assert f".csv, row {line}" in first or f".toml, line {line}" in first
    # a mistake is told once, and not followed by others that it causes; a renamed column is both missing and new
    assert len(message.splitlines()) - 1 == (2 if spoil is missing_column else 1), message
    assert spoilt.files() == before


def test_the_copy_itself_is_sound(spoilt, check):
    code, output, message = check(spoilt)
    assert (code, message) == (0, "")
    assert "No problem found in the files." in output


def test_mistakes_of_all_files_are_listed_together(spoilt, check):
    five = (negative_count, unknown_form, prior_without_source, unknown_row_in_a_statement, unknown_role)
    expected = [spoil(spoilt) for spoil in five]
    code, _, message = check(spoilt)
    assert code == 2
    for _, place, found in expected:
        assert any(place in line and found in line for line in message.splitlines()), (place, found, message)
    assert message.startswith("5 problems found; nothing was written.")


def test_what_is_wrong_under_a_rival_explanation_alone_says_under_which(spoilt, check):
    spoilt.replace("country", 'off = ["policing_abroad"]', 'off = ["policing_abroad", "onward"]')
    code, _, message = check(spoilt)
    assert code == 2
    _, *problems = message.splitlines()
    assert len(problems) == 3
    assert all("under the explanation 'border_only': " in problem for problem in problems)


def test_trusted_python_runs_until_it_changes(spoilt, check):
    room = (
        "from departures.model.room import Room\n"
        "def room(context):\n"
        "    return Room('odd', 'Odd', 'Nothing.', ('INVENTED_OFFICE',))\n"
    )
    _add_python(spoilt, room)
    assert check(spoilt)[0] == 2
    code, output, _ = check(spoilt, "--trust")
    assert code == 0
    assert "Runs Python: mechanisms/odd.py" in output
    assert check(spoilt)[0] == 0
    (spoilt.folder / "mechanisms" / "odd.py").write_text(room + "# changed\n", encoding="utf-8")
    code, _, message = check(spoilt)
    assert code == 2
    assert "has changed since it was trusted" in message


def test_python_that_fails_is_shown_with_its_line(spoilt, check):
    _add_python(spoilt, "def room(context):\n    return 1 / 0\n")
    code, _, message = check(spoilt, "--trust")
    assert code == 2
    assert "odd.py, line 2: the room fails: ZeroDivisionError" in message


def test_trust_is_not_recorded_for_a_pack_with_mistakes(spoilt, check):
    _add_python(spoilt, "def room(context):\n    return 1 / 0\n")
    check(spoilt, "--trust")
    _, _, message = check(spoilt)
    assert "is Python that would run" in message


def test_no_room_reaches_files_outside_the_pack(spoilt, check):
    spoilt.replace(
        "country", '[[rooms]]\nname = "kin"', '[[rooms]]\nmodule = "../odd"\n\n[[rooms]]\nname = "kin"'
    )
    code, _, message = check(spoilt)
    assert code == 2
    assert "rooms[../odd].module" in message
