"""Hardship: hunger as a push.

Claim: the famine of the 1990s was the strongest push on record. After 2019 hardship and arrivals moved in opposite
directions, so hunger alone does not explain the fall.
"""

from departures.mechanisms.form import PriorSetting
from departures.mechanisms.push import Push
from departures.model.room import Room

SOURCES = ("PIIEF", "FAO")

EFFECT = PriorSetting(
    prior="half_normal", spread=1.0, source="judgement: the famine may have multiplied leaving by up to ten"
)


def room(context):
    """One push on the crossing, in the famine years."""
    push = Push(name="famine", on=("crossing", "crossing_taken"), driver="famine", effect=EFFECT)
    return Room(
        name="hardship",
        title="Hardship",
        claim="The famine of the 1990s pushed people out; later hardship did not show in arrivals.",
        sources=SOURCES,
        parts=push.parts(context.months),
    )
