"""Made-up figures: what would have been published had a draw of the posterior been the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from scipy.special import expit, logit

from departures.country.problem import Problem
from departures.inference.densities import BELIEVED
from departures.inference.likelihood import compile_likelihood
from departures.observation.declared import InterviewDatum, Observation, SexSplit, StatementDatum, Window
from departures.observation.expected import Expected
from departures.quantities import Array

EXACT = 1e-9
"""A share that differs from the end of a range by less is that end."""
BESIDE = 1e-6
"""A share at the very end of a wording's range belongs to the wording, so its opposite begins this far beyond it."""


def made_up_observation(problem: Problem, z: Array, seed: int) -> Observation:
    """The problem's figures drawn anew, window by window, with z [entry] as the truth."""
    likelihood = compile_likelihood(problem)
    truth = jnp.asarray(z)
    expected = likelihood.expected(truth)
    values = likelihood.layout.values(truth)
    spreads = {name: float(values[name]) for name in concentrations(problem.observation)}
    return drawn(problem.observation, expected, spreads, np.random.default_rng(seed))


def concentrations(observation: Observation) -> tuple[str, ...]:
    """Parameters by which shares vary: that of the sexes, and those of the years of leaving."""
    return (observation.concentration, *(datum.concentration for datum in observation.interviews))


class Counted(NamedTuple):
    """Persons counted in each window [window], those in the period of each split, and women among them [split]."""

    everybody: Array
    in_splits: Array
    women: Array


def drawn(
    observation: Observation, expected: Expected, spreads: Mapping[str, float], random: np.random.Generator,
    counted: Counted | None = None,
) -> Observation:  # fmt: skip
    """Every figure of the observation replaced by a draw around its expectation; `spreads` holds the values of
    `concentrations`. What was `counted`, where it is given, is what is published: counts are not drawn a second time.
    """
    concentration = spreads[observation.concentration]
    mean, excess = np.asarray(expected.counts), np.asarray(expected.dispersion) - 1.0
    counts = random.poisson(random.gamma(mean / excess, excess)) if counted is None else counted.everybody
    windows = tuple(
        replace(w, value=int(count)) for w, count in zip(observation.windows, counts, strict=True)
    )
    by_period = {(w.start, w.end): w.value for w in windows}
    splits = _splits(observation, windows, np.asarray(expected.women), concentration, random)
    if counted is not None:
        splits = tuple(
            SexSplit(replace(split.window, value=int(total)), int(women))
            for split, total, women in zip(splits, counted.in_splits, counted.women, strict=True)
        )
    return replace(
        observation,
        windows=windows,
        splits=splits,
        stocks=tuple(
            replace(d, value=float(m * np.exp(d.spread * random.standard_normal())))
            for d, m in zip(observation.stocks, expected.stocks, strict=True)
        ),
        flows=tuple(
            replace(d, per_year=float(m * np.exp(d.spread * random.standard_normal())))
            for d, m in zip(observation.flows, expected.flows, strict=True)
        ),
        stays=tuple(
            replace(d, years=float(m * np.exp(d.spread * random.standard_normal())))
            for d, m in zip(observation.stays, expected.stays, strict=True)
        ),
        indicators=tuple(
            replace(d, value=float(m * np.exp(d.spread * random.standard_normal())))
            for d, m in zip(observation.indicators, expected.indicators, strict=True)
        ),
        attitudes=tuple(
            replace(d, value=_asked(float(m), d.spread, random))
            for d, m in zip(observation.attitudes, expected.attitudes, strict=True)
        ),
        interviews=tuple(
            _interviewed(datum, np.asarray(shares), spreads[datum.concentration], concentration, random)
            for datum, shares in zip(observation.interviews, expected.interviews, strict=True)
        ),
        statements=tuple(
            _said(datum, float(share), concentration, by_period, random)
            for datum, share in zip(observation.statements, expected.statements, strict=True)
        ),
    )


def _splits(
    observation: Observation, windows: tuple[Window, ...], shares: Array, concentration: float,
    random: np.random.Generator,
) -> tuple[SexSplit, ...]:  # fmt: skip
    """Women drawn given the new totals; a split over several windows takes their sum."""
    splits = []
    for split, share in zip(observation.splits, shares, strict=True):
        inside = [w.value for w in windows if split.window.start <= w.start and w.end <= split.window.end]
        total = sum(inside) if inside else split.window.value
        women = random.binomial(total, _varied(float(share), concentration, random))
        splits.append(SexSplit(replace(split.window, value=total), int(women)))
    return tuple(splits)


def _interviewed(
    datum: InterviewDatum, shares: Array, spread: float, of_women: float, random: np.random.Generator
) -> InterviewDatum:
    """Years of leaving drawn anew for as many interviews, and the women among those who described."""
    counts = random.multinomial(datum.interviewed, random.dirichlet(np.maximum(shares[:-1], 1e-6) * spread))
    described = int(counts[1:].sum())
    left_in = tuple(
        replace(each, count=int(count)) for each, count in zip(datum.left_in, counts[2:], strict=True)
    )
    women = int(random.binomial(described, _varied(float(shares[-1]), of_women, random)))
    return replace(datum, described=described, left_in=left_in, women=women)


def _said(
    datum: StatementDatum, share: float, concentration: float, by_period: Mapping[tuple[date, date], int],
    random: np.random.Generator,
) -> StatementDatum:  # fmt: skip
    """The same wording where it would have been true or careless, otherwise its opposite, which nobody says carelessly:
    so each has the chance that `densities.wordings` gives it.
    """
    people = by_period.get((datum.start, datum.end), datum.people)
    said = random.binomial(people, _varied(share, concentration, random)) / max(people, 1)
    inside = datum.low - EXACT <= said <= datum.high + EXACT
    if not people or inside or random.random() > BELIEVED:
        return replace(datum, people=people)
    low, high = (datum.high + BESIDE, 1.0) if said > datum.high else (0.0, datum.low - BESIDE)
    return replace(datum, people=people, low=low, high=high, careless=0.0)


def _asked(share: float, spread: float, random: np.random.Generator) -> float:
    """A share with noise on the logit scale."""
    return float(expit(logit(min(max(share, 1e-6), 1.0 - 1e-6)) + spread * random.standard_normal()))


def _varied(share: float, concentration: float, random: np.random.Generator) -> float:
    inside = min(max(share, 1e-6), 1.0 - 1e-6)
    return float(random.beta(inside * concentration, (1.0 - inside) * concentration))
