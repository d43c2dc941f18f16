"""People who enter the system without coming from another state: births, cohorts, the first stock."""

from __future__ import annotations

from dataclasses import dataclass, field

from departures.model.transition import Intensity


@dataclass(frozen=True)
class Entry:
    """Persons per month who enter `target`; `persons` returns [..., cell] (not per person)."""

    name: str
    target: str
    persons: Intensity
    assign: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class InitialStock:
    """Persons in `target` before the first month; `persons` returns [cell] and sees the first month's drivers."""

    name: str
    target: str
    persons: Intensity
    assign: dict[str, str] = field(default_factory=dict)
