"""Hazards taken apart: what each part of a change does to every hazard, against the conditions of an earlier year.

A part is a set of factors, and of drivers that intensities read. Where it is *frozen* it goes on as in the last year
before the change, month by month of the calendar. All that parts do multiplies hazards, so on the log scale a frozen
part is one addend for each month, whatever the others do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np

from departures.engines.hazards import cell_view, compile_hazards, driver_paths
from departures.model.graph import Edge, Graph
from departures.model.transition import Factor, Intensity, Transition
from departures.quantities import MONTHS_PER_YEAR, Array, Parameters

LEAST = 1e-280
"""A hazard below this counts as this one, so that its logarithm stays a number."""


@dataclass(frozen=True)
class Freezable:
    """One part: which factors it holds by name, and which drivers it freezes where intensities read them."""

    factors: frozenset[str]
    drivers: frozenset[str]


@dataclass(frozen=True)
class Span:
    """Months from `start` to before `stop`, in which parts may be frozen."""

    start: int
    stop: int

    @property
    def frozen(self) -> Array:
        """For each month of the span the month of the year before `start` that it repeats when frozen; [month]."""
        return self.start - MONTHS_PER_YEAR + np.arange(self.stop - self.start) % MONTHS_PER_YEAR


Logs = tuple[Array, Array]
"""Log hazards [edge, month, cell], and what freezing each part adds to them [part, edge, month, cell]."""


def compile_frozen(
    graph: Graph,
    transitions: Sequence[Transition],
    factors: Sequence[Factor],
    parts: Sequence[Freezable],
    spans: Sequence[Span],
) -> Callable[[Parameters], list[Logs]]:
    """A pure function of the parameters that gives the logs over each span.

    `transitions` are those of the graph without their factors, and `factors` what multiplies them; neither may read a
    signal.
    """
    bare = {item.name: item for item in transitions}
    drivers = driver_paths(graph)
    latents_of = compile_hazards(graph).latents
    shape = (graph.declaration.months.count, graph.declaration.cells.count)
    edges = list(_representatives(graph))
    acting = [[factor for factor in factors if edge.transition in factor.on] for edge in edges]
    owner = jnp.asarray(_owners(graph))
    speeds = jnp.log(jnp.asarray([edge.speed for edge in graph.edges]))[:, None, None]

    def logs(parameters: Parameters) -> list[Logs]:
        latents = latents_of(parameters)

        def log_of(intensity: Intensity, edge: Edge, with_drivers: Mapping[str, Array]) -> Array:
            value = intensity(parameters, with_drivers, cell_view(graph, edge), latents)
            return jnp.log(jnp.maximum(jnp.broadcast_to(value, shape), LEAST))

        bases = jnp.stack([log_of(bare[edge.transition].intensity, edge, drivers) for edge in edges])
        of_factors = [
            {factor.name: log_of(factor.value, edge, drivers) for factor in own}
            for edge, own in zip(edges, acting, strict=True)
        ]
        whole = bases + jnp.stack([sum(own.values(), start=jnp.zeros(shape)) for own in of_factors])
        of_parts = [_in_part(part, of_factors, shape) for part in parts]
        found = []
        for span in spans:
            now = slice(span.start, span.stop)
            shifts = []
            for part, moved in zip(parts, of_parts, strict=True):
                shift = moved[:, span.frozen] - moved[:, now]
                if part.drivers:
                    paths = _overlaid(drivers, part.drivers, span)
                    frozen = [log_of(bare[edge.transition].intensity, edge, paths)[now] for edge in edges]
                    shift = shift + jnp.stack(frozen) - bases[:, now]
                shifts.append(shift)
            found.append((whole[owner, now] + speeds, jnp.stack(shifts)[:, owner]))
        return found

    return logs


def _in_part(part: Freezable, of_factors: Sequence[Mapping[str, Array]], shape: tuple[int, int]) -> Array:
    """Log of what the factors of a part do to each hazard, [edge, month, cell]."""
    return jnp.stack(
        [
            sum((value for name, value in own.items() if name in part.factors), start=jnp.zeros(shape))
            for own in of_factors
        ]
    )


def _overlaid(drivers: Mapping[str, Array], frozen: frozenset[str], span: Span) -> dict[str, Array]:
    """All drivers, those named as they go on when frozen."""
    return {
        name: path.at[span.start : span.stop].set(path[span.frozen]) if name in frozen else path
        for name, path in drivers.items()
    }


def _representatives(graph: Graph) -> Iterator[Edge]:
    """One edge for each transition and level of its source: the stages of one way out share their intensity."""
    seen = set()
    for edge in graph.edges:
        key = (edge.transition, graph.compartments[edge.source].levels)
        if key not in seen:
            seen.add(key)
            yield edge


def _owners(graph: Graph) -> Array:
    """Place, among the representatives, of the one for each edge; [edge]."""
    keys: dict[tuple[object, ...], int] = {}
    owners = []
    for edge in graph.edges:
        key = (edge.transition, graph.compartments[edge.source].levels)
        owners.append(keys.setdefault(key, len(keys)))
    return np.array(owners)
