"""Trafficking and forced marriage: women are sold, most of them abroad, and leave their captors after years.

Claim: between half and four fifths of the women abroad had been sold, into marriage, bar work or the online
sex trade; one survey puts five in six sales abroad, another mostly at home, so both ways in are kept. Most
stayed five years or more; some settle with the family they were sold into and move on late or never.
"""

from departures.mechanisms.captivity import Captivity
from departures.mechanisms.form import PriorSetting
from departures.mechanisms.steady_passage import SteadyPassage
from departures.model.room import Room, Shown

SOURCES = ("KFI19", "PARK18", "VOA11", "VJIL10", "KANG17")

SOLD = PriorSetting(
    prior="log_normal", center=0.08, spread=0.5, source="parameter-sold_inside_china_share-kfi19"
)
SETTLES = PriorSetting(
    prior="log_normal",
    center=0.015,
    spread=0.5,
    source="judgement: within some years most who were sold and stay are settled with a family, over a wide range",
)
SETTLES_FREE = PriorSetting(
    prior="log_normal",
    center=0.006,
    spread=0.6,
    source="judgement: a part of those in hiding finds a lasting place within a decade",
)


def room(context):
    """hiding → trafficked → rooted for women, and hiding → rooted for all."""
    captivity = Captivity(
        name="captivity", hiding="hiding", captive="trafficked", rooted="rooted",
        sold=SOLD, settles=SETTLES, rooted_assign={"way": "trafficked"},
    )  # fmt: skip
    settles = SteadyPassage(
        name="settles", source="hiding", target="rooted", rate=SETTLES_FREE, assign={"way": "own"}
    )
    return Room(
        name="trafficking_and_forced_marriage",
        title="Trafficking and forced marriage",
        claim="Most women abroad were sold there and left their captors only after years.",
        sources=SOURCES,
        parts=captivity.parts(context.months) + settles.parts(context.months),
        shows=(Shown("arrivals_by_way", (("year", "2010"), ("way", "trafficked")), "higher"),),
    )
