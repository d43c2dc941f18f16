"""What `country.toml` says about the report: which windows may be printed by sex, periods, and facts to quote."""

from __future__ import annotations

import string
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Spoken = Literal["first-page", "workers", "families", "fear-and-faith"]
"""Places in the report where a pack's own facts and series are told."""


class SeriesSetting(BaseModel):
    """Published figures of one kind, shown in a table with their years, survey and how many people were asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    answer: Spoken
    title: str = Field(min_length=1)
    """What was counted or asked, in the pack's own words."""
    rows: tuple[str, ...] = Field(min_length=1)


class ViewsSetting(BaseModel):
    """Which latents stand for what people think themselves, and for what they believe that others think."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    own: str
    own_title: str = Field(min_length=1)
    others: str
    others_title: str = Field(min_length=1)


class FactSetting(BaseModel):
    """A sentence whose numbers, in places `{name}`, are values of evidence rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str = Field(min_length=1)
    numbers: dict[str, str]
    """Name of a place → row id."""
    answer: Spoken = "first-page"
    """Where it is said."""

    @model_validator(mode="after")
    def _places(self) -> FactSetting:
        try:
            places = {name for _, name, _, _ in string.Formatter().parse(self.text) if name is not None}
        except ValueError as problem:
            raise ValueError(f"the text has unpaired braces ({problem})") from problem
        if places != set(self.numbers):
            raise ValueError(f"the text has the places {sorted(places)}, numbers has {sorted(self.numbers)}")
        return self


class ReportSetting(BaseModel):
    """Optional: a pack without it gets yearly figures by sex and periods of equal length."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    windows_with_sex: tuple[str, ...] = ()
    """Rows of parts of a year that an official body itself printed by sex."""
    periods: tuple[int, ...] = ()
    """First year of each period in which ways out are shown."""
    facts: tuple[FactSetting, ...] = ()
    series: tuple[SeriesSetting, ...] = ()
    views: ViewsSetting | None = None

    @model_validator(mode="after")
    def _rising(self) -> ReportSetting:
        if list(self.periods) != sorted(set(self.periods)):
            raise ValueError("the first years of periods must rise")
        return self
