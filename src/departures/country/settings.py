"""What `country.toml` may hold, table by table, and all of it as read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from departures.country.causes_settings import CausesSetting
from departures.country.driver_settings import DriverSetting
from departures.country.observation_settings import (
    FlowSetting,
    InterviewSetting,
    LatentSetting,
    ObservationSetting,
    StatementSetting,
    StaySetting,
    StockSetting,
)
from departures.country.report_settings import ReportSetting
from departures.mechanisms.form import PriorSetting
from departures.model.state import Role
from departures.quantities import Months

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
REFERENCE = "reference"
"""Name of the explanation that every pack has."""


class Strict(BaseModel):
    """Base of all settings: an unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Heading(Strict):
    """What stands above all tables."""

    title: str = Field(min_length=1)
    default: bool = False


class MonthsSetting(Strict):
    """The run of months: `first`, and the last one as `horizon`."""

    first: date
    horizon: date

    @model_validator(mode="after")
    def _ordered(self) -> MonthsSetting:
        if not 12 <= Months(self.first, self.horizon).count <= 2400:
            raise ValueError("the horizon must lie 1 to 200 years after the first month")
        return self


class CellsSetting(Strict):
    """How people are divided into cells."""

    by: Literal["sex"] = "sex"


class StateSetting(Strict):
    """A state in which a person can be."""

    name: Name
    role: Role
    levels: dict[Name, tuple[str, ...]] = {}


class WaySetting(Strict):
    """A way out as answers name it."""

    name: Name
    role: Literal["own", "trafficked", "dispatched", "elite", "direct", "elite_and_direct"]
    title: str = Field(min_length=1)
    merged: bool = False


class FormRoom(Strict):
    """A room made of forms; the forms are read one by one, each by its own model."""

    name: Name
    title: str
    claim: str
    sources: tuple[str, ...]
    forms: tuple[dict[str, Any], ...] = ()


class ModuleRoom(Strict):
    """A room written in Python, in the pack's folder `mechanisms`."""

    module: Name


class ExplanationSetting(Strict):
    """One of the rival explanations: what is left out, and which priors are other."""

    title: str
    off: tuple[str, ...] = ()
    priors: dict[str, PriorSetting] = {}


class VariantSetting(Strict):
    """An explanation fitted with one thing other, to see what that thing decides: figures left out, or other priors.

    It is no rival: it is not weighed, and no answer speaks from it.
    """

    title: str = Field(min_length=1)
    of: str = REFERENCE
    leave_out: tuple[str, ...] = ()
    """Figures as `kind:name`."""
    priors: dict[str, PriorSetting] = {}

    @model_validator(mode="after")
    def _other(self) -> VariantSetting:
        if not self.leave_out and not self.priors:
            raise ValueError("a variant needs `leave_out` or `priors`: without them it is what it varies")
        return self


@dataclass(frozen=True)
class Settings:
    """All that could be read of `country.toml`; `lost` names the entries that could not."""

    title: str
    default: bool
    words: dict[str, str]
    months: Months | None
    states: Mapping[int, StateSetting]
    ways: Mapping[int, WaySetting]
    drivers: Mapping[str, DriverSetting]
    rooms: Mapping[int, FormRoom | ModuleRoom]
    explanations: Mapping[str, ExplanationSetting]
    variants: Mapping[str, VariantSetting]
    observation: ObservationSetting | None
    stocks: Mapping[int, StockSetting]
    flows: Mapping[int, FlowSetting]
    stays: Mapping[int, StaySetting]
    indicators: Mapping[int, LatentSetting]
    attitudes: Mapping[int, LatentSetting]
    interviews: Mapping[int, InterviewSetting]
    statements: Mapping[int, StatementSetting]
    report: ReportSetting = field(default_factory=ReportSetting)
    causes: CausesSetting | None = None
    lost: frozenset[str] = field(default_factory=frozenset)
