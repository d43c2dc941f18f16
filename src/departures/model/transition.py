"""A transition between states, and the factors by which other rooms change its intensity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

import jax.numpy as jnp

from departures.quantities import Array, Parameters


class Intensity(Protocol):
    """A pure, broadcasting function: events per person per month, at least 0.

    `drivers_now[name]` has shape [..., 1] (or [..., 1, knot]); `cell[name]` has shape [cell], or is a
    0/1 scalar for a level written `level=value`; `signals[name]`, a signal or a latent, has shape [..., 1] or
    [..., cell]. The result
    broadcasts to [..., cell].
    """

    def __call__(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        """The intensity at the given values."""
        ...


@dataclass(frozen=True)
class GroupSize:
    """Party sizes of a transition: people who move together. Mean and variance of the size, in persons."""

    mean: float
    variance: float

    @property
    def dispersion(self) -> float:
        """Variance over mean of the number of persons when parties come as a Poisson stream."""
        return self.mean + self.variance / self.mean


@dataclass(frozen=True)
class Transition:
    """People move from `source` to `target` at `intensity`.

    `stages` > 1 makes the way take that many equal steps (an Erlang delay with the same mean).
    `assign` sets levels of the target, for instance {"way": "trafficked"}.
    `reads` names the signals (not the latents) that the intensity looks at; what reads none is evaluated for all
    months at once.
    """

    name: str
    source: str
    target: str
    intensity: Intensity
    group_size: GroupSize | None = None
    stages: int = 1
    assign: dict[str, str] = field(default_factory=dict)
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Factor:
    """A room's multiplier (unitless, at least 0) on the intensity of transitions that other rooms declare."""

    name: str
    on: tuple[str, ...]
    value: Intensity
    reads: tuple[str, ...] = ()


def switch_of(factor: str) -> str:
    """Name, among the parameters, of the switch of a factor that some explanation leaves out: 1 on, 0 off."""
    return f"switch:{factor}"


def switchable(factor: Factor) -> Factor:
    """The factor with a switch: where it is off, the factor is 1."""

    def value(
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        on = parameters[switch_of(factor.name)] > 0.5
        return jnp.where(on, factor.value(parameters, drivers_now, cell, signals), 1.0)

    return replace(factor, value=value)


@dataclass(frozen=True)
class Multiplied:
    """An intensity times factors, in this order: an intensity of which an engine may take each part on its own."""

    base: Intensity
    factors: tuple[Factor, ...]

    def __call__(
        self,
        parameters: Parameters,
        drivers_now: Mapping[str, Array],
        cell: Mapping[str, Array],
        signals: Mapping[str, Array],
    ) -> Array:
        """The product at the given values."""
        result = self.base(parameters, drivers_now, cell, signals)
        for factor in self.factors:
            result = result * factor.value(parameters, drivers_now, cell, signals)
        return result


def with_factors(transition: Transition, factors: tuple[Factor, ...]) -> Transition:
    """The transition with its intensity multiplied by every factor that names it, in order of name."""
    own = tuple(sorted((factor for factor in factors if transition.name in factor.on), key=lambda f: f.name))
    if not own:
        return transition
    reads = tuple(sorted({*transition.reads, *(name for factor in own for name in factor.reads)}))
    return replace(transition, intensity=Multiplied(transition.intensity, own), reads=reads)
