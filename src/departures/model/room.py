"""A room: one claim about the world, with its sources, and the parts by which it acts in the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Literal

from departures.model.consequence import Consequence
from departures.model.driver import Driver
from departures.model.entry import Entry, InitialStock
from departures.model.latent import Latent
from departures.model.parameter import Parameter
from departures.model.signal import Signal
from departures.model.transition import Factor, Transition
from departures.quantities import Array, Parameters


@dataclass(frozen=True)
class Parts:
    """What a form or a room adds to the declaration."""

    parameters: tuple[Parameter, ...] = ()
    transitions: tuple[Transition, ...] = ()
    factors: tuple[Factor, ...] = ()
    entries: tuple[Entry, ...] = ()
    initial: tuple[InitialStock, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    signals: tuple[Signal, ...] = ()
    latents: tuple[Latent, ...] = ()
    drivers: tuple[Driver, ...] = ()

    def __add__(self, other: Parts) -> Parts:
        """Both sets of parts, in order."""
        return Parts(*(getattr(self, item.name) + getattr(other, item.name) for item in fields(Parts)))


@dataclass(frozen=True)
class Shown:
    """What one sees of a room: with it, a quantity is higher or lower than without it, all else equal.

    `quantity` and `at` name an output of a fit: ("crossings", (("year", "2021"),)); dimensions left out are summed.
    """

    quantity: str
    at: tuple[tuple[str, str], ...]
    change: Literal["higher", "lower"]


@dataclass(frozen=True)
class Room:
    """One part of the argument. A historian reads `claim` and `sources`, a modeller the parts."""

    name: str
    title: str
    claim: str
    sources: tuple[str, ...]
    parts: Parts = field(default_factory=Parts)
    shows: tuple[Shown, ...] = ()

    def switched_off(self) -> Room:
        """The room with nothing left of what it does: its ways are closed, its factors, entries and consequences gone.

        States, parameters, signals, latents and first stocks stay: the graph is the same with it and without, and
        what other rooms read is still there.
        """
        closed = tuple(replace(way, intensity=_never, reads=()) for way in self.parts.transitions)
        parts = replace(self.parts, transitions=closed, factors=(), entries=(), consequences=())
        return replace(self, parts=parts)


def _never(
    parameters: Parameters,
    drivers_now: Mapping[str, Array],
    cell: Mapping[str, Array],
    signals: Mapping[str, Array],
) -> Array:
    return 0.0
