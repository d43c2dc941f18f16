"""A problem: everything inference needs of a pack, under one explanation and one date of knowledge."""

from __future__ import annotations

from dataclasses import dataclass, field

from departures.country.article_settings import ArticleSetting
from departures.country.causes_settings import CausesSetting
from departures.country.report_settings import ReportSetting
from departures.evidence.read import EvidencePackage
from departures.model.graph import Declaration, Graph
from departures.model.parameter import Parameter
from departures.model.room import Room
from departures.observation.declared import Observation


@dataclass(frozen=True)
class Way:
    """A way out as answers name it: the value of the level `way` at arrival, its role and its words."""

    name: str
    role: str
    title: str
    merged: bool = False
    """True where publication allows only several years together, as a range."""


@dataclass(frozen=True)
class Problem:
    """A pack put together. `parameters` holds those of the rooms and those of the observation."""

    name: str
    title: str
    explanation: str
    as_of: str | None
    fingerprint: str
    """Hash over evidence, pack files, explanation and date: one half of the key of a cached fit."""
    rooms: tuple[Room, ...]
    ways: tuple[Way, ...]
    declaration: Declaration
    graph: Graph = field(repr=False)
    observation: Observation
    parameters: tuple[Parameter, ...]
    evidence: EvidencePackage = field(repr=False)
    words: dict[str, str] = field(default_factory=dict)
    """Words of the pack for the report: people, origin, destination, count."""
    folder: str = ""
    """Where the pack lies; a worker process opens it again from there."""
    explanation_title: str = ""
    report: ReportSetting = field(default_factory=ReportSetting)
    """Which windows may be printed by sex, periods, and facts to quote."""
    causes: CausesSetting | None = None
    """Which changes are taken apart, and into which parts."""
    switches: tuple[tuple[str, bool], ...] = ()
    """Factors that some explanation of the pack leaves out, and whether this one keeps them."""
    left_out: tuple[str, ...] = ()
    """Figures that a variant leaves out, as `kind:name`; the fit does not look at them."""
    article: ArticleSetting | None = field(default=None, repr=False)
    """A text, sentence by sentence, held against the figures; no part of the fingerprint, since no fit sees it."""
