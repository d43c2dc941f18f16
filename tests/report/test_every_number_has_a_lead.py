"""Every number on the page leads to evidence rows or to draws, and is what they say."""

import re

import pytest

from departures.answers.answer import Lead, Number, plain
from departures.answers.beside import CALIBRATION, ISSUED, value_beside
from departures.answers.leads import value_of
from departures.answers.observed import known_rows
from report.conftest import Built
from report.page_reader import Text, texts_of

DATE = re.compile(
    r"\b\d{4}-\d{2}-\d{2}\b|\b\d{4}-Q[1-4]\b|\b(?:19|20)\d\d-\d\d\b|\b(?:19|20)\d\d(?:–(?:19|20)\d\d)?\b"
)
CLOSE = 1e-9


def coordinates(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(tuple(part.split("=", 1)) for part in text.split(";") if part)


def lead_of(data: dict[str, str]) -> Lead:
    return Lead(
        rows=tuple(data.get("data-rows", "").split()),
        quantity=data.get("data-quantity", ""),
        at=coordinates(data.get("data-at", "")),
        of=data.get("data-of", ""),
        of_at=coordinates(data.get("data-of-at", "")),
        complement=data.get("data-complement") == "true",
    )


def without_lead(text: Text) -> str:
    """Return the digits of a text that need a lead and have none; empty where all is well."""
    if text.within("data") is not None or text.within("cite") is not None or text.in_class("definition"):
        return ""
    if text.in_class("note") and text.within("a") is not None:
        return ""  # a footnote's number
    if text.attribute("data-sources"):
        return ""  # a claim, checked below
    words = re.sub(r"^Figure \d+\.", "", text.words.strip())
    return words if re.search(r"\d", DATE.sub("", words)) else ""


def test_every_number_leads_somewhere(built: Built) -> None:
    assert [found for text in texts_of(built.html) if (found := without_lead(text))] == []


def test_every_row_named_is_in_the_evidence(built: Built) -> None:
    known = set(known_rows(built.problem))
    named = {row for rows in re.findall(r'data-rows="([^"]*)"', built.html) for row in rows.split()}
    assert len(named) > 50
    assert named - known == set()


def test_every_claim_names_sources_of_the_evidence(built: Built) -> None:
    known = set(built.problem.evidence.sources["source_id"]) | set(known_rows(built.problem))
    claims = [
        text for text in texts_of(built.html) if text.in_class("claim") and re.search(r"\d", text.words)
    ]
    for text in claims:
        if text.within("data") is None and not text.in_class("note"):
            named = (text.attribute("data-sources") or "").split()
            assert named, text.words
            assert set(named) <= known


def test_every_estimate_is_what_its_draws_say(built: Built) -> None:
    checked = 0
    for text in texts_of(built.html):
        data = text.within("data")
        if data is None or not data.get("data-quantity"):
            continue
        lead = lead_of(data)
        if lead.quantity in (ISSUED, CALIBRATION):
            value, low, high = value_beside(built.problem, lead)
        else:
            value, low, high = value_of(built.fit, lead)
        assert float(data["value"]) == pytest.approx(value, rel=CLOSE)
        for name, end in (("data-low", low), ("data-high", high)):
            assert (name in data) == (end is not None)
            if end is not None:
                assert float(data[name]) == pytest.approx(end, rel=CLOSE)
        share = data.get("data-share") == "true"
        printed = Number(value, "", lead, "observed", low, high, share=share)
        only_range = Number(value, "", lead, "observed", low, high, share=share, only_range=True)
        assert text.words in (plain(printed), plain(only_range))
        checked += 1
    assert checked > 100


def test_every_published_count_is_what_its_row_says(built: Built) -> None:
    rows = known_rows(built.problem)
    checked = 0
    for text in texts_of(built.html):
        data = text.within("data")
        if data is None or data.get("data-unit") not in ("persons", "percent") or not data.get("data-rows"):
            continue
        values = {float(rows[row]["value"]) for row in data["data-rows"].split()}
        if len(data["data-rows"].split()) == 1:
            assert {float(data["value"])} == values
            checked += 1
    assert checked > 60


def test_a_number_without_lead_is_noticed(built: Built) -> None:
    spoilt = built.html.replace("<main>", "<main><p>Some 4,711 people left.</p>", 1)
    assert [found for text in texts_of(spoilt) if (found := without_lead(text))] == [
        "Some 4,711 people left."
    ]


def test_a_wrong_estimate_is_noticed(built: Built) -> None:
    spoilt = re.sub(
        r'(<data value=")[^"]*("[^>]*data-quantity="eventual")', r"\g<1>1.5\2", built.html, count=1
    )
    assert spoilt != built.html
    wrong = Built.__new__(Built)
    wrong.problem, wrong.fit, wrong.html = built.problem, built.fit, spoilt
    with pytest.raises(AssertionError):
        test_every_estimate_is_what_its_draws_say(wrong)
