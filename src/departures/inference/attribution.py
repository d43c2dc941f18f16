"""What each part adds to a change of expected arrivals between two years: Shapley values, draw by draw.

Of a change from year a to year b everything before a ends is as it was. v(S) are the expected arrivals of b where the
parts in S go their own way and all others go on as in year a; v(none) less the arrivals of a is *carried over*: the
people already on their way, and all that belongs to no part. A part's Shapley value is what it adds on average over
the orders in which the parts may come. All orders of nine parts are 362,880, so each draw takes some at random and
their reverses: the values of a draw still add up to its change exactly, and medians run over thousands of orders.
(Shapley 1953; reversed pairs: Mitchell et al. 2022, JMLR 23(43).)
"""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp

from departures.country.problem import Problem
from departures.engines.frozen import Freezable, Span, compile_frozen
from departures.engines.mean_field import entries_of, mean_field
from departures.engines.onward_from import compile_onward
from departures.inference.priors import Known, layout_of
from departures.model.room import Parts
from departures.observation.expected import records_of
from departures.quantities import Array

FEWEST = 1e-9
Values = tuple[Array, Array]


def compile_attribution(problem: Problem) -> Callable[..., Values]:
    """A pure function of z [entry] and the places of the parts in some orders [order, part]; it gives what each part
    and then what is carried over adds, [scale, change, part + 1], and the changes themselves, [scale, change].
    `known` are priors and switches, by default the problem's own.
    """
    causes = problem.causes
    assert causes is not None
    graph, layout = problem.graph, layout_of(problem)
    months = problem.declaration.months
    records = records_of(graph, problem.observation).matrix[:, : len(problem.observation.ways)]
    engine = mean_field(graph, records)
    spans = [Span(months.of_year(first)[1], months.of_year(last)[1]) for first, last in causes.changes]
    begins = [
        months.of_year(last)[0] - span.start for (_, last), span in zip(causes.changes, spans, strict=True)
    ]
    firsts = [slice(*months.of_year(first)) for first, _ in causes.changes]
    rooms = sum((room.parts for room in problem.rooms), start=Parts())
    parts = [Freezable(frozenset(part.factors), frozenset(part.drivers)) for part in causes.parts]
    logs_of = compile_frozen(graph, rooms.transitions, rooms.factors, parts, spans)
    onward = [compile_onward(graph, records, span.start, span.stop) for span in spans]

    def attribution(z: Array, places: Array, known: Known | None = None) -> Values:
        parameters = layout.values(z, known)
        trajectory = engine.run(parameters)
        arrivals = trajectory.flows[:, :, :, 0].sum((1, 2))
        entries = jnp.swapaxes(entries_of(graph, parameters), 1, 2)
        added, totals = [], []
        for span, begin, first, run, logs in zip(
            spans, begins, firsts, onward, logs_of(parameters), strict=True
        ):
            stocks = trajectory.stocks[span.start - 1].T

            def arrived(frozen: Array) -> Array:
                hazards = jnp.exp(logs[0] + jnp.tensordot(frozen, logs[1], 1))  # noqa: B023
                return run(hazards, stocks, entries[span.start : span.stop])[begin:].sum()  # noqa: B023

            values = _along(arrived, places)
            before = arrivals[first].sum()
            of_scales: list[Callable[[Array], Array]] = [_log, jnp.asarray]
            added.append(jnp.stack([_shares(scale(values), places, scale(before)) for scale in of_scales]))
            totals.append(jnp.stack([scale(values[0, -1]) - scale(before) for scale in of_scales]))
        return jnp.stack(added, axis=1), jnp.stack(totals, axis=1)

    return attribution


def _along(arrived: Callable[[Array], Array], places: Array) -> Array:
    """Arrivals as the parts of each order come one by one, [order, part + 1]; first none has come, last all have."""
    count, parts = places.shape
    steps = jnp.arange(1, parts)
    frozen = (places[:, None, :] >= steps[None, :, None]).astype(float).reshape(-1, parts)
    ends = jnp.stack([jnp.ones(parts), jnp.zeros(parts)])
    values = jax.lax.map(arrived, jnp.concatenate([frozen, ends]))
    between = values[:-2].reshape(count, parts - 1)
    none, every = (jnp.broadcast_to(value, (count, 1)) for value in (values[-2], values[-1]))
    return jnp.concatenate([none, between, every], axis=1)


def _shares(values: Array, places: Array, before: Array) -> Array:
    """What each part adds on average over the orders, and last what is carried over; [part + 1]."""
    steps = jnp.diff(values, axis=1)
    of_parts = jnp.take_along_axis(steps, places, axis=1).mean(0)
    return jnp.append(of_parts, values[0, 0] - before)


def _log(arrivals: Array) -> Array:
    return jnp.log(jnp.maximum(arrivals, FEWEST))
