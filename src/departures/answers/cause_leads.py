"""Leads to the parts of a change: what they add on a scale, and which share of the change they make."""

from __future__ import annotations

from departures.answers.answer import At, Lead
from departures.answers.leads import EXPLANATION, TOTAL
from departures.inference.fit import CAUSES


def added_lead(change: str, parts: tuple[str, ...], scale: str, explanation: str = "") -> Lead:
    """What parts add to a change together, on the scale `log` or `count` or as the factor `times`; under all
    explanations by their weights, or under one.
    """
    under: At = ((EXPLANATION, explanation),) if explanation else ()
    at: At = (("scale", scale), ("change", change), *under, ("part", "+".join(parts)))
    return Lead(quantity=CAUSES, at=at)


def share_lead(change: str, parts: tuple[str, ...], explanation: str = "") -> Lead:
    """Share of the change of log arrivals that parts make."""
    some, whole = (added_lead(change, names, "log", explanation) for names in (parts, (TOTAL,)))
    return Lead(quantity=CAUSES, at=some.at, of=CAUSES, of_at=whole.at)
