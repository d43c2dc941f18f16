"""Internal movement: permits, refused border passes and bans between regions keep people from the border.

Claim: travel always needed a permit; passes to the border were refused in the winter of 2011-12, movement between
regions was banned in the winter of 2020-21 and in May 2022, and border regions stayed barred to outsiders. What was
always so is part of how rarely people leave; only what changed, and when, can be told. No rate of refusal is published.
"""

from departures.mechanisms.barrier import Barrier
from departures.mechanisms.form import PriorSetting
from departures.model.room import Room, Shown

SOURCES = ("ORNK12", "DNKT20", "RFAT22", "C2422", "MOU24b")

PASSES_REFUSED = PriorSetting(
    prior="half_normal", spread=0.3,
    source="judgement: who lives at the border needs no pass to reach it, so only a part of those who leave is stopped",
)  # fmt: skip


def room(context):
    """One barrier on every crossing from home, for the months in which passes were refused."""
    refused = Barrier(
        name="passes_refused",
        on=("crossing", "crossing_taken"),
        driver="passes_refused",
        effect=PASSES_REFUSED,
    )
    return Room(
        name="internal_movement",
        title="Movement inside the country",
        claim="Refused passes and bans between regions stop people before they reach the border.",
        sources=SOURCES,
        parts=refused.parts(context.months),
        shows=(Shown("crossings", (("year", "2012"),), "lower"),),
    )
