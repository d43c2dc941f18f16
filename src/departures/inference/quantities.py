"""The quantities that answers print, from one draw of the unknowns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import jax.numpy as jnp
import numpy as np

from departures.country.problem import Problem
from departures.engines.mean_field import mean_field
from departures.engines.tracers import by_year
from departures.inference.likelihood import Likelihood
from departures.inference.priors import Known
from departures.observation.expected import Expected, Records, records_of
from departures.observation.interviews import of_those_who_described
from departures.observation.periods import sums_over
from departures.quantities import Array, Months, Parameters


def compile_quantities(problem: Problem, likelihood: Likelihood) -> Callable[..., dict[str, Array]]:
    """A pure function z → quantities by name, with the likelihood's terms and expectations beside them; `known` as in
    `Likelihood`.

    `eventual` counts departures of those who have arrived or will by the horizon, by year of leaving, since
    the first month; `crossings` counts all departures, persons more than once where they leave again.
    """
    graph, observation = problem.graph, problem.observation
    months = problem.declaration.months
    ways = records_of(graph, observation)
    names = (*ways.names, "departures")
    departures = np.array([float(edge.departure) for edge in graph.edges])[:, None]
    records = Records(names, np.concatenate([ways.matrix, departures], axis=1))
    engine = mean_field(graph, records.matrix, by_year(months))
    in_year = year_matrix(months)
    over_years = sums_over(months, [(date(year, 1, 1), date(year, 12, 31)) for year in months.years])
    way_count = len(observation.ways)
    names_of_parameters = _names(problem)
    abroad = _abroad(problem)

    def quantities(z: Array, known: Known | None = None) -> dict[str, Array]:
        parameters = likelihood.layout.values(z, known)
        trajectory = engine.run(parameters)
        flows = over_years(trajectory.flows.reshape(months.count, -1)).reshape(
            -1, *trajectory.flows.shape[1:]
        )
        arrivals = flows[:, :, :way_count, :]
        expected = likelihood.expected(z, known)
        return _foretold(likelihood, expected, parameters, names_of_parameters, known) | {
            "arrivals": arrivals[..., 0].sum(2),
            "arrivals_by_way": arrivals[..., 0].sum(1),
            "eventual": arrivals[..., 1:].sum((0, 2)).T,
            "eventual_by_way": arrivals[..., 1:].sum((0, 1)).T,
            "crossings": flows[:, :, -1, 0].sum(1),
            "lag": arrivals[..., 1:].sum((1, 2)),
            "stock_abroad": (trajectory.stocks.sum(1) @ abroad)[_year_ends(months)],
            "figures": jnp.concatenate(
                [
                    expected.stocks,
                    expected.flows,
                    expected.stays,
                    expected.indicators,
                    expected.attitudes,
                    *(of_those_who_described(shares) for shares in expected.interviews),
                    expected.statements,
                ]
            ),
            "latents": _yearly(
                [trajectory.latents[item.name] for item in problem.declaration.latents], in_year
            ),
        }

    return quantities


def compile_foretold(problem: Problem, likelihood: Likelihood) -> Callable[..., dict[str, Array]]:
    """A pure function z → the likelihood's terms and what counts and women are drawn from, by name, and the parameters
    on their natural scale; a fraction of the work of all quantities.
    """
    names = _names(problem)

    def foretold(z: Array, known: Known | None = None) -> dict[str, Array]:
        parameters, expected = likelihood.layout.values(z, known), likelihood.expected(z, known)
        return _foretold(likelihood, expected, parameters, names, known)

    return foretold


def _names(problem: Problem) -> list[str]:
    """Names of the parameters, without the switches."""
    return [item.name for item in problem.parameters]


def _foretold(
    likelihood: Likelihood,
    expected: Expected,
    parameters: Parameters,
    names: Sequence[str],
    known: Known | None,
) -> dict[str, Array]:
    return {
        "terms": likelihood.from_expected(expected, parameters, known),
        "expected_counts": expected.counts,
        "expected_dispersion": expected.dispersion,
        "expected_women": expected.women,
        "natural": jnp.concatenate([jnp.atleast_1d(parameters[name]) for name in names]),
    }


def _yearly(latents: Sequence[Array], in_year: Array) -> Array:
    """Mean of each latent over the months of each year and over the cells, [year, latent]."""
    paths = [path.mean(1) for path in latents]
    if not paths:
        return jnp.zeros((in_year.shape[1], 0))
    return (in_year / in_year.sum(0)).T @ jnp.stack(paths, axis=1)


def year_matrix(months: Months) -> Array:
    """1 where a month lies in a year; [month, year]."""
    years = np.array([months.date_of(i).year for i in range(months.count)])
    return (years[:, None] == np.array(list(months.years))[None, :]).astype(float)


def _year_ends(months: Months) -> Array:
    return np.array([months.of_year(year)[1] - 1 for year in months.years])


def _abroad(problem: Problem) -> Array:
    """1 for compartments of people who have left and have neither arrived nor settled nor died; [compartment]."""
    states = [problem.declaration.state(place.state) for place in problem.graph.compartments]
    return np.array([float(not state.under_control and not state.absorbing) for state in states])
