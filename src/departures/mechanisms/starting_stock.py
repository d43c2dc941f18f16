"""Starting stock: the people who are in a state before the first month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, model_validator

from departures.mechanisms.form import Form, PriorSetting
from departures.model.entry import InitialStock
from departures.model.room import Parts
from departures.quantities import Array, Months, Parameters


class StartingStock(Form):
    """Persons in `state` at the start: `number` where it is known, else the parameter `<name>_persons`."""

    kind: ClassVar[str] = "starting_stock"
    summary: ClassVar[str] = "people who are in a state before the first month"

    name: str
    state: str
    number: float | None = None
    persons: PriorSetting | None = None
    women: float = 0.5
    assign: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _either(self) -> StartingStock:
        if (self.number is None) == (self.persons is None):
            raise ValueError("give either `number` (persons) or `persons` (a prior)")
        if self.number is not None and self.number < 0:
            raise ValueError("`number` counts persons and cannot be negative")
        if not 0.0 <= self.women <= 1.0:
            raise ValueError("`women` is a share from 0 to 1")
        return self

    def parts(self, months: Months) -> Parts:
        """One first stock, and its parameter if the number is not known."""
        stock = Parts(initial=(InitialStock(self.name, self.state, self._persons, self.assign),))
        if self.persons is None:
            return stock
        return Parts(parameters=(self.persons.parameter(f"{self.name}_persons", "persons"),)) + stock

    def _persons(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        everybody = parameters[f"{self.name}_persons"] if self.number is None else self.number
        return everybody * (cell["female"] * self.women + (1.0 - cell["female"]) * (1.0 - self.women))
