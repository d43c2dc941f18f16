"""Leaving home: the crossing that nothing explains yet, and the people who were abroad before the first month.

Claim: people left in every year since the famine, most of them women since about 2000. What the rooms of
controls and hardship do not explain stays here as a path in time; the answers print it as unexplained.
"""

from datetime import date

import jax.numpy as jnp

from departures.mechanisms.form import KnotSetting, PriorSetting
from departures.mechanisms.leaving import Leaving
from departures.mechanisms.steady_passage import SteadyPassage
from departures.model.entry import InitialStock
from departures.model.room import Parts, Room, Shown

SOURCES = ("MOU_CN_2020", "ROBINSON_DNK", "KFI19", "VOA11")

KNOTS = tuple(
    date(year, month, 1)
    for year, month in (
        (1996, 1), (1998, 1), (2000, 1), (2002, 6), (2005, 1), (2007, 6), (2010, 1), (2012, 6),
        (2015, 1), (2017, 6), (2020, 1), (2023, 1), (2026, 1),
    )
)  # fmt: skip
WOMEN_KNOTS = tuple(date(year, 1, 1) for year in (1996, 2000, 2004, 2008, 2012, 2016, 2020, 2024))
ANCHOR = date(2009, 1, 1)

RATE = PriorSetting(
    prior="log_normal",
    center=2e-5,
    spread=0.8,
    source="judgement: with kin and views of that time, a few thousand to a few tens of thousands left in 2009",
)
WOMEN = PriorSetting(
    prior="normal", center=0.0, spread=0.7, source="judgement: no view on who leaves more around 2009"
)
PATH = KnotSetting(
    dates=KNOTS,
    step=0.5,
    anchor=ANCHOR,
    source="judgement: from knot to knot leaving may change by half or double, rarely more",
)
WOMEN_PATH = KnotSetting(
    dates=WOMEN_KNOTS,
    step=0.3,
    anchor=ANCHOR,
    source="judgement: the ratio of the sexes drifts more slowly than the level",
)
TAKEN = PriorSetting(
    prior="logit_normal", center=0.3, spread=0.8, source="parameter-trafficked_share_women-kfi19"
)
GOES_BACK = PriorSetting(
    prior="log_normal",
    center=0.04,
    spread=0.5,
    source="judgement: in the famine years most who crossed went back within one to three years",
)
ABROAD_IN_1996 = PriorSetting(
    prior="log_normal",
    center=8000.0,
    spread=0.6,
    source="judgement: thousands to tens of thousands were abroad before the famine's peak",
)
FIRST_STOCK = "abroad_in_1996"


def room(context):
    """The crossing, the way back by choice, and the first stock in hiding."""
    leaving = Leaving(
        name="crossing", source="home", target="hiding", rate=RATE,
        path=PATH,
        female=WOMEN, female_path=WOMEN_PATH,
        taken_target="trafficked", taken_share=TAKEN, party_mean=1.6, party_variance=1.2,
    )  # fmt: skip
    back = SteadyPassage(name="goes_back", source="hiding", target="home", rate=GOES_BACK)
    first = Parts(
        parameters=(ABROAD_IN_1996.parameter(FIRST_STOCK, "persons"),),
        initial=(InitialStock("abroad_before", "hiding", _first),),
    )
    return Room(
        name="leaving_home",
        title="Leaving home",
        claim="People left in every year since the famine; the part that no room explains is kept apart.",
        sources=SOURCES,
        parts=leaving.parts(context.months) + back.parts(context.months) + first,
        shows=(Shown("crossings", (("year", "2010"),), "higher"),),
    )


def _first(parameters, drivers_now, cell, signals):
    return 0.5 * parameters[FIRST_STOCK] * jnp.ones_like(cell["female"])
