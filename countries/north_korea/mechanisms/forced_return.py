"""Forced return: people are arrested abroad, returned and punished; many leave again.

Claim: 4,800 to 8,900 people a year were returned in 1998-2006 (a third-hand figure, events not persons); dated
returns since 2021 are lower bounds. Whoever comes back keeps a hazard of leaving again. Two switches belong to one
rival explanation alone: since 2023, with new means of policing, more are arrested, and who is returned does not come
again.
"""

import jax.numpy as jnp

from departures.mechanisms.form import PriorSetting
from departures.mechanisms.push import Push
from departures.mechanisms.return_and_reattempt import ArrestSetting, ReturnAndReattempt
from departures.model.room import Parts, Room, Shown
from departures.model.transition import Factor

SOURCES = ("CASS12", "HRW_202405", "HRW_202510")

ARREST = PriorSetting(
    prior="log_normal",
    center=0.008,
    spread=1.0,
    source="judgement: of those in hiding without papers from one in a hundred to one in two a year",
)
HANDED_OVER = PriorSetting(
    prior="log_normal", center=0.5, spread=0.3, source="judgement: weeks to months between arrest and return"
)
RELEASED = PriorSetting(
    prior="log_normal", center=0.1, spread=0.4, source="judgement: months to years of punishment"
)
AGAIN = PriorSetting(
    prior="log_normal",
    center=0.01,
    spread=0.5,
    source="judgement: many returned people left again within some years; no rate is published",
)
DIES = PriorSetting(
    prior="log_normal",
    center=0.003,
    spread=0.8,
    source="judgement: deaths in custody are reported, not counted",
)
ARRESTED = ("hiding", "trafficked", "rooted", "fled_worksite")
MORE_ARRESTS = PriorSetting(
    prior="half_normal",
    spread=1.0,
    source="judgement: an activist group says that most who tried of late were arrested; no count before and after",
)


def room(context):
    """Arrest from every state abroad, then custody, punishment, return, and leaving again."""
    form = ReturnAndReattempt(
        name="return",
        arrests=(
            ArrestSetting(source="hiding", relative=1.0),
            ArrestSetting(source="trafficked", relative=0.5),
            ArrestSetting(source="rooted", relative=0.3),
            ArrestSetting(source="fled_worksite", relative=0.5),
        ),
        arrest=ARREST, custody="custody", punished="punished", returned="returned", away="hiding",
        handed_over=HANDED_OVER, released=RELEASED, again=AGAIN, dead="dead", dies=DIES,
    )  # fmt: skip
    more = Push(
        name="more_arrests", on=tuple(f"return_arrest_{state}" for state in ARRESTED), driver="policing_abroad",
        effect=MORE_ARRESTS,
    )  # fmt: skip
    for_good = Parts(factors=(Factor("returned_for_good", ("return_again",), _for_good),))
    return Room(
        name="forced_return",
        title="Forced return",
        claim="People are arrested abroad, returned and punished; many leave again.",
        sources=SOURCES,
        parts=form.parts(context.months) + more.parts(context.months) + for_good,
        shows=(Shown("stock_abroad", (("year", "2005"),), "lower"),),
    )


def _for_good(parameters, drivers_now, cell, signals):
    return jnp.maximum(1.0 - drivers_now["policing_abroad"], 0.0)
