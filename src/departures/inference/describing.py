"""Follows those who left in a period, and would have something to describe, until they arrive."""

from __future__ import annotations

from collections.abc import Callable

import jax.numpy as jnp
import numpy as np

from departures.engines.mean_field import Trajectory
from departures.engines.onward_from import compile_onward
from departures.model.graph import Graph
from departures.observation.declared import InterviewDatum, Observation
from departures.observation.expected import records_of
from departures.observation.interviews import compile_interviews, departure_edges
from departures.quantities import Array, Parameters

Follow = Callable[[Trajectory, Parameters], Array]


def compile_describing(
    graph: Graph, observation: Observation, substeps: int
) -> Callable[[Trajectory, Parameters], tuple[Array, ...]]:
    """A pure function of a trajectory and of the parameters that gives for each datum
    of interviews the arrivals of those who will describe, as `Interviews.shares` takes them.
    """
    every = [_followed(graph, observation, datum, substeps) for datum in observation.interviews]

    def described(trajectory: Trajectory, parameters: Parameters) -> tuple[Array, ...]:
        return tuple(follow(trajectory, parameters) for follow in every)

    return described


def _followed(graph: Graph, observation: Observation, datum: InterviewDatum, substeps: int) -> Follow:
    interviews = compile_interviews(graph, datum)
    start, stop = interviews.span
    leaving = np.array(departure_edges(graph))
    left = np.eye(len(graph.compartments))[graph.sources[leaving]]
    arrivals = records_of(graph, observation).matrix[:, : len(observation.ways)].sum(1, keepdims=True)
    onward = compile_onward(graph, arrivals, start, stop, substeps, interviews.periods)
    # who is under control again leaves anew from there, and that departure is the one that counts
    states = [graph.declaration.state(graph.compartments[place].state) for place in graph.sources]
    free = np.array([float(not state.under_control) for state in states])
    nobody = jnp.zeros((len(graph.compartments), interviews.periods * graph.declaration.cells.count))

    def follow(trajectory: Trajectory, parameters: Parameters) -> Array:
        # hazard times the mean stock of a month: right to the second order, and no further flow to keep
        ends = trajectory.stocks[start - 1 : stop]
        at_risk = jnp.einsum("tcs,es->tec", 0.5 * (ends[1:] + ends[:-1]), left)
        departures = jnp.swapaxes(trajectory.hazards[leaving, start:stop], 0, 1) * at_risk
        entries, straight = interviews.entries(departures, parameters)
        hazards = free[:, None, None] * trajectory.hazards[:, start:stop]
        return onward(jnp.tile(hazards, (1, 1, interviews.periods)), nobody, entries)[:, 0] + straight

    return follow
