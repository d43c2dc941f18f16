"""Interviews: the expected table of years of leaving, held against people who are followed by period of leaving."""

from dataclasses import replace
from datetime import date

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from departures.engines.mean_field import mean_field
from departures.engines.tracers import Tracers, beside, no_tracers
from departures.inference.priors import layout_of
from departures.observation.declared import InterviewDatum, LeftIn
from departures.observation.expected import records_of
from departures.observation.interviews import (
    CARELESS,
    chances,
    compile_interviews,
    of_those_who_described,
    years_of_arrival,
)
from laws.problems import problem

NORTH = problem("north_korea")
GRAPH, MONTHS = NORTH.graph, NORTH.declaration.months
DATUM = NORTH.observation.interviews[0]
LAYOUT = layout_of(NORTH)


def parameters(seed=3, **changed):
    z = 0.3 * LAYOUT.draws_from_prior(1, seed)[0]
    return {**LAYOUT.values(jnp.asarray(z)), **changed}


INTERVIEWS = compile_interviews(GRAPH, DATUM)
ARRIVALS = records_of(GRAPH, NORTH.observation).matrix[:, : len(NORTH.observation.ways)].sum(1, keepdims=True)


def described(values, *, reference=False):
    """Arrivals of those who will describe [month, cell, period], and of everybody [month, cell]."""
    tracers = beside(no_tracers(MONTHS), INTERVIEWS.masks, INTERVIEWS.last)
    weights = jnp.concatenate([no_tracers(MONTHS).masks, INTERVIEWS.describing(values)], axis=1)
    flows = mean_field(GRAPH, ARRIVALS, tracers, reference=reference).run(values, weights).flows[:, :, 0]
    return flows[..., 1:], flows[..., 0]


def test_who_describes_at_once_is_who_left_in_each_period():
    values = parameters(entrants_recall=1e-6)
    found, _ = described(values)
    for period in range(INTERVIEWS.masks.shape[1]):
        masks = np.concatenate(
            [np.zeros((MONTHS.count, 1)), INTERVIEWS.masks[:, period : period + 1]], axis=1
        )
        followed = mean_field(GRAPH, ARRIVALS, Tracers(masks)).run(values).flows[:, :, 0, 1]
        until = slice(INTERVIEWS.last + 1)
        np.testing.assert_allclose(found[until, :, period], followed[until], rtol=1e-9, atol=1e-12)
        assert followed[until].sum() > 1.0


def test_weights_that_depend_on_parameters_are_those_of_the_scan_with_their_gradient():
    def told(recall, reference):
        return jnp.sum(
            described(parameters(entrants_recall=recall), reference=reference)[0][: INTERVIEWS.last] ** 2
        )

    for name in (False, True):
        value, slope = jax.value_and_grad(told)(9.0, name)
        if not name:
            expected = value, slope
    assert value == pytest.approx(float(expected[0]), rel=1e-10)
    assert slope == pytest.approx(float(expected[1]), rel=1e-9)
    assert slope < 0.0  # the longer it takes to have something to describe, the fewer do


def test_who_left_lately_has_less_to_describe():
    at_once, slowly = (described(parameters(entrants_recall=value))[0].sum((0, 1)) for value in (1e-6, 24.0))
    share = slowly / at_once
    assert (share < 1.0).all()
    assert (
        share[1] < share[2] < share[3]
    )  # 2018, 2019, 2021-22: the later, the longer they had lived there since


def test_shares_add_up_and_hold_the_careless():
    values = parameters()
    shares = INTERVIEWS.shares(*described(values), values)
    assert shares[:-1].sum() == pytest.approx(1.0, abs=1e-12)
    assert (shares[:-1] >= CARELESS / len(DATUM.counts)).all()
    assert 0.0 < shares[-1] < 1.0
    assert len(of_those_who_described(shares)) == len(DATUM.left_in) + 1


ASKED = jnp.array([1300.0, 1100.0, 1000.0, 400.0, 80.0, 60.0])


@pytest.mark.parametrize("seed", range(5))
def test_as_many_are_asked_as_were_interviewed(seed):
    steps = 0.7 * jnp.asarray(np.random.default_rng(seed).standard_normal(len(ASKED)))
    chance = chances(ASKED, DATUM, steps)
    assert chance @ ASKED * DATUM.adults == pytest.approx(DATUM.interviewed, rel=1e-9)
    odds = jnp.log(chance) - jnp.log1p(-chance)
    np.testing.assert_allclose(np.diff(odds), np.diff(steps), atol=1e-9)


def test_the_chance_has_the_gradient_of_its_equation():
    steps = 0.4 * jnp.asarray(np.random.default_rng(1).standard_normal(len(ASKED)))

    def told(both):
        return (chances(ASKED * jnp.exp(both[0]), DATUM, both[1]) * jnp.arange(6.0)).sum()

    both = jnp.stack([0.0 * steps, steps])
    slope = jax.grad(told)(both)
    for place in np.ndindex(both.shape):
        step = jnp.zeros_like(both).at[place].set(1e-5)
        difference = (told(both + step) - told(both - step)) / 2e-5
        assert slope[place] == pytest.approx(float(difference), rel=1e-5, abs=1e-7)


def test_more_interviews_than_arrivals_leave_chances_below_one():
    chance = chances(ASKED / 10.0, DATUM, jnp.zeros(len(ASKED)))
    assert (chance < 1.0).all()
    assert (chance > 0.9).all()


def test_years_of_arrival_are_counted_from_the_first_month():
    years = years_of_arrival(MONTHS, DATUM)
    assert years.sum(0).tolist() == [12.0] * 6
    assert years[MONTHS.index_of(DATUM.start), 0] == 1.0
    assert years[MONTHS.index_of(date(2017, 10, 1)), 1] == 1.0
    part = replace(DATUM, end=date(2022, 3, 31))
    assert years_of_arrival(MONTHS, part).sum(0).tolist() == [12.0] * 5 + [6.0]


def test_what_is_not_told_is_the_rest():
    datum = InterviewDatum(
        "made_up", date(2016, 10, 1), date(2022, 9, 30), date(2017, 1, 1), 1000, 300,
        (LeftIn(date(2018, 1, 1), date(2018, 12, 31), 120, ()),), 150, 0.8, (), (),
    )  # fmt: skip
    assert datum.counts == (700, 180, 120)
    assert datum.left_in[0].name == "2018"
