"""Arrival and faith: what the count counts, who is not in it, and where faith began.

Claim: the count is of entries to the protection centre, dated by entry and not by departure. A part of those in
transit settles elsewhere. Officials abroad and people who come straight are few; they are kept apart and printed
only merged over the years. Of believers, 30.6 % said that their faith began in China and 63.4 % after arrival.
"""

from departures.mechanisms.form import PriorSetting
from departures.mechanisms.leaving import Leaving
from departures.mechanisms.registration import Registration
from departures.model.room import Room, Shown

SOURCES = ("NEWS1_20260204", "DONGA_20240822", "REL16")

ELSEWHERE = PriorSetting(
    prior="log_normal",
    center=0.01,
    spread=0.5,
    source="judgement: a few in a hundred of those on their way settle in another country",
)
STRAIGHT = PriorSetting(
    prior="log_normal",
    center=2.4e-8,
    spread=1.0,
    source="judgement: a way that is open to few, from one person a year to some fifty of 25 million",
)
WOMEN = PriorSetting(
    prior="normal", center=-0.5, spread=0.5, source="judgement: more men than women, not counted"
)


def room(context):
    """People who settle elsewhere, and the merged way of officials and direct crossings."""
    elsewhere = Registration(name="elsewhere", transit="onward", elsewhere="settled_abroad", rate=ELSEWHERE)
    straight = Leaving(
        name="straight", source="home", target="arrived", rate=STRAIGHT, female=WOMEN,
        assign={"way": "elite_and_direct"}, party_mean=1.8, party_variance=1.5,
    )  # fmt: skip
    return Room(
        name="arrival_and_faith",
        title="Arrival and faith",
        claim="An arrival is an entry to the protection centre; it does not date the escape.",
        sources=SOURCES,
        parts=elsewhere.parts(context.months) + straight.parts(context.months),
        shows=(Shown("arrivals_by_way", (("way", "elite_and_direct"),), "higher"),),
    )
