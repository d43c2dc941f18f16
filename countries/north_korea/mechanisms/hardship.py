"""Hardship: hunger and income as a push.

Claim: the famine of the 1990s was the strongest push on record. Afterwards the economy grew and shrank by a few per
cent a year. After 2019 hardship and arrivals moved in opposite directions, so hunger alone does not explain the fall.
"""

from departures.mechanisms.form import PriorSetting
from departures.mechanisms.push import Push
from departures.model.room import Room, Shown

SOURCES = ("PIIEF", "FAO", "BOK24", "BOK25")
CROSSING = ("crossing", "crossing_taken")

FAMINE = PriorSetting(
    prior="half_normal", spread=1.0,
    source="judgement: several times as many may have left in the famine as the years after it would suggest",
)  # fmt: skip
LEAN_YEARS = PriorSetting(
    prior="half_normal",
    spread=0.2,
    source="judgement: a year of shrinking by 2.7 % moves leaving by a fifth at most",
)


def room(context):
    """Two pushes on every crossing from home: the famine, and years in which the economy shrank."""
    famine = Push(name="famine", on=CROSSING, driver="famine", effect=FAMINE)
    lean = Push(name="lean_years", on=CROSSING, driver="lean_years", effect=LEAN_YEARS)
    return Room(
        name="hardship",
        title="Hardship",
        claim="The famine of the 1990s pushed people out; later hardship did not show in arrivals.",
        sources=SOURCES,
        parts=famine.parts(context.months) + lean.parts(context.months),
        shows=(Shown("crossings", (("year", "1998"),), "higher"),),
    )
