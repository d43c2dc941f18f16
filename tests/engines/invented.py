"""A small invented declaration: two sexes, five years, two ways out, a staged last leg, arrests and releases."""

from datetime import date

import numpy as np

from departures.model.cell import Cells, by_sex
from departures.model.check import check_declaration
from departures.model.consequence import Consequence
from departures.model.driver import Driver
from departures.model.entry import Entry, InitialStock
from departures.model.graph import Declaration, compile_graph
from departures.model.parameter import Parameter, Prior
from departures.model.signal import Signal
from departures.model.state import Role, State
from departures.model.transition import Transition
from departures.quantities import Months

MONTHS = Months(date(2000, 1, 1), date(2004, 12, 1))
WAY = {"way": ("own", "sold")}
WATCHED = {"watched": ("no", "yes")}

STATES = (
    State("home", Role.HOME, WATCHED),
    State("hiding", Role.HIDING),
    State("held", Role.CAPTIVE),
    State("custody", Role.CUSTODY),
    State("transit", Role.TRANSIT, WAY),
    State("arrived", Role.ARRIVED, WAY),
)

RATES = {
    "crossing": 0.004, "sold": 0.03, "arrest": 0.02, "release": 0.3,
    "onward": 0.08, "onward_held": 0.02, "last_leg": 0.5,
}  # fmt: skip
VALUES = {**RATES, "people": 10_000.0, "births": 3.0, "kin": 0.05, "told": 2.5}


def rate(name, women_only=False, driver=None, signal=None):
    """A constant rate; for women only, times a driver, or raised by a signal where asked."""

    def intensity(parameters, drivers_now, cell, signals):
        value = parameters[name] * (cell["female"] if women_only else 1.0 + 0.3 * cell["female"])
        if driver is not None:
            value = value * drivers_now[driver]
        return value * (1.0 + parameters[signal] * signals[signal]) if signal is not None else value

    return intensity


def _next_kin(last, stocks, flows, drivers_now, parameters):
    return 0.95 * last + 1_000.0 * flows["last_leg"].sum() / stocks["home"].sum()


def _people(parameters, drivers_now, cell, signals):
    return parameters["people"] * cell.get("part", 1.0)


def _births(parameters, drivers_now, cell, signals):
    return parameters["births"] * cell.get("part", 1.0) * drivers_now["open"]


def declaration(*, signal=False, consequence=False, cells: Cells | None = None, stages=2) -> Declaration:
    """The declaration; with a signal (kin draw others) or a consequence (those left behind are watched)."""
    reads = ("kin",) if signal else ()
    crossing = rate("crossing", driver="open", signal="kin" if signal else None)
    opened = 1.0 + 0.5 * np.sin(np.arange(MONTHS.count))
    watched = Consequence(
        "kin_watched", "crossing", "kin", "home", "home", {"watched": "no"}, {"watched": "yes"}, "told"
    )
    made = Declaration(
        months=MONTHS,
        cells=cells or by_sex(),
        states=STATES,
        transitions=(
            Transition("crossing", "home", "hiding", crossing, reads=reads),
            Transition("sold", "hiding", "held", rate("sold", women_only=True)),
            Transition("arrest", "hiding", "custody", rate("arrest")),
            Transition("arrest_held", "held", "custody", rate("arrest")),
            Transition("release", "custody", "home", rate("release")),
            Transition("onward", "hiding", "transit", rate("onward"), assign={"way": "own"}),
            Transition("onward_held", "held", "transit", rate("onward_held"), assign={"way": "sold"}),
            Transition("last_leg", "transit", "arrived", rate("last_leg"), stages=stages),
        ),
        parameters=tuple(
            Parameter(name, "", Prior("log_normal", value, 0.3), "invented") for name, value in VALUES.items()
        ),
        entries=(Entry("births", "home", _births),),
        initial=(InitialStock("people", "home", _people),),
        consequences=(watched,) if consequence else (),
        signals=(Signal("kin", "arrivals per thousand at home", 0.0, _next_kin),) if signal else (),
        drivers=(Driver("open", "ratio", opened),),
    )
    check_declaration(made)
    return made


def graph(**options):
    """The declaration compiled."""
    return compile_graph(declaration(**options))


def cells(count):
    """Cells that differ in size and in the share of women."""
    return Cells(
        tuple(str(i) for i in range(count)),
        {"female": np.arange(count) % 3 / 2.0, "part": 1.0 / np.arange(1, count + 1)},
    )
