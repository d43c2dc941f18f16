"""Parties that fill up one by one have the sizes of their law."""

import numpy as np
import pytest

from departures.engines.individual_parties import chance_full, party_size
from departures.engines.population_shape import laws_of
from departures.model.party import logarithmic_parties, party_law
from departures.model.transition import GroupSize

LAWS = {
    "alone": party_law(None),
    "gamma-Poisson": party_law(GroupSize(2.5, 4.0)),
    "mixed": party_law(GroupSize(8.3, 2.0)),
    "rounded": party_law(GroupSize(1.6, 0.24)),
    "logarithmic": logarithmic_parties(1.8),
}
DRAWS = 40_000


@pytest.mark.parametrize("name", list(LAWS))
def test_chances_to_be_full_give_the_law_by_which_sizes_are_drawn(name):
    laws = laws_of({0: LAWS[name]})
    full = np.array([chance_full(laws, 0, size) for size in range(1, 80)])
    assert ((full >= 0.0) & (full <= 1.0)).all()
    filling = full * np.concatenate([[1.0], np.cumprod(1.0 - full)[:-1]])
    keys = np.random.default_rng(5).integers(2**64 - 1, size=DRAWS, dtype=np.uint64)
    sizes = np.array([party_size(key, laws, 0) for key in keys])
    drawn = np.bincount(sizes, minlength=len(full) + 1)[1 : len(full) + 1] / DRAWS
    assert np.abs(drawn - filling).max() < 4 * np.sqrt(0.25 / DRAWS)
    assert abs(filling @ np.arange(1, 80) - LAWS[name].mean) < 1e-6 * LAWS[name].mean
