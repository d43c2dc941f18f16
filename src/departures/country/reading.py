"""What intensities read and give, found by tracing them once without numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jax
import jax.numpy as jnp

from departures.model.graph import Declaration, level_combinations
from departures.model.state import State
from departures.quantities import Array


@dataclass
class Reads:
    """Names that one part reads; `unknown` lists those that nothing declares, with their kind."""

    parameters: set[str] = field(default_factory=set)
    drivers: set[str] = field(default_factory=set)
    signals: set[str] = field(default_factory=set)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    problem: str = ""
    """Why the part cannot be evaluated, or gives something of another shape."""


class _Watched(dict[str, Any]):
    """A mapping that notes what is read, and stands in for what is not there."""

    def __init__(
        self, kind: str, content: Mapping[str, Any], seen: set[str], unknown: list[tuple[str, str]]
    ) -> None:
        super().__init__(content)
        self._kind, self._seen, self._unknown = kind, seen, unknown

    def __getitem__(self, name: str) -> Any:
        self._seen.add(name)
        return super().__getitem__(name)

    def __missing__(self, name: str) -> Any:
        if (self._kind, name) not in self._unknown:
            self._unknown.append((self._kind, name))
        return jnp.ones(1)


@dataclass(frozen=True)
class Tracer:
    """Traces parts of one declaration."""

    declaration: Declaration

    def intensity(
        self, function: Callable[..., Array], state: State | None = None, first: bool = False
    ) -> Reads:
        """What an intensity or factor reads when it acts on people of `state`; `first`: in the first month only."""
        reads = Reads()
        months = 1 if first else self.declaration.months.count
        cells = self.declaration.cells.count
        drivers = {
            driver.name: jnp.asarray(driver.now()[0] if first else driver.now())
            for driver in self.declaration.drivers
        }
        signals = {signal.name: jnp.ones(cells) for signal in self.declaration.signals}
        signals |= {latent.name: jnp.ones((months, cells)) for latent in self.declaration.latents}

        def traced() -> Array:
            given = (
                self._parameters(reads),
                _Watched("driver", drivers, reads.drivers, reads.unknown),
                _Watched("cell covariate", self._cell(state), set(), reads.unknown),
                _Watched("signal", signals, reads.signals, reads.unknown),
            )
            return jnp.broadcast_to(function(*given), (cells,) if first else (months, cells))

        _trace(traced, reads)
        return reads

    def latent(self, path: Callable[..., Array]) -> Reads:
        """What a latent path reads."""
        reads = Reads()
        shape = (self.declaration.months.count, self.declaration.cells.count)
        drivers = {driver.name: jnp.asarray(driver.now()) for driver in self.declaration.drivers}
        latents = {latent.name: jnp.ones(shape) for latent in self.declaration.latents}

        def traced() -> Array:
            value = path(
                self._parameters(reads),
                _Watched("driver", drivers, reads.drivers, reads.unknown),
                _Watched("signal", latents, reads.signals, reads.unknown),
            )
            return jnp.broadcast_to(value, shape)

        _trace(traced, reads)
        return reads

    def signal(self, following: Callable[..., Array]) -> Reads:
        """What the next value of a signal reads."""
        reads = Reads()
        cells = self.declaration.cells.count
        drivers = {driver.name: jnp.asarray(driver.now()[0]) for driver in self.declaration.drivers}

        def traced() -> Array:
            states = {state.name: jnp.ones(cells) for state in self.declaration.states}
            flows = {item.name: jnp.ones(cells) for item in self.declaration.transitions}
            value = following(
                jnp.ones(cells),
                _Watched("state", states, set(), reads.unknown),
                _Watched("transition", flows, set(), reads.unknown),
                _Watched("driver", drivers, reads.drivers, reads.unknown),
                self._parameters(reads),
            )
            return jnp.broadcast_to(value, (cells,))

        _trace(traced, reads)
        return reads

    def _parameters(self, reads: Reads) -> _Watched:
        values = {
            item.name: jnp.ones(()) if item.size == 1 else jnp.ones(item.size)
            for item in self.declaration.parameters
        }
        return _Watched("parameter", values, reads.parameters, reads.unknown)

    def _cell(self, state: State | None) -> dict[str, Array]:
        levels = {}
        if state is not None:
            here = dict(level_combinations(state)[0])
            levels = {
                f"{level}={value}": 1.0 if here[level] == value else 0.0
                for level, values in state.levels.items()
                for value in values
            }
        return {**self.declaration.cells.values(), **levels}


def _trace(function: Callable[[], Array], reads: Reads) -> None:
    try:
        jax.eval_shape(function)
    except Exception as problem:
        message = str(problem).strip().splitlines()
        reads.problem = f"{type(problem).__name__}: {message[0] if message else ''}"
