"""A figure is drawn once, comes from the cache unchanged, and anew as soon as anything in it changes."""

import pytest

from departures.report import rendered as room
from departures.runs import cache

CHART = {
    "data": {"values": [{"year": 2019, "people": 3.0}, {"year": 2020, "people": 1.0}]},
    "mark": "bar",
    "encoding": {"x": {"field": "year"}, "y": {"field": "people", "type": "quantitative"}},
    "width": 200,
}
NARROW = CHART | {"width": 100}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))


def test_the_second_time_nothing_is_drawn(monkeypatch):
    first = room.rendered("bars", CHART, NARROW)
    monkeypatch.setattr(room, "as_svg", lambda *_: pytest.fail("drawn again"))
    assert room.rendered("bars", CHART, NARROW) == first
    assert first.wide.startswith("<svg")
    assert first.wide != first.narrow
    assert first.picture.startswith(b"\x89PNG")


def test_another_value_or_name_is_drawn_anew():
    first = room.rendered("bars", CHART, NARROW)
    changed = CHART | {"data": {"values": [{"year": 2019, "people": 4.0}]}}
    assert room.rendered("bars", changed, NARROW).wide != first.wide
    assert len(list((cache.cache_folder() / room.KIND).iterdir())) == 2
    room.rendered("others", CHART, NARROW)
    assert len(list((cache.cache_folder() / room.KIND).iterdir())) == 3
