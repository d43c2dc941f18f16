"""Families left behind: watched, refused permits, punished; fewer in contact with those who left; some follow.

Claim: families of people who left are watched and held back. Of surveyed escapees 46.9 % were in contact with their
families in 2018 and 23.7 % in 2023; 37 % of arrivals in 2013-20 already had kin in the South. Kin who arrived send word
and money while they are in contact, and help others to follow; what stands at the border cuts that contact too. How
many families are watched or punished is not published: no number stands for it here.
"""

import jax.numpy as jnp

from departures.mechanisms.form import PriorSetting
from departures.model.latent import Latent
from departures.model.room import Parts, Room, Shown
from departures.model.transition import Factor

SOURCES = ("R20", "R23", "CH20", "FER18")
CROSSING = ("crossing", "crossing_taken")

CONTACT = PriorSetting(
    prior="logit_normal", center=0.55, spread=0.6,
    source="judgement: with nothing at the border about half would be in contact",
)  # fmt: skip
CUT = PriorSetting(
    prior="half_normal", spread=0.7,
    source="judgement: what halves crossings may leave contact as it is, or halve its odds too",
)  # fmt: skip
FOLLOWING = PriorSetting(
    prior="half_normal", spread=0.3, source="parameter-family_in_rok_share-ch20"
)  # two in five arrivals had kin in the South, when some 25,000 were remembered there


def room(context):
    """Contact as a latent that the border cuts, and a factor by which kin in contact draw others after them."""
    return Room(
        name="families_left_behind",
        title="Families left behind",
        claim="Families of people who left are watched and held back; contact has halved; some follow their kin.",
        sources=SOURCES,
        parts=Parts(
            parameters=(
                CONTACT.parameter("contact_level", "share in contact with nothing at the border"),
                CUT.parameter("contact_cut", "log odds lost per log reduction of crossings"),
                FOLLOWING.parameter("kin_following", "rise per log of remembered kin, all in contact"),
            ),
            latents=(Latent("contact", "share of escapees in contact with their families", _contact),),
            factors=(Factor("kin_following", CROSSING, _following),),
        ),
        shows=(Shown("crossings", (("year", "2010"),), "higher"),),
    )


def _contact(parameters, drivers, latents):
    level = jnp.log(parameters["contact_level"] / (1.0 - parameters["contact_level"]))
    return 1.0 / (1.0 + jnp.exp(parameters["contact_cut"] * latents["border_barrier"] - level))


def _following(parameters, drivers_now, cell, signals):
    kin = jnp.log1p(drivers_now["kin_in_the_south"])
    return 1.0 + parameters["kin_following"] * kin * signals["contact"]
