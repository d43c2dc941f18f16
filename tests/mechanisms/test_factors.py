"""Forms that change what other rooms declare: barrier, push, deterrence, exposure, kin pull."""

import numpy as np
import pytest

from mechanisms.settings import CELL, MONTHS, drivers, made, values


def factor(kind, driver=None, signal=None, effect=0.8, **changes):
    """The factor of a form, at a constant driver or signal."""
    form = made(kind, **changes)
    parts = form.parts(MONTHS)
    (item,) = parts.factors
    given = drivers(parts, **({form.driver: driver} if driver is not None else {}))
    signals = {form.name: np.array([signal])} if signal is not None else {}
    parameters = values(parts, **{f"{form.name}_effect": effect}, reach=changes.get("reach_value", 0.5))
    return float(np.ravel(item.value(parameters, given, CELL, signals))[0])


def test_no_driver_no_effect():
    assert factor("barrier", driver=0.0) == factor("push", driver=0.0) == 1.0


def test_no_signal_no_effect():
    assert (
        factor("deterrence", signal=0.0)
        == factor("exposure", signal=0.0)
        == factor("kin_pull", signal=0.0)
        == 1.0
    )


def test_a_barrier_takes_away_and_a_push_adds():
    assert factor("barrier", driver=1.0) == pytest.approx(np.exp(-0.8))
    assert factor("push", driver=1.0) == pytest.approx(np.exp(0.8))


@pytest.mark.parametrize(
    ("kind", "direction"),
    [("barrier", -1), ("push", 1), ("deterrence", -1), ("exposure", 1), ("kin_pull", 1)],
)
def test_more_of_it_moves_always_the_same_way(kind, direction):
    key = "driver" if kind in ("barrier", "push") else "signal"
    path = [factor(kind, **{key: value}) for value in np.linspace(0.0, 3.0, 7)]
    assert np.all(direction * np.diff(path) > 0.0)


@pytest.mark.parametrize("kind", ["barrier", "push", "deterrence", "exposure", "kin_pull"])
def test_the_sign_of_an_effect_cannot_turn(kind):
    key = "driver" if kind in ("barrier", "push") else "signal"
    assert factor(kind, effect=-0.8, **{key: 1.0}) == factor(kind, effect=0.8, **{key: 1.0})


@pytest.mark.parametrize("kind", ["barrier", "push", "deterrence", "exposure", "kin_pull"])
def test_a_factor_acts_where_it_was_told_and_reads_its_signal(kind):
    parts = made(kind, on=("one", "two")).parts(MONTHS)
    (item,) = parts.factors
    assert item.on == ("one", "two")
    assert item.reads == tuple(signal.name for signal in parts.signals)


def test_a_barrier_reaches_people_of_a_level_only_as_far_as_its_parameter_says():
    form = made("barrier", scope={"way=sent": "reach"})
    (item,) = form.parts(MONTHS).factors
    given = drivers(form.parts(MONTHS), fence=1.0)

    def at(here, reach):
        return float(
            np.ravel(item.value({"fence_effect": 2.0, "reach": reach}, given, {"way=sent": here}, {}))[0]
        )

    assert at(0.0, 0.3) == pytest.approx(np.exp(-2.0))
    assert at(1.0, 0.3) == pytest.approx(np.exp(-0.6))
    assert at(1.0, 0.0) == 1.0


@pytest.mark.parametrize("kind", ["deterrence", "kin_pull"])
def test_a_memory_grows_with_what_happens_and_fades(kind):
    form = made(kind)
    (signal,) = form.parts(MONTHS).signals
    stocks = {"home": np.array([5000.0, 5000.0])}

    def after(last, events):
        flows = {form.events[0]: np.array([events, 0.0])}
        return float(np.ravel(signal.next(np.array([last]), stocks, flows, {}, {}))[0])

    assert after(0.0, 2.0) == pytest.approx(2.0)  # two events per ten thousand at home
    assert after(1.0, 0.0) == pytest.approx(0.95)


def test_exposure_follows_its_driver():
    (latent,) = made("exposure", start=0.2).parts(MONTHS).latents
    heard = np.linspace(0.0, 1.0, MONTHS.count)[:, None]
    level, expected = 0.2, []
    for now in heard[:, 0]:
        expected.append(level)
        level = 0.9 * level + 0.1 * now
    np.testing.assert_allclose(latent.path({}, {"radio": heard}, {})[:, 0], expected, rtol=1e-6)
