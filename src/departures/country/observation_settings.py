"""What `country.toml` says about the published figures that the model is held against."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field, model_validator

from departures.mechanisms.form import PriorSetting


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ObservationSetting(_Strict):
    """Which table is the count, which transitions it counts, and how far counts scatter."""

    table: str = "arrivals"
    counted: tuple[str, ...] = Field(min_length=1)
    sex_concentration: PriorSetting
    parties: dict[str, str]
    """Way → name of the parameter that holds its variance over mean, less 1."""
    dispersion: dict[str, PriorSetting]
    wordings: dict[str, tuple[float, float]] = {}
    vintages_from: date | None = None
    """Before this day of knowledge, final figures of the count stand for those that were public: earlier vintages were
    not kept.
    """

    @model_validator(mode="after")
    def _shares(self) -> ObservationSetting:
        for word, (low, high) in self.wordings.items():
            if not 0.0 <= low < high <= 1.0:
                raise ValueError(f"the wording {word!r} needs two shares, 0 <= low < high <= 1")
        return self


class _Period(_Strict):
    start: date
    end: date

    @model_validator(mode="after")
    def _ordered(self) -> _Period:
        if self.end < self.start:
            raise ValueError(f"the period ends ({self.end}) before it starts ({self.start})")
        return self


class StockSetting(_Strict):
    """A published stock: the value stands in the evidence row."""

    name: str
    row: str
    day: date
    states: tuple[str, ...] = Field(min_length=1)
    spread: float = Field(gt=0)


class FlowSetting(_Period):
    """Events a year over a period; without `per_year` the figure of the first row."""

    name: str
    rows: tuple[str, ...] = Field(min_length=1)
    transitions: tuple[str, ...] = Field(min_length=1)
    per_year: float | None = Field(None, gt=0)
    spread: float = Field(gt=0)


class StaySetting(_Period):
    """A published mean stay of those who arrived in a period; must equal the row's value."""

    row: str
    years: float = Field(gt=0)
    spread: float = Field(gt=0)


class LatentSetting(_Period):
    """A published figure that tells of a latent: an index, or a surveyed share in per cent or as a fraction."""

    row: str
    latent: str
    spread: float = Field(gt=0)


class StatementSetting(_Period):
    """A wording on the share of a period's arrivals who had left since a day.

    With `complement` the wording speaks of those who had left before.
    """

    row: str
    since: date
    wording: str
    complement: bool = False

    @model_validator(mode="after")
    def _before_the_end(self) -> StatementSetting:
        if self.since > self.end:
            raise ValueError(f"`since` ({self.since}) lies after the period ends ({self.end})")
        return self


class LeftInSetting(_Period):
    """A period in which people had left, and the row of the share (or the number) of those who described."""

    row: str


class InterviewSetting(_Period):
    """Interviews with adults who arrived from `start` to `end`, and when those had left who described what was since
    `since`; `women` is the row of their share.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    interviewed: str
    described: str
    women: str
    since: date
    left_in: tuple[LeftInSetting, ...] = Field(min_length=1)
    adults: float = Field(gt=0, le=1)
    adults_rows: tuple[str, ...] = Field(min_length=1)
    """Rows from which the share of adults follows."""
    chance: PriorSetting
    recall: PriorSetting
    concentration: PriorSetting

    @model_validator(mode="after")
    def _apart(self) -> InterviewSetting:
        periods = sorted(self.left_in, key=lambda each: each.start)
        if self.since > self.end:
            raise ValueError(f"`since` ({self.since}) lies after the period ends ({self.end})")
        if periods[0].start < self.since:
            raise ValueError(f"a period of leaving begins before `since` ({self.since})")
        if any(one.end >= other.start for one, other in pairwise(periods)):
            raise ValueError("two periods of leaving overlap")
        return self
