"""Internal movement: permits, refused border passes and bans between regions keep people from the border.

Claim: travel always needed a permit; passes to the border were refused in 2011-12, movement between regions
was banned in 2020-21 and 2022, and border regions stayed barred to outsiders. No rate of refusal is
published, so the size of the effect is a prior that the figures may or may not move.
"""

from departures.mechanisms.barrier import Barrier
from departures.mechanisms.form import PriorSetting
from departures.model.room import Room

SOURCES = ("ORNK12", "DNKT20", "RFAT22", "C2422")
CROSSING = ("crossing", "crossing_taken", "return_again")

EFFECT = PriorSetting(
    prior="half_normal", spread=0.4, source="judgement: per unit of severity; no rate of refusal is published"
)


def room(context):
    """One barrier on every crossing, driven by the dated severity of the bans."""
    barrier = Barrier(name="movement_ban", on=CROSSING, driver="movement_ban", effect=EFFECT)
    return Room(
        name="internal_movement",
        title="Movement inside the country",
        claim="Refused passes and bans between regions stop people before they reach the border.",
        sources=SOURCES,
        parts=barrier.parts(context.months),
    )
