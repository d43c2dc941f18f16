"""Interviews with those who arrived: when had those left who describe conditions at home since a day?

Read as the years of leaving of all arrivals, such a table would invent a boom: who leaves late in the period has had
less time to arrive, who leaves early has less to describe, and not everybody is asked. So three things stand between
leaving and the table. Who leaves in month t arrives as the hazards have it. Of those who arrive in year a so many are
asked as

    c_a = expit(η + δ_a),  with η such that Σ c_a · adults_a is the number of people who were interviewed,

and who left m months after the day describes what was since with chance s = 1 − exp(−m/τ). Expected is, for each
period of leaving k, π_k = Σ_a c_a Σ_t∈k s(t) · arrivals in a of those who left in t, over Σ_a c_a · arrivals in a.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from departures.model.graph import Graph
from departures.observation.declared import InterviewDatum
from departures.quantities import MONTHS_PER_YEAR, Array, Months, Parameters

CARELESS = 0.02
"""Share of answers that are taken to say nothing of when people had left."""
ROUNDS = 2
"""Newton steps towards η; the last one alone carries the gradient."""
LEAST, MOST = 0.01, 0.99
"""Ends of the share of arrivals who were interviewed."""
FEWEST = 1e-12


@dataclass(frozen=True)
class Interviews:
    """One datum of interviews as functions of what an engine gives; periods of leaving are the months not told and then
    those that were told.

    masks: 1 where a month lies in a period, [month, period]; last: the last month that counts.
    describing: parameters → of those who leave in a month of a period the share who will describe, [month, period].
    shares: arrivals of those who will describe, [month, cell, period], those of everybody, [month, cell], and
        parameters → chances of each of `InterviewDatum.counts`, then the share of women among those who describe.
    """

    masks: Array
    last: int
    describing: Callable[[Parameters], Array]
    shares: Callable[[Array, Array, Parameters], Array]


def compile_interviews(graph: Graph, datum: InterviewDatum) -> Interviews:
    """The datum as functions of what an engine gives."""
    months = graph.declaration.months
    masks = _periods(months, datum)
    since = np.maximum(0.5 + np.arange(months.count) - months.index_of(datum.since), 0.0)

    def describing(parameters: Parameters) -> Array:
        return -jnp.expm1(-since / parameters[datum.recall])[:, None] * masks

    last = months.index_of(datum.end)
    return Interviews(masks, last, describing, _shares(graph, datum))


def _periods(months: Months, datum: InterviewDatum) -> Array:
    told = np.zeros((months.count, len(datum.left_in)))
    for place, period in enumerate(datum.left_in):
        told[slice(*months.window(period.start, min(period.end, datum.end))), place] = 1.0
    since = np.zeros((months.count, 1))
    since[slice(*months.window(datum.since, datum.end))] = 1.0
    return np.concatenate([since - told.sum(1, keepdims=True), told], axis=1)


def _shares(graph: Graph, datum: InterviewDatum) -> Callable[[Array, Array, Parameters], Array]:
    female = np.asarray(graph.declaration.cells.covariates["female"], dtype=float)
    in_year = years_of_arrival(graph.declaration.months, datum)

    def shares(arrived: Array, everybody: Array, parameters: Parameters) -> Array:
        described = jnp.einsum("ta,tcp->apc", in_year, arrived)
        asked = in_year.T @ everybody.sum(1)
        chance = chances(asked, datum, parameters[datum.chance])
        told = jnp.einsum("a,apc->pc", chance, described) / jnp.maximum(chance @ asked, FEWEST)
        of_periods = told.sum(1)
        every = jnp.concatenate([1.0 - of_periods.sum(keepdims=True), of_periods])
        women = (told @ female).sum() / jnp.maximum(of_periods.sum(), FEWEST)
        return jnp.append((1.0 - CARELESS) * every + CARELESS / len(every), women)

    return shares


def of_those_who_described(shares: Array) -> Array:
    """Of `Interviews.shares` those that are printed: of the people who described, the share that left in each period
    that was told, and the share of women; [period + 1].
    """
    return jnp.append(shares[2:-1] / (1.0 - shares[0]), shares[-1])


def years_of_arrival(months: Months, datum: InterviewDatum) -> Array:
    """1 where a month lies in a year of arrival, counted from the first month asked of; [month, year]."""
    first, stop = months.window(datum.start, datum.end)
    years = -(-(stop - first) // MONTHS_PER_YEAR)
    index = np.arange(months.count)[:, None]
    year = (index - first) // MONTHS_PER_YEAR
    return ((index >= first) & (index < stop) & (year == np.arange(years))).astype(float)


def chances(asked: Array, datum: InterviewDatum, steps: Array) -> Array:
    """Chance to be interviewed by year of arrival, given arrivals [year] and log odds by year [year]; [year]."""
    total = jnp.maximum(asked.sum(), FEWEST)
    wanted = jnp.clip(datum.interviewed / (datum.adults * total), LEAST, MOST)
    weight = asked / total

    def missing(level: Array) -> tuple[Array, Array]:
        chance = jax.nn.sigmoid(level + steps)
        return weight @ chance - wanted, weight @ (chance * (1.0 - chance))

    level = jnp.log(wanted) - jnp.log1p(-wanted) - weight @ steps
    for _ in range(ROUNDS):
        gap, slope = missing(level)
        level = level - gap / jnp.maximum(slope, FEWEST)
    level = jax.lax.stop_gradient(level)
    gap, slope = missing(level)
    return jax.nn.sigmoid(level - gap / jax.lax.stop_gradient(jnp.maximum(slope, FEWEST)) + steps)
