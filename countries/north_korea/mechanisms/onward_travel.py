"""Onward travel: two gates stand between hiding abroad and arrival.

Claim: the first gate is leaving the country of refuge. It opened from 1998 to 2006, was shut under zero-COVID
(early 2020 to the end of 2022) and has been policed with new means since 2023. The second is the last leg through
third countries, shut with the flights of 2020-21; in July 2004 468 people were flown from one of them at once.
Workers who fled elsewhere may not have met the gates in full: how far the gates reach them is `onward_scope`.
"""

from datetime import date

from departures.mechanisms.barrier import Barrier
from departures.mechanisms.form import KnotSetting, PriorSetting
from departures.mechanisms.push import Push
from departures.mechanisms.transit_with_gates import TransitWithGates, WaySetting
from departures.model.room import Room, Shown

SOURCES = ("WAPO23", "CB23", "REU24", "VOA20C", "THAIW", "VIET04")

KNOTS = tuple(
    date(year, month, 1)
    for year, month in (
        (1996, 1), (1999, 1), (2001, 1), (2003, 1), (2005, 1), (2007, 1), (2009, 1), (2011, 1),
        (2013, 1), (2015, 6), (2018, 1), (2020, 1), (2022, 6), (2024, 6), (2026, 6),
    )
)  # fmt: skip
ANCHOR = date(2009, 1, 1)
WAYS_FROM_REFUGE = (
    "onward_from_hiding",
    "onward_from_trafficked",
    "onward_from_rooted",
    "onward_from_fled_worksite",
)
SCOPE = {"way=dispatched": "onward_scope"}

OWN = PriorSetting(
    prior="log_normal",
    center=0.08,
    spread=0.5,
    source="judgement: whoever hides has to find a guide and the money: about a year, from some months to three",
)
TRAFFICKED = PriorSetting(
    prior="log_normal",
    center=0.02,
    spread=0.8,
    source="judgement: years rather than months until somebody who was sold can move on, from one year to twenty",
)
ROOTED = PriorSetting(
    prior="log_normal",
    center=0.004,
    spread=0.6,
    source="judgement: arrivals after 10 to 20 years abroad are common, so the hazard is low and not zero",
)
FLED = PriorSetting(
    prior="log_normal",
    center=0.08,
    spread=0.6,
    source="judgement: months to some years after leaving the site",
)
LAST_LEG = PriorSetting(
    prior="log_normal", center=0.25, spread=0.4,
    source="judgement: the last leg with waiting takes two months to nine; counts of those waiting are the ministry's",
)  # fmt: skip
GATE = KnotSetting(
    dates=KNOTS,
    step=0.4,
    anchor=ANCHOR,
    source="judgement: apart from its opening and the dated closures, the gate changes by half between knots",
)
SEASON = PriorSetting(
    prior="normal", center=0.0, spread=0.3, source="judgement: quarters differ by a third at most"
)
REACH = PriorSetting(
    prior="uniform",
    center=0.0,
    spread=1.0,
    source="judgement: nothing is known of how far the gates reach workers",
)


def _effect(spread, reason):
    return PriorSetting(prior="half_normal", spread=spread, source=f"judgement: {reason}")


def room(context):
    """Ways from four states through the first gate, two barriers on the last leg."""
    transit = TransitWithGates(
        name="onward", transit="onward", arrived="arrived", last_leg=LAST_LEG, stages=2,
        ways=(
            WaySetting(source="hiding", rate=OWN, assign={"way": "own"}),
            WaySetting(source="trafficked", rate=TRAFFICKED, assign={"way": "trafficked"}),
            WaySetting(source="rooted", rate=ROOTED),
            WaySetting(source="fled_worksite", rate=FLED, assign={"way": "dispatched"}),
        ),
        gate=GATE, season=SEASON,
        scope_level="way=dispatched", scope=REACH,
    )  # fmt: skip
    barriers = (
        Barrier(
            name="way_not_open_yet", on=WAYS_FROM_REFUGE, driver="way_not_open_yet",
            effect=_effect(5.0, "where a way is not open yet, nearly nobody comes through (log 5), or many do"),
        ),
        Barrier(
            name="zero_covid_abroad", on=WAYS_FROM_REFUGE, driver="zero_covid_abroad", scope=SCOPE,
            effect=_effect(2.0, "controls on movement may have stopped nearly all or few"),
        ),
        Barrier(
            name="lockdown_abroad", on=(*WAYS_FROM_REFUGE, "onward_last_leg"), driver="lockdown_abroad",
            scope=SCOPE, effect=_effect(2.0, "brokers are said to have stopped altogether"),
        ),
        Barrier(
            name="policing_abroad", on=WAYS_FROM_REFUGE, driver="policing_abroad", scope=SCOPE,
            effect=_effect(1.0, "new means of policing, of unknown effect"),
        ),
        Barrier(
            name="travel_shut", on=("onward_last_leg",), driver="travel_shut", scope=SCOPE,
            effect=_effect(1.5, "third countries and flights were shut, not wholly"),
        ),
    )  # fmt: skip
    airlift = Push(
        name="airlift_2004", on=WAYS_FROM_REFUGE, driver="airlift_2004",
        effect=_effect(1.5, "several hundred people flown at once, where small groups had travelled before"),
    )  # fmt: skip
    parts = transit.parts(context.months) + airlift.parts(context.months)
    for barrier in barriers:
        parts += barrier.parts(context.months)
    return Room(
        name="onward_travel",
        title="Onward travel",
        claim="Two gates, out of the country of refuge and through third countries, stand before an arrival.",
        sources=SOURCES,
        parts=parts,
        shows=(Shown("arrivals", (("year", "2010"),), "higher"),),
    )
