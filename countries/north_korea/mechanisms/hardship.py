"""Hardship: hunger and income as a push.

Claim: the famine of the 1990s was the strongest push on record. After 2019 hardship and arrivals moved in opposite
directions, so hunger alone does not explain the fall. The room is a plain baseline so far: what hardship does
is part of the unexplained path of leaving.
"""

from departures.model.room import Room

SOURCES = ("PIIEF", "FAO")


def room(context):
    """No parts yet."""
    return Room(
        name="hardship",
        title="Hardship",
        claim="The famine of the 1990s pushed people out; later hardship did not show in arrivals.",
        sources=SOURCES,
    )
