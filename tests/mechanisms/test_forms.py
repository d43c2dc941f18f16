"""What all forms have in common: they can be asked for, declare all they read, and give intensities of at least 0."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from departures.country.reading import Tracer
from departures.mechanisms.forms import FORMS
from departures.model.cell import by_sex
from departures.model.driver import Driver
from departures.model.graph import Declaration
from departures.model.room import Parts
from departures.model.state import Role, State
from departures.model.transition import Transition
from mechanisms.settings import CELL, MONTHS, SETTINGS, drivers, made, prior, values

DRIVERS = ("fence", "famine", "radio", "sent", "rotation", "stranded")


def test_every_form_has_settings_here():
    assert set(SETTINGS) == set(FORMS)


def test_every_form_is_described_in_the_tutorial():
    text = (Path(__file__).parents[2] / "countries" / "README.md").read_text(encoding="utf-8")
    assert [kind for kind in FORMS if f"| `{kind}` |" not in text] == []


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_adds_something_under_its_own_name(kind):
    form = made(kind)
    parts = form.parts(MONTHS)
    names = [part.name for item in fields(Parts) for part in getattr(parts, item.name)]
    assert names
    assert all(name.startswith(form.name) for name in names)


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_declares_the_parameters_that_it_reads_and_reads_those_that_it_declares(kind):
    parts = made(kind).parts(MONTHS)
    state = State("somewhere", Role.HIDING, {"way": ("sent", "own")})
    declaration = Declaration(
        months=MONTHS,
        cells=by_sex(),
        states=(state, State("home", Role.HOME)),
        transitions=tuple(
            Transition(name, "home", "somewhere", lambda *_: 0.0) for name in ("arrest", "last_leg")
        ),
        parameters=parts.parameters,
        signals=parts.signals,
        latents=parts.latents,
        drivers=(*parts.drivers, *(Driver(name, "0 or 1", np.zeros(MONTHS.count)) for name in DRIVERS)),
    )
    tracer = Tracer(declaration)
    reads = [tracer.intensity(item.intensity, state) for item in parts.transitions]
    reads += [tracer.intensity(item.value, state) for item in parts.factors]
    reads += [tracer.intensity(item.persons, first=True) for item in parts.initial]
    reads += [tracer.signal(item.next) for item in parts.signals]
    reads += [tracer.latent(item.path) for item in parts.latents]
    assert [item.problem for item in reads if item.problem] == []
    assert [item.unknown for item in reads if item.unknown] == []
    assert set().union(*(item.parameters for item in reads)) == {item.name for item in parts.parameters}


@pytest.mark.parametrize("kind", FORMS)
def test_intensities_and_factors_are_never_negative(kind):
    parts = made(kind).parts(MONTHS)
    given = drivers(parts, **dict.fromkeys(DRIVERS, 0.7))
    signals = {item.name: np.array([0.4]) for item in (*parts.signals, *parts.latents)}
    generator = np.random.default_rng(5)
    for _ in range(5):
        drawn = {
            item.name: np.asarray(item.prior.transform(generator.standard_normal(item.size)))[..., 0]
            if item.size == 1
            else np.asarray(item.prior.transform(generator.standard_normal(item.size)))
            for item in parts.parameters
        }
        drawn = values(parts, **drawn)
        for function in (*(t.intensity for t in parts.transitions), *(f.value for f in parts.factors)):
            result = np.asarray(function(drawn, given, {**CELL, "way=sent": 1.0}, signals))
            assert np.all(np.isfinite(result))
            assert np.all(result >= 0.0)


@pytest.mark.parametrize("kind", FORMS)
def test_an_unknown_key_is_refused(kind):
    with pytest.raises(ValidationError, match="not permitted"):
        made(kind, nonsense=1)


@pytest.mark.parametrize(
    ("kind", "center", "spread", "reason"),
    [
        ("log_normal", 0.0, 1.0, "above 0"),
        ("logit_normal", 1.0, 1.0, "between 0 and 1"),
        ("half_normal", 1.0, 1.0, "has center 0"),
        ("uniform", 1.0, 1.0, "center up to spread"),
        ("normal", 0.0, 0.0, "spread must be above 0"),
    ],
)
def test_an_impossible_prior_is_refused(kind, center, spread, reason):
    with pytest.raises(ValidationError, match=reason):
        prior(kind, center, spread)
