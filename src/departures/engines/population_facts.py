"""What the parameters alone decide of a population run, as NumPy arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from departures.engines.consequences import ordered
from departures.engines.hazards import compile_hazards
from departures.engines.mean_field import entries_of, initial_stocks
from departures.model.graph import Graph
from departures.quantities import Array, Parameters


@dataclass(frozen=True)
class Facts:
    """Hazards [month, cell, edge] in events per person per month, 0 for edges that read signals; people before the
    first month [cell, compartment]; entries [month, cell, compartment] in persons per month; `expected` [consequence]
    in persons per event, in the order in which they act; latents by name, [month, cell].
    """

    hazards: Array
    first: Array
    entries: Array
    expected: Array
    latents: Mapping[str, Array]


def compile_facts(graph: Graph) -> Callable[[Parameters], Facts]:
    """A function of the parameters, which JAX compiles at its first call; it raises `ValueError` (see `checked`)."""
    hazards, consequences = compile_hazards(graph), ordered(graph)

    @jax.jit
    def in_jax(parameters: Parameters) -> tuple[Array, ...]:
        latents = hazards.latents(parameters)
        by_edge = jnp.moveaxis(hazards.fixed(parameters, latents), 0, -1)
        first = initial_stocks(graph, parameters, 1)[..., 0]
        expected = jnp.asarray([jnp.asarray(parameters[item.expected]) for item in consequences])
        return by_edge, first, entries_of(graph, parameters), expected, latents

    def facts(parameters: Parameters) -> Facts:
        by_edge, first, entries, expected, latents = jax.device_get(in_jax(parameters))
        whole = np.zeros((*by_edge.shape[:2], len(graph.edges)))
        whole[..., still_edges(hazards.order, by_edge.shape[2])] = by_edge
        return Facts(checked(whole), first, entries, np.asarray(expected, dtype=float), latents)

    return facts


def still_edges(order: tuple[int, ...], count: int) -> Array:
    """The `count` edges that read no signal; `order` as in `hazards.Hazards`, where they come first."""
    return np.argsort(np.asarray(order, dtype=int))[:count]


def checked(hazards: Array) -> Array:
    """The hazards; raises `ValueError` where one is below 0 or no number, which no draw could follow."""
    if not (np.isfinite(hazards).all() and (hazards >= 0.0).all()):
        raise ValueError("a hazard is below 0, infinite or no number under these parameters")
    return hazards
