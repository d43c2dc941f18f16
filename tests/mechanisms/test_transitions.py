"""Forms that move people: which transitions they make, for whom, and how fast."""

import numpy as np
import pytest
from pydantic import ValidationError

from mechanisms.settings import CELL, MONTHS, RATE, by_name, drivers, made, values


def intensities(kind, given=None, parameters=None, cell=None, **changes):
    """Intensities [month, cell] (women first) by name of the transition."""
    parts = made(kind, **changes).parts(MONTHS)
    at = values(parts, **(parameters or {}))
    now = drivers(parts, **(given or {}))
    return {
        item.name: np.broadcast_to(
            np.asarray(item.intensity(at, now, {**CELL, **(cell or {})}, {})), (MONTHS.count, 2)
        )
        for item in parts.transitions
    }


def ways(kind, **changes):
    parts = made(kind, **changes).parts(MONTHS)
    return {item.name: (item.source, item.target) for item in parts.transitions}


def test_leaving_splits_women_into_free_and_taken_without_losing_any():
    parameters = {"crossing_taken_share": 0.3, "crossing_female": 0.7}
    split = intensities("leaving", parameters=parameters)
    whole = intensities("leaving", parameters=parameters, taken_target=None, taken_share=None)
    np.testing.assert_allclose(split["crossing"] + split["crossing_taken"], whole["crossing"], rtol=1e-5)
    assert np.all(split["crossing_taken"][:, 1] == 0.0)
    np.testing.assert_allclose(split["crossing_taken"][:, 0], 0.3 * whole["crossing"][:, 0], rtol=1e-5)


def test_leaving_knows_the_ratio_of_the_sexes():
    rates = intensities("leaving", parameters={"crossing_female": 0.7}, taken_target=None, taken_share=None)
    np.testing.assert_allclose(rates["crossing"][:, 0] / rates["crossing"][:, 1], np.exp(0.7), rtol=1e-5)


def test_a_path_is_a_walk_from_knot_to_knot():
    rates = intensities(
        "leaving", parameters={"crossing_path_steps": np.array([0.4, -0.1])}, taken_target=None, taken_share=None,
        female=None, female_path=None,
    )["crossing"]  # fmt: skip
    logs = np.log(rates[:, 0] / rates[0, 0])
    assert logs[[0, 6, 12, 24, 35]] == pytest.approx([0.0, 0.2, 0.4, 0.3, 0.3], abs=1e-5)


def test_a_path_of_two_knots_has_one_step_which_comes_as_a_number():
    two = {"dates": ["2000-01-01", "2001-01-01"], "step": 0.3, "source": "judgement: a test"}
    rates = intensities(
        "leaving", parameters={"crossing_path_steps": 0.4}, path=two, taken_target=None, taken_share=None,
        female=None, female_path=None,
    )["crossing"]  # fmt: skip
    assert np.log(rates[[0, 6, 12, 24], 0] / rates[0, 0]) == pytest.approx([0.0, 0.2, 0.4, 0.4], abs=1e-5)


def test_a_path_is_nothing_at_its_anchor():
    anchored = {
        "dates": made("leaving").path.dates, "step": 0.3, "source": "judgement: a test", "anchor": "2001-01-01",
    }  # fmt: skip
    rates = intensities(
        "leaving", parameters={"crossing_path_steps": np.array([0.4, -0.1])}, path=anchored, taken_target=None,
        taken_share=None, female=None, female_path=None,
    )["crossing"]  # fmt: skip
    assert np.log(rates[[0, 12, 24], 0] / rates[12, 0]) == pytest.approx([-0.4, 0.0, -0.1], abs=1e-5)


@pytest.mark.parametrize(
    "dates", [["2000-01-01"], ["2001-01-01", "2000-01-01"], ["2000-01-01", "2000-01-01"]]
)
def test_knots_come_in_order_each_once(dates):
    with pytest.raises(ValidationError, match="at least two dates, each once, in order"):
        made("leaving", path={"dates": dates, "step": 0.1, "source": "judgement: a test"})


def test_parties_are_known_to_the_transition():
    crossing = by_name(made("leaving").parts(MONTHS).transitions)["crossing"]
    assert crossing.group_size.dispersion == pytest.approx(1.5 + 1.0 / 1.5)


def test_a_steady_passage_is_one_rate_for_all_months():
    rates = intensities("steady_passage")["back"]
    assert np.all(rates == rates[0, 0])
    assert np.all(intensities("steady_passage", women_only=True)["back"][:, 1] == 0.0)


def test_captivity_concerns_women_and_some_settle():
    assert ways("captivity") == {
        "captivity_sold": ("hiding", "held"),
        "captivity_settles": ("held", "settled"),
    }
    rates = intensities("captivity")
    assert np.all(rates["captivity_sold"][:, 0] > 0.0)
    assert np.all(rates["captivity_sold"][:, 1] == 0.0)
    settles = by_name(made("captivity").parts(MONTHS).transitions)["captivity_settles"]
    assert settles.assign == {"way": "taken"}


def test_workers_are_sent_by_sex_and_as_many_as_the_driver_says():
    given = {"sent": 1e-4, "rotation": 0.03, "stranded": 0.0}
    rates = intensities("dispatch_and_rotation", given, {"dispatch_women_share": 0.2, "dispatch_scale": 1.0})
    sent = rates["dispatch_sent"]
    assert sent.mean(axis=1) == pytest.approx(1e-4, rel=1e-5)  # half of those at home are women
    assert sent[0, 0] / sent.sum(axis=1)[0] == pytest.approx(0.2, rel=1e-5)
    assert np.all(rates["dispatch_rotated"] == 0.03)


def test_stranded_workers_leave_their_site_more_often():
    at = {"dispatch_stranded_effect": 0.9}
    calm = intensities("dispatch_and_rotation", {"sent": 0.0, "rotation": 0.0, "stranded": 0.0}, at)
    stranded = intensities("dispatch_and_rotation", {"sent": 0.0, "rotation": 0.0, "stranded": 1.0}, at)
    np.testing.assert_allclose(stranded["dispatch_flight"] / calm["dispatch_flight"], np.exp(0.9), rtol=1e-5)


def test_arrests_share_one_rate_and_lead_round_to_leaving_again():
    assert ways("return_and_reattempt") == {
        "return_arrest_hiding": ("hiding", "custody"), "return_arrest_held": ("held", "custody"),
        "return_handed_over": ("custody", "punished"), "return_released": ("punished", "returned"),
        "return_again": ("returned", "hiding"), "return_dies": ("punished", "dead"),
    }  # fmt: skip
    rates = intensities("return_and_reattempt")
    np.testing.assert_allclose(rates["return_arrest_held"], 0.25 * rates["return_arrest_hiding"], rtol=1e-5)


def test_nobody_dies_where_no_such_state_is_named():
    assert "return_dies" not in ways("return_and_reattempt", dead=None, dies=None)


@pytest.mark.parametrize("left_out", ["dead", "dies"])
def test_a_state_of_the_dead_and_the_rate_of_dying_come_together(left_out):
    with pytest.raises(ValidationError, match="belong together"):
        made("return_and_reattempt", **{left_out: None})


def gate(cell=None, **parameters):
    """Gate and season together, for men."""
    parts = made("transit_with_gates").parts(MONTHS)
    at = values(parts, **parameters)
    found = [item.value(at, drivers(parts), {**CELL, **(cell or {})}, {}) for item in parts.factors]
    return np.broadcast_to(np.asarray(found[0] * found[1]), (MONTHS.count, 2))[:, 0]


def test_the_way_on_has_a_way_from_each_state_and_a_last_leg_in_stages():
    parts = made("transit_with_gates").parts(MONTHS)
    assert ways("transit_with_gates") == {
        "onward_from_hiding": ("hiding", "travelling"), "onward_from_off_site": ("off_site", "travelling"),
        "onward_last_leg": ("travelling", "arrived"),
    }  # fmt: skip
    assert by_name(parts.transitions)["onward_last_leg"].stages == 2
    assert parts.factors[0].on == ("onward_from_hiding", "onward_from_off_site")


def test_gate_and_season_can_be_left_out_one_by_one():
    factors = by_name(made("transit_with_gates").parts(MONTHS).factors)
    assert set(factors) == {"onward_gate", "onward_season"}
    assert factors["onward_gate"].on == factors["onward_season"].on
    assert not made("transit_with_gates", gate=None, season=None).parts(MONTHS).factors


def test_the_gate_moves_with_its_path_and_the_quarters():
    assert np.all(gate() == 1.0)
    opened = gate(onward_gate_steps=np.array([0.5, 0.0]), onward_quarter_3=0.2)
    assert np.log(opened[12]) == pytest.approx(0.5, abs=1e-5)
    assert np.log(opened[18]) == pytest.approx(0.7, abs=1e-5)  # July


def test_the_gate_reaches_a_level_only_in_part():
    steps = np.array([0.5, 0.0])
    part = gate({"way=sent": 1.0}, onward_gate_steps=steps, onward_scope=0.4)
    whole = gate({"way=sent": 0.0}, onward_gate_steps=steps, onward_scope=0.4)
    np.testing.assert_allclose(np.log(part), 0.4 * np.log(whole), atol=1e-5)


def test_registration_leads_out_of_transit_uncounted():
    assert ways("registration") == {"elsewhere": ("travelling", "abroad")}


def first(**changes):
    parts = made("starting_stock", **changes).parts(MONTHS)
    (item,) = parts.initial
    return np.asarray(item.persons(values(parts), {}, CELL, {}))


def test_a_starting_stock_is_divided_between_the_sexes():
    np.testing.assert_allclose(first(), [600.0, 400.0], rtol=1e-5)
    np.testing.assert_allclose(first(persons=None, number=50.0), [30.0, 20.0], rtol=1e-5)


@pytest.mark.parametrize(
    "changes", [{"number": 5.0}, {"persons": None}, {"persons": None, "number": -1.0}, {"women": 2.0}]
)
def test_a_starting_stock_is_either_known_or_not(changes):
    with pytest.raises(ValidationError):
        made("starting_stock", **changes)


def test_rates_are_events_per_person_per_month_at_the_centre_of_the_prior():
    assert float(intensities("steady_passage")["back"][0, 0]) == pytest.approx(RATE.center)
