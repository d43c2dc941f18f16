"""What a driver may be in `country.toml`: a flag, a ramp, dated points, pieces, or a series of the evidence."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Driver(BaseModel):
    """`rows` lead to the evidence: the ids of the rows on which the driver rests."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    unit: str = Field(min_length=1)
    rows: tuple[str, ...] = ()


class FlagSetting(_Driver):
    """1 from a month to another (open without `to`), 0 elsewhere."""

    kind: Literal["flag"]
    start: date = Field(alias="from")
    end: date | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _ordered(self) -> FlagSetting:
        if self.end is not None and self.end < self.start:
            raise ValueError("`to` lies before `from`")
        return self


class RampSetting(_Driver):
    """0 before `from`, rising in a straight line to 1 at `to`."""

    kind: Literal["ramp"]
    start: date = Field(alias="from")
    end: date = Field(alias="to")

    @model_validator(mode="after")
    def _ordered(self) -> RampSetting:
        if self.end <= self.start:
            raise ValueError("`to` must lie after `from`")
        return self


class PointsSetting(_Driver):
    """Straight lines between dated values, constant outside."""

    kind: Literal["points"]
    values: dict[date, float] = Field(min_length=1)


class PieceSetting(BaseModel):
    """One flag with its height."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    start: date = Field(alias="from")
    end: date | None = Field(None, alias="to")
    height: float

    @model_validator(mode="after")
    def _ordered(self) -> PieceSetting:
        if self.end is not None and self.end < self.start:
            raise ValueError("`to` lies before `from`")
        return self


class PiecesSetting(_Driver):
    """A sum of flags with heights."""

    kind: Literal["pieces"]
    pieces: tuple[PieceSetting, ...] = Field(min_length=1)


class SeriesSetting(_Driver):
    """A series of the evidence: the best row of each period, at its middle, with straight lines between."""

    kind: Literal["series"]
    table: str
    measure: str
    category: str | None = None
    row_unit: str | None = None
    gender: str = "all"
    transform: Literal[
        "identity", "per_hundred", "negative_per_hundred", "log", "standardise", "negative_standardise"
    ] = "identity"


class RememberedSetting(_Driver):
    """Thousands of people who arrived in earlier years by the published yearly counts, of whom a share `fade` is
    forgotten each year. A month knows the counts of the years before its own, so nothing is explained by itself; years
    without a count are taken for the nearest one that has.
    """

    kind: Literal["remembered"]
    table: str
    measure: str
    fade: float = Field(ge=0.0, lt=1.0)


DriverSetting = FlagSetting | RampSetting | PointsSetting | PiecesSetting | SeriesSetting | RememberedSetting
DRIVERS: dict[str, type[DriverSetting]] = {
    "flag": FlagSetting,
    "ramp": RampSetting,
    "points": PointsSetting,
    "pieces": PiecesSetting,
    "series": SeriesSetting,
    "remembered": RememberedSetting,
}
