"""What `country.toml` says about causes: between which years a change is taken apart, and into which parts."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

CARRIED_OVER = "carried_over"
"""Part that every change has: what the people already on their way and the rates of the first year bring about."""


class PartSetting(BaseModel):
    """A part of a change: factors of rooms, and drivers that intensities read, which move together."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=1)
    factors: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    group: str = ""
    """Title of the group of parts that a sentence speaks of together; by default the part's own."""
    unexplained: bool = False
    """True for a path in time that stands for what no room explains."""

    @model_validator(mode="after")
    def _something(self) -> PartSetting:
        if not self.factors and not self.drivers:
            raise ValueError("a part needs factors or drivers")
        if self.name == CARRIED_OVER:
            raise ValueError(f"{CARRIED_OVER!r} is the name of the part that every change has")
        return self


class CausesSetting(BaseModel):
    """Optional: a pack without it tells no causes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    changes: tuple[tuple[int, int], ...] = Field(min_length=1)
    """Pairs of years: arrivals of the second are compared with those of the first."""
    parts: tuple[PartSetting, ...] = Field(min_length=1)

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Names of the parts of each group by its title, in order; parts without a group stand alone."""
        groups: dict[str, tuple[str, ...]] = {}
        for part in self.parts:
            title = part.group or part.title
            groups[title] = (*groups.get(title, ()), part.name)
        return groups

    @model_validator(mode="after")
    def _ordered(self) -> CausesSetting:
        for first, last in self.changes:
            if last <= first:
                raise ValueError(f"the change from {first} to {last} does not go forward")
        for kind in ("name", "factors", "drivers"):
            named = [getattr(part, kind) for part in self.parts]
            every = named if kind == "name" else [name for names in named for name in names]
            repeated = sorted({name for name in every if every.count(name) > 1})
            if repeated:
                raise ValueError(f"{', '.join(repeated)} stands in more than one part")
        return self
