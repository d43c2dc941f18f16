"""Counts of whole parties vary as the likelihood says: exactly from an inexhaustible source, nearly in the packs."""

from dataclasses import replace

import numpy as np
import pytest

from departures.engines.population import population
from departures.model.entry import InitialStock
from departures.model.graph import compile_graph
from departures.model.party import ALONE, PartyKind
from departures.observation.declared import Observation
from departures.observation.expected import records_of
from departures.observation.parties import counted_parties
from engines import invented
from engines.chance import of_means, of_variances
from laws.problems import drawn, problem

SEEN = Observation(
    counted=("last_leg",),
    ways=("own", "sold"),
    windows=(),
    splits=(),
    parties={"own": "many", "sold": "none"},
)
VALUES = {**invented.VALUES, "many": 3.0, "none": 0.0}


def test_each_way_has_its_law_where_people_set_out_and_where_they_are_counted():
    graph = invented.graph()
    laws = counted_parties(graph, SEEN)(VALUES)
    edges = {way: graph.edges_of("last_leg", {"way": way}) for way in SEEN.ways}
    of_own = {int(edges["own"][0]), int(graph.edges_of("onward")[0])}
    of_sold = {int(edges["sold"][0]), int(graph.edges_of("onward_held")[0])}
    assert set(laws) == of_own | of_sold
    for edge in of_own:
        assert laws[edge].kind is PartyKind.LOGARITHMIC
        assert laws[edge].dispersion == pytest.approx(4.0)
    assert all(laws[edge] is ALONE for edge in of_sold)


def test_nobody_sets_out_towards_home_in_parties_who_are_counted_on_leaving_it():
    graph = invented.graph()
    laws = counted_parties(graph, replace(SEEN, counted=("onward",), ways=("own",)))(VALUES)
    assert set(laws) == {int(edge) for edge in graph.edges_of("onward")}


def test_from_an_inexhaustible_source_a_window_has_the_mean_and_variance_of_the_likelihood():
    """Half a year of some eighty people, of a hundred million on their way."""
    base, people, replicates = invented.declaration(stages=1), 1e8, 2000
    waiting = InitialStock("waiting", "transit", lambda *_: people, {"way": "own"})
    graph = compile_graph(replace(base, initial=(waiting,), entries=()))
    values = {**VALUES, "last_leg": 80.0 / 6.0 / 2.3 / people}
    records = np.zeros((len(graph.edges), 1))
    records[graph.edges_of("last_leg")] = 1.0
    engine = population(graph, records, counted_parties(graph, SEEN), stock_months=())
    counts = engine.run(values, replicates, seed=5).flows[:, :30].reshape(replicates, 5, -1).sum(-1)
    mean, dispersion = 80.0, 1.0 + VALUES["many"]
    assert of_means(counts, 5 * [mean]).min() > 1e-3
    assert of_variances(counts, 5 * [dispersion * mean]).min() > 1e-3
    assert of_variances(counts, 5 * [1.3 * dispersion * mean]).min() < 1e-3


def test_in_a_pack_years_vary_nearly_as_the_likelihood_says():
    """Somewhat less: who sets out in parties leaves fewer behind for the next month."""
    case = ("veldran", "no_kin")
    observation, parameters = problem(*case).observation, drawn(*case, seed=20, width=0.3)
    ways = len(observation.ways)
    records = records_of(problem(*case).graph, observation).matrix[:, :ways].sum(1, keepdims=True)
    (name,) = set(observation.parties.values())
    stated = 1.0 + float(parameters[name])

    def seen(parties):
        engine = population(problem(*case).graph, records, parties, stock_months=())
        years = engine.run(parameters, 300, seed=5).flows.reshape(300, -1, 12 * 2).sum(-1)
        return np.mean(years.var(0, ddof=1) / years.mean(0))

    found = seen(counted_parties(problem(*case).graph, observation))
    assert 0.75 * stated < found < 1.05 * stated
    assert seen(None) < 0.7 * stated
