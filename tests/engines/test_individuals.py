"""The engine of individuals: what an oracle finds that makes every clock, and what no run may change."""

from dataclasses import replace
from functools import cache
from itertools import pairwise
from multiprocessing.pool import ThreadPool

import jax
import numpy as np
import pytest

from departures.engines.individual_checkpoint import read_checkpoint
from departures.engines.individuals import individuals
from departures.model.graph import compile_graph
from engines.oracle import Oracle
from laws.problems import drawn, problem

jax.config.update("jax_enable_x64", True)

SEED, PEOPLE = 7, 3000
WITHOUT_SIGNAL = (("north_korea", "reference"), ("veldran", "no_kin"))
BOTH = (*WITHOUT_SIGNAL, ("veldran", "reference"))


@cache
def parameters(country, explanation):
    return drawn(country, explanation, 3, 0.3)


def small(country, explanation, people, busy=40.0):
    """An engine of a country of so few people, who leave home so much more often."""
    engine = individuals(problem(country, explanation).graph, noting=True)
    facts = engine.facts(parameters(country, explanation))
    share = people / facts.first.sum()
    home = [edge.source == facts.first.sum(0).argmax() for edge in engine.graph.edges]
    hazards = np.where(home, busy, 1.0) * facts.hazards
    scaled = replace(facts, hazards=hazards, first=share * facts.first, entries=share * facts.entries)
    return replace(engine, facts=lambda _: scaled)


def told(moves):
    return set(moves[["steps", "ids", "episodes", "edges"]].tolist())


def found_by_the_oracle(country, explanation, people, months=36):
    """How many moves an oracle finds that makes every clock; fails where the engine finds others."""
    engine, given = small(country, explanation, people), parameters(country, explanation)
    oracle = Oracle(engine, given, engine.facts(given).first, SEED)
    for step in range(months * engine.substeps):
        oracle.step(step)
    ran = engine.run(given, SEED, until=months)
    assert told(ran.moves) == oracle.moves
    np.testing.assert_array_equal(ran.flows, oracle.flows[:months])
    np.testing.assert_array_equal(ran.stocks[-1], oracle.stocks())
    return len(oracle.moves)


@pytest.mark.parametrize(("country", "explanation"), WITHOUT_SIGNAL)
def test_an_oracle_that_makes_every_clock_finds_the_same_fate_of_everybody(country, explanation):
    assert found_by_the_oracle(country, explanation, PEOPLE) > 300


@pytest.mark.slow
@pytest.mark.parametrize(("country", "explanation"), WITHOUT_SIGNAL)
def test_the_oracle_agrees_on_a_hundred_thousand_people(country, explanation):
    assert found_by_the_oracle(country, explanation, 100_000) > 10_000


@pytest.mark.parametrize(("country", "explanation"), BOTH)
def test_nobody_is_made_or_lost(country, explanation):
    engine = small(country, explanation, 30_000, busy=1.0)
    ran = engine.run(parameters(country, explanation), SEED)
    graph, entering = engine.graph, engine.facts(None).entries
    change = np.einsum("mce,ep->mcp", ran.flows, graph.incidence)
    without_entries = entering.sum((0, 1)) == 0.0
    first = ran.stocks[0] - change[0]
    np.testing.assert_array_equal(
        (ran.stocks[1:] - ran.stocks[:-1])[..., without_entries], change[1:][..., without_entries]
    )
    assert (ran.stocks >= 0).all()
    assert abs(ran.stocks[-1].sum() - first.sum() - entering[1:].sum()) < 3 * np.sqrt(entering.size)
    state = ran.end.state
    assert (state.pool <= state.people).all()
    assert (state.people - state.pool).sum() == (state.rows["places"][: state.counts[0]] >= 0).sum()


@pytest.mark.parametrize(("country", "explanation"), BOTH)
def test_a_resumed_run_is_the_straight_one(country, explanation):
    engine, given = small(country, explanation, 30_000), parameters(country, explanation)
    straight, first = engine.run(given, SEED), engine.run(given, SEED, until=100)
    kept = read_checkpoint(first.end.to_bytes())
    rest = engine.run(given, SEED, start=kept)
    np.testing.assert_array_equal(np.concatenate([first.flows, rest.flows]), straight.flows)
    np.testing.assert_array_equal(np.concatenate([first.stocks, rest.stocks]), straight.stocks)
    assert told(first.moves) | told(rest.moves) == told(straight.moves)


def test_a_checkpoint_is_not_changed_by_going_on_from_it():
    engine, given = small("veldran", "no_kin", 30_000), parameters("veldran", "no_kin")
    half = engine.run(given, SEED, until=100).end
    once, again = engine.run(given, SEED, start=half), engine.run(given, SEED, start=half)
    np.testing.assert_array_equal(once.flows, again.flows)


def test_a_checkpoint_of_another_model_or_no_checkpoint_is_refused():
    engine, given = small("veldran", "no_kin", 3000), parameters("veldran", "no_kin")
    here = engine.run(given, SEED, until=5).end
    with pytest.raises(ValueError, match="of another model"):
        small("north_korea", "reference", 3000).run(parameters("north_korea", "reference"), SEED, start=here)
    with pytest.raises(ValueError, match="of another model"):
        replace(engine, substeps=4).run(given, SEED, start=here)
    with pytest.raises(ValueError, match="no checkpoint"):
        read_checkpoint(here.to_bytes()[:-50])
    with pytest.raises(ValueError, match="months 5 to before 3"):
        engine.run(given, SEED, start=here, until=3)
    with pytest.raises(ValueError, match="seed -1"):
        engine.run(given, -1)


@pytest.mark.parametrize(("country", "explanation"), WITHOUT_SIGNAL)
def test_the_order_of_transitions_changes_no_fate(country, explanation):
    posed = problem(country, explanation)
    engine, given = small(country, explanation, 30_000), parameters(country, explanation)
    ran = engine.run(given, SEED)
    names = [edge.transition for edge in engine.graph.edges]
    turned = _with_exits_turned(engine)
    again = turned.run(given, SEED)
    assert told(again.moves) == told(ran.moves)
    np.testing.assert_array_equal(again.flows, ran.flows)
    backwards = replace(posed.declaration, transitions=posed.declaration.transitions[::-1])
    assert [edge.transition for edge in compile_graph(backwards).edges] == names


def _with_exits_turned(engine):
    """The engine with the exits of each compartment in reverse."""
    starts = engine.exits.starts
    order = np.concatenate([np.arange(*ends)[::-1] for ends in pairwise(starts)])
    exits, words = engine.exits, engine.words
    return replace(
        engine,
        exits=exits._replace(edges=exits.edges[order], targets=exits.targets[order]),
        words=words._replace(exits=words.exits[order], departs=words.departs[order]),
    )


def test_runs_differ_by_seed_and_number_and_are_alike_otherwise():
    engine, given = small("veldran", "reference", 30_000), parameters("veldran", "reference")
    flows = [engine.run(given, *which).flows for which in ((1, 0), (1, 0), (1, 1), (2, 0))]
    np.testing.assert_array_equal(flows[0], flows[1])
    assert (flows[0] != flows[2]).any()
    assert (flows[0] != flows[3]).any()


def test_the_same_people_leave_under_other_parameters_and_some_more():
    """Hazards of leaving are a tenth higher: all who left first leave still, and about a tenth more."""
    fewer, more = (small("veldran", "no_kin", 300_000, busy) for busy in (1.0, 1.1))
    given = parameters("veldran", "no_kin")
    left = [{move[1] for move in told(engine.run(given, SEED, until=12).moves)} for engine in (fewer, more)]
    assert len(left[0] & left[1]) > 0.97 * len(left[0])
    assert 1.02 < len(left[1]) / len(left[0]) < 1.2


@pytest.mark.parametrize(("country", "explanation"), BOTH)
def test_one_thread_equals_two(country, explanation):
    engine, given = small(country, explanation, 30_000), parameters(country, explanation)
    alone = [engine.run(given, SEED, number, until=40) for number in range(2)]
    with ThreadPool(2) as pool:
        together = pool.map(lambda number: engine.run(given, SEED, number, until=40), range(2))
    for one, two in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one.flows, two.flows)
        assert told(one.moves) == told(two.moves)


def test_a_null_counterfactual_changes_no_one():
    """Everything is made anew, the engine compiled again, under parameters that are equal but not the same objects."""
    for country, explanation in WITHOUT_SIGNAL:
        engine, given = small(country, explanation, 30_000), parameters(country, explanation)
        again = {name: np.array(value) for name, value in given.items()}
        other = small(country, explanation, 30_000)
        ran, null = engine.run(given, SEED, until=60), other.run(again, SEED, until=60)
        assert told(ran.moves) == told(null.moves)
        np.testing.assert_array_equal(ran.flows, null.flows)
