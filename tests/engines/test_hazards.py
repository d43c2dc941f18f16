"""Hazards come out in the graph's order; competing exits are combined once."""

import jax
import jax.numpy as jnp
import numpy as np

from departures.engines.hazards import cell_view, compile_hazards, driver_paths, exit_probabilities
from engines.invented import MONTHS, VALUES, graph


def test_what_reads_no_signal_is_there_for_all_months_and_the_rest_month_by_month():
    moving = graph(signal=True)
    hazards = compile_hazards(moving)
    now = {name: path[7] for name, path in driver_paths(moving).items()}
    still = hazards.fixed(VALUES, {})
    both = np.concatenate(
        [still[:, 7].T, hazards.moving(VALUES, now, {"kin": jnp.array([2.0, 2.0])})], axis=-1
    )
    ordered = both[:, np.array(hazards.order)]
    plain = compile_hazards(graph()).fixed(VALUES, {})[:, 7].T
    raised = np.array(
        [1.0 + 2.0 * VALUES["kin"] if edge.transition == "crossing" else 1.0 for edge in moving.edges]
    )
    np.testing.assert_allclose(ordered, plain * raised, rtol=1e-12)
    assert still.shape[1] == MONTHS.count
    assert hazards.has_moving


def test_each_stage_runs_faster_so_that_the_mean_stays():
    small = graph(stages=3)
    row = np.asarray(compile_hazards(small).fixed(VALUES, {}))[:, 0, 1]
    stages = [row[i] for i, edge in enumerate(small.edges) if edge.transition == "last_leg"]
    assert len(stages) == 6  # three for each way
    np.testing.assert_allclose(stages, 3 * VALUES["last_leg"])


def test_an_intensity_sees_the_levels_of_its_source():
    small = graph()
    edge = next(e for e in small.edges if dict(small.compartments[e.source].levels).get("way") == "sold")
    view = cell_view(small, edge)
    assert (view["way=sold"], view["way=own"]) == (1.0, 0.0)
    assert list(view["female"]) == [1.0, 0.0]


def test_competing_exits_share_the_chance_to_leave():
    hazards = jnp.array([0.2, 0.6, 0.5])
    chances = exit_probabilities(hazards, np.array([0, 0, 1]), 3, 0.5)
    leaves = 1.0 - np.exp(-0.5 * 0.8)
    np.testing.assert_allclose(chances, [leaves / 4, 3 * leaves / 4, 1.0 - np.exp(-0.25)], rtol=1e-12)


def test_without_exits_chance_and_gradient_are_finite():
    def total(hazards):
        return exit_probabilities(hazards, np.array([0, 0]), 2, 0.5).sum()

    value, gradient = jax.value_and_grad(total)(jnp.zeros(2))
    assert value == 0.0
    np.testing.assert_allclose(gradient, 0.5)  # a first small hazard acts for the whole step
