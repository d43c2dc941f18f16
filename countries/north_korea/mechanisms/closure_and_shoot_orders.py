"""Closure and shoot orders: the border shut from early 2020 to August 2023, and orders to shoot.

Claim: the border was closed to people from about the end of January 2020 to late August 2023. Orders to shoot
were reported for 2012 and given out in writing in August 2020; no end of the latter is known. Closure,
orders and works moved together after 2020, so the figures cannot tell them apart; each keeps its own prior.
"""

from departures.mechanisms.barrier import Barrier
from departures.mechanisms.form import PriorSetting
from departures.model.room import Room, Shown

SOURCES = ("REOP23", "ASIAP20", "LAT12")
CROSSING = ("crossing", "crossing_taken", "return_again")

CLOSURE = PriorSetting(
    prior="half_normal", spread=2.0,
    source="judgement: a closed border may stop nearly all crossings (log 3) or few; both are allowed",
)  # fmt: skip
ORDERS = PriorSetting(
    prior="half_normal", spread=0.5, source="judgement: the number of people shot or held back is not known"
)


def room(context):
    """Two barriers on every crossing, and the closure on those who come straight."""
    closure = Barrier(name="closure", on=(*CROSSING, "straight"), driver="closure", effect=CLOSURE)
    orders = Barrier(name="shoot_orders", on=CROSSING, driver="shoot_orders", effect=ORDERS)
    return Room(
        name="closure_and_shoot_orders",
        title="Closure and shoot orders",
        claim="A closed border and orders to shoot stop and deter crossings.",
        sources=SOURCES,
        parts=closure.parts(context.months) + orders.parts(context.months),
        shows=(Shown("crossings", (("year", "2021"),), "lower"),),
    )
