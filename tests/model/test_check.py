"""Every mistake of a graph is found before anything runs, by name, and all of them together."""

from dataclasses import replace
from datetime import date

import pytest

from departures.faults import Faults
from departures.model.cell import by_sex
from departures.model.check import check_declaration
from departures.model.consequence import Consequence
from departures.model.entry import Entry, InitialStock
from departures.model.graph import Declaration
from departures.model.parameter import Parameter, Prior
from departures.model.signal import Signal
from departures.model.state import Role, State
from departures.model.transition import GroupSize, Transition
from departures.quantities import Months


def rate(parameters, drivers_now, cell, signals):
    return 0.01 * (1.0 + cell["female"])


SOUND = Declaration(
    months=Months(date(2000, 1, 1), date(2001, 12, 1)),
    cells=by_sex(),
    states=(
        State("home", Role.HOME, {"watched": ("no", "yes")}),
        State("hiding", Role.HIDING),
        State("arrived", Role.ARRIVED, {"way": ("own", "taken")}),
    ),
    transitions=(
        Transition("crossing", "home", "hiding", rate),
        Transition("onward", "hiding", "arrived", rate, stages=3, assign={"way": "own"}),
    ),
    parameters=(Parameter("kin", "persons", Prior("half_normal", 0.0, 1.0), "judgement: none"),),
    initial=(InitialStock("people", "home", rate),),
    consequences=(
        Consequence(
            "watch", "crossing", "household", "home", "home", {"watched": "no"}, {"watched": "yes"}, "kin"
        ),
    ),
)


def with_transition(**changes):
    crossing, onward = SOUND.transitions
    return replace(SOUND, transitions=(replace(crossing, **changes), onward))


def with_consequence(**changes):
    (watch,) = SOUND.consequences
    return replace(SOUND, consequences=(replace(watch, **changes),))


def faults_of(declaration):
    with pytest.raises(Faults) as refused:
        check_declaration(declaration, "here")
    return refused.value.faults


def test_a_sound_declaration_passes():
    check_declaration(SOUND)


BROKEN = {
    "a state twice": (replace(SOUND, states=(*SOUND.states, SOUND.states[1])), "hiding", "2 states have this name"),
    "a transition twice": (
        replace(SOUND, transitions=(*SOUND.transitions, SOUND.transitions[0])), "crossing", "2 transitions"
    ),
    "a parameter twice": (replace(SOUND, parameters=SOUND.parameters * 2), "kin", "2 parameters"),
    "a signal twice": (
        replace(SOUND, signals=(Signal("fear", "events", 0.0, rate),) * 2), "fear", "2 signals"
    ),
    "an unknown source": (with_transition(source="hom"), "crossing", "unknown source state `hom`"),
    "an unknown target": (with_transition(target="hid"), "crossing", "unknown target state `hid`"),
    "a way back to itself": (with_transition(target="home"), "crossing", "its own source"),
    "a way out of arrival": (with_transition(source="arrived"), "crossing", "which nobody leaves"),
    "an entry into nowhere": (
        replace(SOUND, entries=(Entry("births", "cradle", rate),)), "births", "unknown target state `cradle`"
    ),
    "a level without values": (
        replace(SOUND, states=(*SOUND.states[:1], State("hiding", Role.HIDING, {"way": ()}), SOUND.states[2])),
        "hiding", "no or repeated values",
    ),
    "a level that the target lacks": (with_transition(assign={"way": "own"}), "crossing", "does not have"),
    "no stage at all": (with_transition(stages=0), "crossing", "has 0 stages"),
    "parties that cannot be": (
        with_transition(group_size=GroupSize(2.5, 0.1)), "crossing", "cannot have a variance of 0.1"
    ),
    "two staged ways out of one state": (
        replace(
            SOUND,
            transitions=(*SOUND.transitions, Transition("back", "hiding", "home", rate, stages=2)),
        ),
        "hiding", "2 staged transitions",
    ),
    "an unknown signal": (with_transition(reads=("fear",)), "crossing", "unknown signal `fear`"),
    "a consequence of nothing": (with_consequence(on="flying"), "watch", "unknown transition `flying`"),
    "a consequence without size": (with_consequence(expected="size"), "watch", "unknown parameter `size`"),
    "a consequence for nobody": (with_consequence(source="hom"), "watch", "unknown state `hom`"),
    "a consequence for an unknown level": (
        with_consequence(target_levels={"watched": "perhaps"}), "watch", "unknown value of level watched `perhaps`"
    ),
    "a state that nobody enters": (
        replace(SOUND, states=(*SOUND.states, State("custody", Role.CUSTODY))), "custody", "nobody can enter"
    ),
    "a graph without arrivals": (
        replace(SOUND, states=(*SOUND.states[:2], State("arrived", Role.SETTLED_ABROAD, {"way": ("own",)}))),
        "states", "no state has the role `arrived`",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("declaration", "column", "found"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_graph_is_told_by_name(declaration, column, found):
    assert any(
        fault.column == column and found in fault.found and fault.remedy for fault in faults_of(declaration)
    )


def test_all_problems_come_together():
    broken = replace(
        with_transition(target="hid", reads=("fear",), stages=0),
        consequences=with_consequence(on="flying").consequences,
    )
    found = " ".join(fault.found for fault in faults_of(broken))
    for part in ("unknown target state", "unknown signal", "0 stages", "unknown transition"):
        assert part in found
