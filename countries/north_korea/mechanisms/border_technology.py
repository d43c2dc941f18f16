"""Border technology: fences, posts and cameras along the border.

Claim: works along the border grew in dated steps: 2007-08, 2010-12, 2014-15 and above all 2020-23. Imagery shows
a ramp, not a step. How many people a fence holds back is not published.
"""

from departures.mechanisms.barrier import Barrier
from departures.mechanisms.form import PriorSetting
from departures.model.room import Room

SOURCES = ("ONET24", "REU23", "AJ24", "LANKOV14")
CROSSING = ("crossing", "crossing_taken", "return_again")

EFFECT = PriorSetting(
    prior="half_normal", spread=1.0, source="judgement: log reduction once all dated works stand"
)


def room(context):
    """One barrier on every crossing, driven by the share of the dated works in place."""
    barrier = Barrier(name="border_works", on=CROSSING, driver="border_works", effect=EFFECT)
    return Room(
        name="border_technology",
        title="Border technology",
        claim="Fences, posts and cameras grew in dated steps and hold back a part of those who try.",
        sources=SOURCES,
        parts=barrier.parts(context.months),
    )
