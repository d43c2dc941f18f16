"""What a transition does to others: kin, household, work party."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Consequence:
    """Each event of the transition `on` moves `expected` people of `source` to `target`.

    `scope` names who they are to the person who moved (household, kin, work party). `target_levels` and
    `source_levels` name the level that changes, for instance {"watched": "no"} → {"watched": "yes"}. The
    mean field multiplies by `expected` (persons per event); the stochastic engines carry it out.
    """

    name: str
    on: str
    scope: str
    source: str
    target: str
    source_levels: dict[str, str]
    target_levels: dict[str, str]
    expected: str
    """Name of the parameter that holds the expected number of persons per event."""
