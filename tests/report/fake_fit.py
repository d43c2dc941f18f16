"""A made-up fit: draws of plausible size around the published counts, so that the report can be built in seconds."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import xarray as xr

from departures.answers.observed import yearly
from departures.country.problem import Problem
from departures.inference.fit import STANDARD, Fit, Gate
from departures.observation.declared import InterviewDatum
from report.fake_causes import fake_causes

CHAINS, DRAWS = 2, 200
WIDE = 1.2
"""Spread, on the log scale, of what the made-up figures hardly tell."""


def fake_fit(
    problem: Problem,
    *,
    lag: float = 3.0,
    leaving: Callable[[int], float] = lambda year: 1.0,
    ways: tuple[float, ...] = (),
    seed: int = 7,
) -> Fit:
    """Make up a fit. `lag`: mean years from leaving to arriving; `leaving`: factor on departures by year;

    `ways`: share of each way among arrivals, in the order of the pack.
    """
    made = np.random.default_rng(seed)
    years = np.array(list(problem.declaration.months.years))
    arrivals = _arrivals(problem, years, made)
    lagged = _lagged(arrivals.sum(-1), years, lag * np.exp(0.1 * made.standard_normal((CHAINS, DRAWS, 1, 1))))
    factor = np.array([leaving(int(year)) for year in years])
    sized = (CHAINS, DRAWS, len(years))
    noise = np.exp(0.1 * made.standard_normal(sized))
    left = np.maximum(lagged.sum(2), 0.5) * factor * noise
    women = (arrivals[..., :1].sum(2) / arrivals.sum((2, 3))[..., None])[..., None]
    eventual = left[..., None] * np.concatenate([women, 1 - women], axis=-1)
    crossings = left * 4.0 * np.exp(WIDE * made.standard_normal((CHAINS, DRAWS, 1)))
    by_way = arrivals.sum(-1)[..., None] * _ways(problem, ways, made)[:, :, None, :]
    quantities = _dataset(
        problem, years, arrivals=arrivals, eventual=eventual, crossings=crossings, lagged=lagged, by_way=by_way,
        figures=_figures(problem, made),
    )  # fmt: skip
    return Fit(
        explanation="reference",
        quantities=quantities,
        parameters=_parameters(problem, made),
        windows=_windows(problem, made),
        splits=pd.DataFrame(),
        gates=(
            Gate("R-hat", 1.004, 1.01, True, "Chains disagree; run them longer."),
            Gate("bulk ESS", 812.0, 400.0, True, "Too few independent draws."),
        ),
        contraction={},
        before=_before(quantities, np.random.default_rng(seed + 1000)),
        seconds={"sampling": 1.0},
        fingerprint="made up",
        causes=fake_causes(problem),
        causes_before=fake_causes(problem, spread=1.0),
    )


def _before(after: xr.Dataset, made: np.random.Generator) -> xr.Dataset:
    """Draws of the prior: every number may be a hundredth or a hundred times of what it is afterwards."""
    return after.map(lambda values: values * np.exp(2.0 * made.standard_normal(values.shape)))


def _arrivals(problem: Problem, years: np.ndarray, made: np.random.Generator) -> np.ndarray:
    """[chain, draw, year, gender (f, m)]: published counts with noise, the last one carried on."""
    counts = yearly(problem)
    known = counts["all"].of
    shares = {year: number.value / known[year].value for year, number in counts["f"].of.items()}
    totals = np.array([known[year].value if year in known else _nearest(known, year) for year in years])
    share = np.array([shares.get(int(year), 0.6) for year in years])
    noise = np.exp(0.05 * made.standard_normal((CHAINS, DRAWS, len(years))))
    return (totals * noise)[..., None] * np.stack([share, 1 - share], axis=-1)


def _nearest(known: dict, year: int) -> float:
    nearest = min(known, key=lambda other: abs(other - year))
    return known[nearest].value * (0.5 if year < nearest else 1.0)


def _lagged(totals: np.ndarray, years: np.ndarray, lag: np.ndarray) -> np.ndarray:
    """[chain, draw, year, year_left]: arrivals of each year spread over years of leaving."""
    distance = years[:, None] - years[None, :]
    weights = np.where(distance >= 0, np.exp(-np.clip(distance, 0, None) / lag), 0.0)
    whole = 1.0 / (1.0 - np.exp(-1.0 / lag))
    return totals[..., None] * (weights / whole)


def _ways(problem: Problem, shares: tuple[float, ...], made: np.random.Generator) -> np.ndarray:
    chosen = np.array(shares or [0.5, 0.4, 0.08, 0.02][: len(problem.ways)])
    drawn = chosen * np.exp(0.1 * made.standard_normal((CHAINS, DRAWS, len(chosen))))
    return drawn / drawn.sum(-1, keepdims=True)


def _dataset(problem, years, *, arrivals, eventual, crossings, lagged, by_way, figures) -> xr.Dataset:
    first = ("chain", "draw")
    names = [way.name for way in problem.ways]
    return xr.Dataset(
        {
            "arrivals": ((*first, "year", "gender"), arrivals),
            "arrivals_by_way": ((*first, "year", "way"), by_way),
            "eventual": ((*first, "year_left", "gender"), eventual),
            "eventual_by_way": ((*first, "year_left", "way"), by_way),
            "crossings": ((*first, "year"), crossings),
            "lag": ((*first, "year", "year_left"), lagged),
            "figures": ((*first, "figure"), figures),
            "latents": ((*first, "year", "latent"), latents_of(problem, len(years))),
        },
        coords={
            "year": years, "year_left": years, "gender": ["f", "m"], "way": names,
            "figure": list(problem.observation.figure_names),
            "latent": [item.name for item in problem.declaration.latents],
        },
    )  # fmt: skip


def latents_of(problem: Problem, years: int, seed: int = 3) -> np.ndarray:
    """[chain, draw, year, latent]: each latent rises from a third to two thirds, narrowly."""
    made = np.random.default_rng(seed)
    rising = np.linspace(0.33, 0.66, years)[:, None] * np.ones(len(problem.declaration.latents))
    return rising * np.exp(0.05 * made.standard_normal((CHAINS, DRAWS, *rising.shape)))


def _figures(problem: Problem, made: np.random.Generator) -> np.ndarray:
    """[chain, draw, figure]: what was published with noise; of wordings the middle of their range."""
    seen = problem.observation
    known = [
        *(item.value for item in seen.stocks), *(item.per_year for item in seen.flows),
        *(item.years for item in seen.stays),
        *(item.value for item in seen.indicators), *(item.value for item in seen.attitudes),
        *(share for item in seen.interviews for share in _of_those_who_described(item)),
        *((item.low + item.high) / 2 for item in seen.statements),
    ]  # fmt: skip
    return np.array(known) * np.exp(0.02 * made.standard_normal((CHAINS, DRAWS, len(known))))


def _of_those_who_described(item: InterviewDatum) -> list[float]:
    return [*(each.count / item.described for each in item.left_in), item.women / item.described]


def _parameters(problem: Problem, made: np.random.Generator) -> xr.Dataset:
    values: dict[str, tuple[tuple[str, ...], np.ndarray]] = {}
    every = []
    for item in problem.parameters:
        z = 0.5 * made.standard_normal((CHAINS, DRAWS, item.size))
        every.append(z)
        natural = np.asarray(item.prior.transform(z))
        if item.size == 1:
            values[item.name] = (("chain", "draw"), natural[..., 0])
        else:
            values[item.name] = (("chain", "draw", f"{item.name}_knot"), natural)
    values[STANDARD] = (("chain", "draw", "entry"), np.concatenate(every, axis=-1))
    return xr.Dataset(values)


def _windows(problem: Problem, made: np.random.Generator) -> pd.DataFrame:
    rows = []
    for window in problem.observation.windows:
        median = max(window.value * float(np.exp(0.15 * made.standard_normal())), 1.0)
        low, high = round(median / 1.4), round(median * 1.4) + 2
        rows.append(
            {
                "name": window.name, "start": window.start, "end": window.end, "observed": window.value,
                "remainder": window.remainder, "rows": window.rows, "median": round(median), "low": low,
                "high": high, "inside": low <= window.value <= high, "pareto_k": 0.2,
                "log_density": -3.0 - abs(window.value - median) / max(window.value, 1),
                "quantiles": tuple(np.linspace(low, high, 99)),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)
