"""A departure passes alive from under control to away: dying in custody is none, on either pack."""

import pytest

from departures.country.pack import open_pack, put_together
from departures.model.state import Role


@pytest.mark.parametrize("country", ["north_korea", "veldran"])
def test_a_departure_leaves_control_alive(country):
    graph = put_together(open_pack(country)).graph
    states = [graph.declaration.state(place.state) for place in graph.compartments]
    departures = [edge for edge in graph.edges if edge.departure]
    assert departures
    assert all(states[edge.source].under_control for edge in departures)
    assert all(states[edge.target].role is not Role.DEAD for edge in departures)


def test_dying_in_punishment_is_there_and_is_no_departure():
    graph = put_together(open_pack("north_korea")).graph
    deaths = [edge for edge in graph.edges if edge.transition == "return_dies"]
    assert deaths
    assert not any(edge.departure for edge in deaths)
