"""Border technology: fences, posts and cameras along the border.

Claim: works along the border grew in dated steps: 2006-08, 2010-12, 2014-15 and above all 2020-23. Imagery shows
a ramp, not a step. How many people a fence holds back is not published; while they grew, crossing became several
times dearer before anybody closed the border. The fee, as a yearly index without a unit, follows what stands at the
border: so it tells a barrier from a loss of willingness where arrivals alone cannot.
"""

import jax.numpy as jnp

from departures.mechanisms.barrier import Barrier
from departures.mechanisms.form import PriorSetting
from departures.model.latent import Latent
from departures.model.room import Parts, Room, Shown

SOURCES = ("ICG06", "CHOS10", "SKY15", "LANKOV14", "ONET24", "REU23", "AJ24", "F10", "F17")

WORKS = PriorSetting(
    prior="half_normal", spread=1.0,
    source="judgement: all works together may hold back nobody or nine in ten (log 2.3) of those who would cross",
)  # fmt: skip
FEE_LEVEL = PriorSetting(
    prior="log_normal",
    center=0.7,
    spread=0.7,
    source="judgement: with nothing at the border the fee would be below that of 2010-11, which is 1",
)
FEE_RISE = PriorSetting(
    prior="log_normal", center=1.5, spread=0.5,
    source="judgement: where half as many get past, those who take people across ask for two to four times as much",
)  # fmt: skip


def room(context):
    """One barrier on every crossing, as far as the works of that month had come; and the fee that follows."""
    works = Barrier(
        name="border_works",
        on=("crossing", "crossing_taken", "return_again"),
        driver="border_works",
        effect=WORKS,
    )
    return Room(
        name="border_technology",
        title="Border technology",
        claim="Fences, posts and cameras grew in dated steps and hold back a part of those who try.",
        sources=SOURCES,
        parts=works.parts(context.months) + _fee(),
        shows=(Shown("crossings", (("year", "2018"),), "lower"),),
    )


def _fee():
    """What stands at the border altogether, as a log reduction of crossings, and the fee as an index."""
    return Parts(
        parameters=(
            FEE_LEVEL.parameter("fee_level", "index, mean of 2010 and 2011 = 1"),
            FEE_RISE.parameter("fee_rise", "log rise of the fee per log reduction of crossings"),
        ),
        latents=(
            Latent("border_barrier", "log reduction of crossings", _border_barrier),
            Latent("crossing_fee", "index, mean of 2010 and 2011 = 1", _crossing_fee),
        ),
    )


def _border_barrier(parameters, drivers, latents):
    """Works, closure and orders together; the last two act in a room of their own."""
    names = ("border_works", "closure", "shoot_orders")
    return sum(jnp.abs(parameters[f"{name}_effect"]) * drivers[name] for name in names)


def _crossing_fee(parameters, drivers, latents):
    return parameters["fee_level"] * jnp.exp(parameters["fee_rise"] * latents["border_barrier"])
