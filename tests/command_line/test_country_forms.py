"""`country forms` tells a pack's author every key of every form, without a look at the code."""

import pytest
from typer.testing import CliRunner

from departures.command_line.main import application
from departures.mechanisms.forms import FORMS


def told(*words):
    return CliRunner().invoke(application, ["country", "forms", *words])


def test_every_form_is_listed():
    lines = told().output.splitlines()
    assert [line.split(":")[0] for line in lines] == sorted(FORMS)


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_every_key_of_a_form_is_told_with_whether_it_is_needed(kind):
    lines = told(kind).output.splitlines()
    for key, field in FORMS[kind].model_fields.items():
        (line,) = [line for line in lines if line.startswith(f"{key} ")]
        assert line.endswith("(needed)") == field.is_required()


def test_the_keys_of_a_list_of_tables_stand_below_it():
    lines = told("return_and_reattempt").output.splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("arrests "))
    assert "list of tables" in lines[place]
    assert lines[place + 1].strip().startswith("source ")


def test_an_unknown_form_is_refused_with_the_known_ones():
    from departures.command_line.forms_layout import forms_in_words
    from departures.faults import Refusal

    with pytest.raises(Refusal, match=r"no form 'gate'.*transit_with_gates"):
        forms_in_words("gate")
