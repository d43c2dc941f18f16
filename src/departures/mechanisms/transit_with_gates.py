"""Transit with gates: several ways lead into one transit, each through a first gate; a last leg leads out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import jax.numpy as jnp
from pydantic import BaseModel, ConfigDict, Field

from departures.mechanisms.barrier import reach
from departures.mechanisms.constant_rate import passage
from departures.mechanisms.form import Form, KnotSetting, PriorSetting
from departures.mechanisms.paths import log_path
from departures.model.driver import Driver, season
from departures.model.parameter import Parameter
from departures.model.room import Parts
from departures.model.transition import Factor
from departures.quantities import Array, Months, Parameters


class WaySetting(BaseModel):
    """A way into transit: from which state, under which name, at which rate."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    rate: PriorSetting
    assign: dict[str, str] = Field(default_factory=dict)


class TransitWithGates(Form):
    """`<name>_from_<source>`: source → transit at rate · (gate(t) · season(t))^reach; `<name>_last_leg`: transit →
    arrived.

    gate(t) = exp(path(t)) and season(t) = exp(of the quarter) are factors of their own, so that an explanation may
    leave out one and keep the other. `scope` lets both (and barriers that name the same parameter) reach people of one
    level only in part: 0 not at all, 1 in full.
    """

    kind: ClassVar[str] = "transit_with_gates"
    summary: ClassVar[str] = (
        "ways into transit through a gate that opens and closes, and a last leg in stages"
    )

    name: str
    ways: tuple[WaySetting, ...]
    transit: str
    arrived: str
    last_leg: PriorSetting
    stages: int = 1
    gate: KnotSetting | None = None
    season: PriorSetting | None = None
    scope_level: str | None = None
    scope: PriorSetting | None = None

    def parts(self, months: Months) -> Parts:
        """The ways, the last leg, gate and season as factors on all ways, and the scope parameter."""
        parts = Parts()
        for way in self.ways:
            parts += passage(
                f"{self.name}_from_{way.source}", way.source, self.transit, way.rate, assign=way.assign
            )
        parts += passage(
            f"{self.name}_last_leg", self.transit, self.arrived, self.last_leg, stages=self.stages
        )
        if self.scope is not None:
            parts += Parts(
                parameters=(self.scope.parameter(f"{self.name}_scope", "share of the gate's effect"),)
            )
        on = tuple(f"{self.name}_from_{way.source}" for way in self.ways)
        if self.gate is not None:
            parts += self.gate.parts(f"{self.name}_gate", months)
            parts += Parts(factors=(Factor(f"{self.name}_gate", on, self._gate_value),))
        if self.season is not None:
            parts += self._season(months)
            parts += Parts(factors=(Factor(f"{self.name}_season", on, self._season_value),))
        return parts

    def _season(self, months: Months) -> Parts:
        assert self.season is not None
        names = [f"{self.name}_quarter_{quarter}" for quarter in (2, 3, 4)]
        parameters: tuple[Parameter, ...] = tuple(
            self.season.parameter(name, "log ratio to Q1") for name in names
        )
        drivers = tuple(
            Driver(name, "0 or 1", season(months, quarter))
            for name, quarter in zip(names, (2, 3, 4), strict=True)
        )
        return Parts(parameters=parameters, drivers=drivers)

    def _gate_value(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        level = log_path(f"{self.name}_gate", parameters, drivers_now)
        return jnp.exp(level * self._reach(parameters, cell))

    def _season_value(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        names = [f"{self.name}_quarter_{quarter}" for quarter in (2, 3, 4)]
        level = sum((parameters[name] * drivers_now[name] for name in names), start=0.0)
        return jnp.exp(level * self._reach(parameters, cell))

    def _reach(self, parameters: Parameters, cell: Mapping[str, Array]) -> Array:
        scope = {self.scope_level: f"{self.name}_scope"} if self.scope_level and self.scope else {}
        return reach(scope, parameters, cell)
