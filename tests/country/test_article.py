"""The article is there sentence by sentence, and what is wrong with it is told, all at once."""

from pathlib import Path

import pytest

from country.packs import Spoilt
from departures.country.pack import open_pack, put_together
from departures.faults import Faults
from laws.problems import problem

NORTH = problem("north_korea")

GOOD = """
source = "INVENTED_OFFICE"
paragraphs = [1, 2]

[[statements]]
paragraph = 1
sentence = 1
says = "A heading."
kind = "context"
reason = "a heading"

[[statements]]
paragraph = 2
sentence = 1
says = "More than a hundred came."
room = "fence"
kind = "test"
[[statements.tests]]
on = "published"
rows = ["arrivals-2019-all"]
is = "above"
value = 100

[[statements]]
paragraph = 2
sentence = 2
says = "One account."
kind = "testimony"
"""


def test_no_sentence_of_the_text_is_missing():
    article = NORTH.article
    wanted = {(p, s) for p, count in enumerate(article.paragraphs, 1) for s in range(1, count + 1)}
    assert {(item.paragraph, item.sentence) for item in article.statements} == wanted
    assert len(wanted) == 61  # counted in the text by hand


def test_every_statement_has_a_room_a_number_or_a_reason():
    rooms = {room.name for room in NORTH.rooms}
    for item in NORTH.article.statements:
        assert item.room in rooms or (item.kind == "context" and item.reason)
        assert item.tests or item.reason or item.kind in ("testimony", "belief")


def test_every_room_of_the_argument_is_spoken_of():
    spoken_of = {item.room for item in NORTH.article.statements}
    of_the_text = {
        "internal_movement", "border_technology", "closure_and_shoot_orders", "trafficking_and_forced_marriage",
        "dispatched_workers", "families_left_behind", "fear_and_reverence", "arrival_and_faith",
    }  # fmt: skip
    assert of_the_text <= spoken_of


def test_the_article_changes_no_fit():
    pack = open_pack("north_korea")
    bare = type(pack)(pack.draft)
    assert put_together(bare).fingerprint == put_together(pack).fingerprint


def opened(tmp_path: Path, old: str = "", new: str = ""):
    pack = Spoilt(tmp_path / "veldran")
    assert old in GOOD
    (pack.folder / "article.toml").write_text(GOOD.replace(old, new, 1))
    return open_pack(pack.folder)


def test_a_pack_may_have_an_article(tmp_path: Path) -> None:
    article = put_together(opened(tmp_path)).article
    assert article is not None
    assert [item.place for item in article.statements] == ["1.1", "2.1", "2.2"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("paragraphs = [1, 2]", "paragraphs = [1, 3]", "sentence 2.3 is missing"),
        ("sentence = 2", "sentence = 4", "2.4 is no sentence of the text"),
        ("sentence = 2", "sentence = 1", "2.1 stands there more than once"),
        ('room = "fence"', 'room = "hall"', "2.1: the room 'hall' is unknown"),
        ("arrivals-2019-all", "arrivals-1819-all", "2.1: 'arrivals-1819-all' is neither a row nor a source"),
        ('source = "INVENTED_OFFICE"', 'source = "NOBODY"', "the source 'NOBODY' is unknown"),
        ('reason = "a heading"', "", "a statement that is not tested needs a reason"),
        ('kind = "testimony"', 'kind = "hearsay"', "kind"),
        ('kind = "testimony"', 'kind = "test"', "tests belong to statements of the kind"),
        ('on = "published"', 'on = "cause"\nparts = ["x"]\nchange = "2009-2012"', "rows"),
        ('is = "above"', 'is = "beyond"', "is"),
        ("value = 100", 'value = 100\n[[statements.leaves_out]]\non = "published"\nrows = ["arrivals-2019-all"]\n'
         'is = "above"\nvalue = 1', "needs words"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(Faults) as found:
        opened(tmp_path, old, new)
    faults = [str(fault) for fault in found.value.faults]
    assert any(said in fault and "article.toml" in fault for fault in faults), faults


def test_a_cause_that_the_pack_does_not_name_is_told(tmp_path: Path) -> None:
    old = 'on = "published"\nrows = ["arrivals-2019-all"]\n'
    with pytest.raises(Faults, match="the part 'fence' is not among the causes"):
        opened(tmp_path, old, 'on = "cause"\nparts = ["fence"]\nchange = "2009-2012"\n')
