"""Party laws exist for the moments that whole parties can have, and for no other."""

import pytest

from departures.model.party import (
    ALONE,
    PartyKind,
    is_possible,
    least_variance,
    logarithmic_parties,
    party_law,
)
from departures.model.transition import GroupSize


@pytest.mark.parametrize(
    ("mean", "variance", "kind"),
    [
        (1.0, 0.0, PartyKind.ALONE),
        (1.6, 1.2, PartyKind.GAMMA_POISSON),
        (2.5, 1.5, PartyKind.MIXED),
        (2.5, 0.25, PartyKind.MIXED),
        (3.0, 0.0, PartyKind.MIXED),
    ],
)
def test_a_law_keeps_its_moments(mean, variance, kind):
    law = party_law(GroupSize(mean, variance))
    assert law.kind is kind
    assert (law.mean, law.variance) == (mean, variance)


def test_where_nothing_is_declared_everybody_goes_alone():
    assert party_law(None) is ALONE


@pytest.mark.parametrize(
    ("mean", "variance"),
    [(0.9, 0.1), (2.5, 0.2), (1.0, 0.5), (2.0, -0.1), (float("nan"), 1.0), (2.0, float("inf"))],
)
def test_moments_that_no_whole_parties_have_are_refused(mean, variance):
    assert not is_possible(GroupSize(mean, variance))
    with pytest.raises(ValueError, match="whole people"):
        party_law(GroupSize(mean, variance))


def test_the_least_variance_is_that_of_two_neighbouring_sizes():
    assert least_variance(2.0) == 0.0
    assert least_variance(2.25) == pytest.approx(0.25 * 0.75)


@pytest.mark.parametrize("dispersion", [1.5, 4.0, 12.0])
def test_logarithmic_parties_have_the_dispersion(dispersion):
    law = logarithmic_parties(dispersion)
    assert law.dispersion == pytest.approx(dispersion)
    assert law.mean > 1.0


def test_counts_that_vary_by_their_mean_are_of_people_alone():
    assert logarithmic_parties(1.0) is ALONE


@pytest.mark.parametrize("dispersion", [0.99, float("nan")])
def test_a_dispersion_below_one_is_refused(dispersion):
    with pytest.raises(ValueError, match="dispersion"):
        logarithmic_parties(dispersion)
