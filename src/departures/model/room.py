"""A room: one claim about the world, with its sources, and the parts by which it acts in the model."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from departures.model.consequence import Consequence
from departures.model.driver import Driver
from departures.model.entry import Entry, InitialStock
from departures.model.parameter import Parameter
from departures.model.signal import Signal
from departures.model.transition import Factor, Transition


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
    drivers: tuple[Driver, ...] = ()

    def __add__(self, other: Parts) -> Parts:
        """Both sets of parts, in order."""
        return Parts(*(getattr(self, item.name) + getattr(other, item.name) for item in fields(Parts)))


@dataclass(frozen=True)
class Room:
    """One part of the argument. A historian reads `claim` and `sources`, a modeller the parts."""

    name: str
    title: str
    claim: str
    sources: tuple[str, ...]
    parts: Parts = field(default_factory=Parts)
