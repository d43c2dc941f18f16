"""A state in which a person can be, and the part it plays."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a state means to the answers, whatever a pack calls it."""

    HOME = "home"
    AT_WORK_ABROAD = "at_work_abroad"
    FLED_WORKSITE = "fled_worksite"
    HIDING = "hiding"
    CAPTIVE = "captive"
    ROOTED = "rooted"
    CUSTODY = "custody"
    PUNISHED = "punished"
    RETURNED = "returned"
    TRANSIT = "transit"
    ARRIVED = "arrived"
    SETTLED_ABROAD = "settled_abroad"
    DEAD = "dead"


UNDER_CONTROL = frozenset({Role.HOME, Role.AT_WORK_ABROAD, Role.CUSTODY, Role.PUNISHED, Role.RETURNED})
"""Roles of people who have not left, or no longer are away: leaving one of them for another role is a departure."""

ABSORBING = frozenset({Role.ARRIVED, Role.SETTLED_ABROAD, Role.DEAD})
"""Roles that nobody leaves."""


@dataclass(frozen=True)
class State:
    """A state; `levels` are declared person covariates, each with its finite list of values.

    The first value of a level is the one that people take when they come from a state without it.
    """

    name: str
    role: Role
    levels: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def under_control(self) -> bool:
        """True where the people of this state count as not departed."""
        return self.role in UNDER_CONTROL

    @property
    def absorbing(self) -> bool:
        """True where nobody leaves this state."""
        return self.role in ABSORBING
