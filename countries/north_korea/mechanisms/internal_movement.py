"""Internal movement: permits, refused border passes and bans between regions keep people from the border.

Claim: travel always needed a permit; passes to the border were refused in 2011-12, movement between regions
was banned in 2020-21 and 2022, and border regions stayed barred to outsiders. No rate of refusal is
published. The room is a plain baseline so far: what it does is part of the unexplained path of leaving.
"""

from departures.model.room import Room

SOURCES = ("ORNK12", "DNKT20", "RFAT22", "C2422")


def room(context):
    """No parts yet."""
    return Room(
        name="internal_movement",
        title="Movement inside the country",
        claim="Refused passes and bans between regions stop people before they reach the border.",
        sources=SOURCES,
    )
