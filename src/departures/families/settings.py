"""What a pack says about families, in its `families.toml`: no fit sees it, so it is no part of a fit's key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, field_validator

from departures.country.problem import Problem
from departures.country.toml import Document, read_toml
from departures.country.validation import validate
from departures.evidence.read import EvidencePackage
from departures.faults import Fault, raise_if_any
from departures.mechanisms.form import PriorSetting
from departures.quantities import Array

FILE = "families.toml"
JUDGEMENT = "judgement:"
LARGEST_HOUSEHOLD = 20


class HouseholdSetting(BaseModel):
    """How many people live together, and at what rate they die."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    sizes: tuple[float, ...] = Field(min_length=1, max_length=LARGEST_HOUSEHOLD)
    """Share of households with one member, with two, and so on."""
    sizes_source: str = Field(min_length=1)
    deaths: float = Field(ge=0.0, lt=1.0)
    """Deaths per person per year."""
    deaths_source: str = Field(min_length=1)

    @field_validator("sizes")
    @classmethod
    def _shares(cls, sizes: tuple[float, ...]) -> tuple[float, ...]:
        if min(sizes) < 0.0 or abs(sum(sizes) - 1.0) > 1e-6:
            raise ValueError(f"shares of households must be 0 or more and sum to 1, not {sum(sizes):g}")
        return sizes

    @property
    def mean(self) -> float:
        """Members of a household, on average over households."""
        return float(np.dot(self.sizes, np.arange(1, len(self.sizes) + 1)))

    @property
    def of_people(self) -> Array:
        """Share of people who live in a household of one, of two and so on, [size]: large ones hold more of them."""
        people = np.array(self.sizes) * np.arange(1, len(self.sizes) + 1)
        return np.asarray(people / people.sum())


class FamiliesSetting(BaseModel):
    """What happens to families; every prior is of a share, unless it says otherwise.

    `following` names the factor by which kin draw others after them, `contact` the latent that tells which share is in
    contact; without the first nobody follows, without the second nobody is in contact.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    households: HouseholdSetting
    following: str = ""
    contact: str = ""
    together: PriorSetting
    """Of those who leave in one's company, members of one's household."""
    kin_outside: PriorSetting
    """Close kin of a household who live elsewhere, persons."""
    known: PriorSetting
    """Departures of which the authorities learn."""
    watched: PriorSetting
    """Households watched, of those of which a departure is known."""
    closely: PriorSetting
    """Of the watched, those watched day and night."""
    refused: PriorSetting
    """Households refused permits to travel, of those of which a departure is known."""
    punished: PriorSetting
    """Households of which somebody is punished, of those of which a departure is known."""
    watch_years: PriorSetting
    """How long that lasts on average, years."""
    withdrawal: PriorSetting
    """Contact, and so following, that being watched takes away."""
    money: PriorSetting
    """Of households in contact, those who are sent money in a year."""


UNKNOWNS = tuple(
    name for name, field in FamiliesSetting.model_fields.items() if field.annotation is PriorSetting
)
"""Names of the priors, in the order in which they are drawn."""


def drawn(setting: FamiliesSetting, random: np.random.Generator) -> dict[str, float]:
    """One draw of every prior, by name."""
    return {
        name: float(getattr(setting, name).parameter(name, "").prior.transform(np.float64(z)))
        for name, z in zip(UNKNOWNS, random.standard_normal(len(UNKNOWNS)), strict=True)
    }


def read_families(problem: Problem) -> FamiliesSetting | None:
    """What the pack of a problem says about families; None where it says nothing, or rests on rows that were not public
    yet on the date of the problem. Raises `Faults` where it is wrong.
    """
    file = Path(problem.folder) / FILE
    if not problem.folder or not file.is_file():
        return None
    document, faults = read_toml(file)
    raise_if_any(faults)
    assert document is not None
    setting = validate(FamiliesSetting, document, (), document.content, faults)
    if setting is not None:
        faults += _names(document, setting, problem)
        unknown = _sources(document, setting, problem.evidence)
        if unknown and problem.as_of is not None and not faults:
            return None
        faults += unknown
    raise_if_any(faults)
    return setting


def _names(document: Document, setting: FamiliesSetting, problem: Problem) -> list[Fault]:
    """Factor and latent must be there; the factor must be one that reads no signal, since it is asked after a run."""
    factors = [factor.name for room in problem.rooms for factor in room.parts.factors if not factor.reads]
    latents = [latent.name for latent in problem.declaration.latents]
    asked = (
        ("following", "factor", setting.following, factors),
        ("contact", "latent", setting.contact, latents),
    )
    return [
        document.fault(
            (key,), f"no {kind} that reads no signal is called {name!r}", f"use one of: {', '.join(known) or 'none'}"
        )
        for key, kind, name, known in asked if name and name not in known
    ]  # fmt: skip


def _sources(document: Document, setting: FamiliesSetting, evidence: EvidencePackage) -> list[Fault]:
    """A source is a row, a source of the pack, or a judgement that says why."""
    known = set(evidence.table("sources")["source_id"])
    for name in evidence.tables:
        table: Any = evidence.table(name)
        known |= set(table["row_id"]) if "row_id" in table else set()
    told = {
        ("households", f"{part}_source"): getattr(setting.households, f"{part}_source")
        for part in ("sizes", "deaths")
    }
    told |= {(name, "source"): getattr(setting, name).source for name in UNKNOWNS}
    remedy = f"name a row or a source of the evidence, or write `{JUDGEMENT} …` with the reason"
    return [
        document.fault(path, f"the source {source!r} is unknown", remedy)
        for path, source in told.items() if source not in known and not source.startswith(JUDGEMENT)
    ]  # fmt: skip
