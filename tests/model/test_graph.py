"""Levels and stages unfold into compartments and edges, in an order that does not depend on the writing."""

from dataclasses import replace

import numpy as np

from departures.model.graph import compile_graph
from model.test_check import SOUND


def test_levels_and_stages_become_compartments():
    graph = compile_graph(SOUND)
    assert len(graph.compartments) == 2 + 3 + 2  # home by watched, hiding in three stages, arrived by way
    assert len(graph.places_of("hiding")) == 3
    assert len(graph.places_of("home", {"watched": "yes"})) == 1


def test_every_edge_takes_from_one_place_and_gives_to_one():
    graph = compile_graph(SOUND)
    assert np.all(graph.incidence.sum(axis=1) == 0.0)
    assert np.all(np.abs(graph.incidence).sum(axis=1) == 2.0)


def test_a_staged_way_is_completed_once_and_each_stage_is_as_many_times_faster():
    graph = compile_graph(SOUND)
    onward = [edge for edge in graph.edges if edge.transition == "onward"]
    assert [edge.completes for edge in onward] == [False, False, True]
    assert {edge.speed for edge in onward} == {3.0}


def test_only_leaving_control_is_a_departure():
    graph = compile_graph(SOUND)
    departing = {edge.transition for edge in graph.edges if edge.departure}
    assert departing == {"crossing"}


def test_an_assigned_level_decides_the_target():
    graph = compile_graph(SOUND)
    assert len(graph.edges_of("onward", {"way": "own"})) == 1
    assert len(graph.edges_of("onward", {"way": "taken"})) == 0


def test_the_order_of_writing_changes_nothing():
    turned = replace(SOUND, states=SOUND.states[::-1], transitions=SOUND.transitions[::-1])
    one, other = compile_graph(SOUND), compile_graph(turned)
    assert one.compartments == other.compartments
    assert one.edges == other.edges
