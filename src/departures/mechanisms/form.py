"""What every form has in common: settings that are checked on reading, and the parts they turn into.

A form is country-neutral: it knows no number and no source. A pack binds it to names, priors and drivers.
"""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

from departures.model.driver import Driver, knot_basis
from departures.model.parameter import Kind, Parameter, Prior
from departures.model.room import Parts
from departures.quantities import Array, Months


class PriorSetting(BaseModel):
    """A prior as a pack writes it; see `departures.model.parameter.Prior` for what the numbers mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prior: Kind
    center: float = 0.0
    spread: float
    source: str

    @model_validator(mode="after")
    def _sensible(self) -> PriorSetting:
        problems = {
            "log_normal": (self.center <= 0, "a log_normal prior needs a center above 0"),
            "logit_normal": (not 0 < self.center < 1, "a logit_normal prior needs a center between 0 and 1"),
            "half_normal": (self.center != 0, "a half_normal prior has center 0; leave it out"),
            "uniform": (self.spread <= self.center, "a uniform prior goes from center up to spread"),
        }
        wrong, message = problems.get(self.prior, (False, ""))
        if wrong:
            raise ValueError(message)
        if self.prior != "uniform" and self.spread <= 0:
            raise ValueError("spread must be above 0")
        if not self.source.strip():
            raise ValueError(
                "a prior needs a source: a row id, a source id, or `judgement: …` with the reason"
            )
        return self

    def parameter(self, name: str, unit: str, size: int = 1) -> Parameter:
        """The parameter with this prior."""
        return Parameter(name, unit, Prior(self.prior, self.center, self.spread), self.source, size)


class KnotSetting(BaseModel):
    """A path in time: straight lines between knots, a random walk from knot to knot on the log scale.

    `step` is the prior standard deviation of one step. It is a number, not a parameter: where figures fix the
    path well, a free scale multiplies the steps along a curved ridge that no sampler likes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    dates: tuple[date, ...]
    step: float
    source: str
    anchor: date | None = None
    """Where the path is 0; the first knot if left out."""

    @model_validator(mode="after")
    def _ordered(self) -> KnotSetting:
        if len(self.dates) < 2 or list(self.dates) != sorted(set(self.dates)):
            raise ValueError("knots need at least two dates, each once, in order")
        if self.step <= 0:
            raise ValueError("step must be above 0")
        if not self.source.strip():
            raise ValueError("a path needs a source for its step: a row id, a source id, or `judgement: …`")
        return self

    def parts(self, name: str, months: Months) -> Parts:
        """Steps, one per knot after the first, and the basis that adds them up as a driver."""
        steps = Parameter(
            f"{name}_steps",
            "log rate per knot",
            Prior("normal", 0.0, self.step),
            self.source,
            len(self.dates) - 1,
        )
        basis = Driver(f"{name}_basis", "weight", cumulative_basis(months, self.dates, self.anchor))
        return Parts(parameters=(steps,), drivers=(basis,))


def cumulative_basis(months: Months, knots: tuple[date, ...], anchor: date | None = None) -> Array:
    """Weight of each random-walk step in each month, 0 at the anchor; [month, step]."""
    hats = knot_basis(months, knots)
    weights = hats[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]  # a step counts in full from its knot on
    if anchor is None:
        return weights
    return weights - weights[min(max(months.index_of(anchor), 0), months.count - 1)]


class Form(BaseModel):
    """Base of all forms; `kind` is the name by which a pack asks for one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: ClassVar[str]
    summary: ClassVar[str]

    @abstractmethod
    def parts(self, months: Months) -> Parts:
        """Parameters, transitions, factors and the rest that this form adds."""
