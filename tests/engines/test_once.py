"""What acts on many edges alike is evaluated once; what reads something else on another edge is evaluated again."""

import numpy as np

from departures.engines.once import Once
from departures.model.transition import Factor, Transition, with_factors

FEMALE = np.array([1.0, 0.0])
OWN, SOLD = ({"female": FEMALE, "way=own": own, "way=sold": 1.0 - own, "stage=1": own} for own in (1.0, 0.0))


def counted(value):
    calls = []

    def intensity(parameters, drivers_now, cell, signals):
        calls.append(cell)
        return value(parameters, cell)

    return intensity, calls


def at(intensity, *views):
    once = Once({"rate": 0.5}, {}, {})
    return [once.value(intensity, view) for view in views]


def test_what_reads_the_same_everywhere_is_evaluated_once():
    intensity, calls = counted(lambda parameters, cell: parameters["rate"] * cell["female"])
    first, second = at(intensity, OWN, SOLD)
    assert len(calls) == 1
    assert first is second
    np.testing.assert_array_equal(first, 0.5 * FEMALE)


def test_what_reads_a_level_is_evaluated_for_each_of_its_values():
    intensity, calls = counted(lambda parameters, cell: cell["way=own"] + cell.get("way=gone", 0.25))
    assert at(intensity, OWN, SOLD, dict(OWN)) == [1.25, 0.25, 1.25]
    assert len(calls) == 2


def test_a_name_that_only_one_view_has_makes_a_difference():
    intensity, _ = counted(lambda parameters, cell: cell.get("way=gone", 0.25))
    assert at(intensity, OWN, {**OWN, "way=gone": 1.0}) == [0.25, 1.0]


def test_who_looks_at_the_whole_view_is_evaluated_for_each():
    intensity, calls = counted(lambda parameters, cell: sum(1 for name in cell if "=" in name))
    assert at(intensity, OWN, SOLD) == [3, 3]
    assert len(calls) == 2
    assert at(intensity, OWN, {**OWN, "way=gone": 0.0}) == [3, 4]


class Held:
    """An intensity of which two are never asked whether they are equal."""

    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        raise AssertionError

    __hash__ = None

    def __call__(self, parameters, drivers_now, cell, signals):
        return self.value

    def method(self, parameters, drivers_now, cell, signals):
        return -self.value


def test_intensities_are_told_apart_by_what_they_are():
    once, one, two = Once({}, {}, {}), Held(1.0), Held(2.0)
    asked = [one, two, one.method, two.method, one.method]
    assert [once.value(each, OWN) for each in asked] == [1.0, 2.0, -1.0, -2.0, -1.0]
    assert len(once._kept) == 4


def test_the_parts_of_a_product_are_shared_between_transitions():
    base, of_base = counted(lambda parameters, cell: 2.0)
    value, of_value = counted(lambda parameters, cell: 3.0)
    factors = (Factor("wall", ("own", "sold"), value),)
    made = [with_factors(Transition(name, "home", "away", base), factors) for name in ("own", "sold")]
    once = Once({}, {}, {})
    assert [once.value(each.intensity, view) for each, view in zip(made, (OWN, SOLD), strict=True)] == [
        6.0
    ] * 2
    assert (len(of_base), len(of_value)) == (1, 1)
