"""Border technology: fences, posts and cameras along the border.

Claim: works along the border grew in dated steps: 2007-08, 2010-12, 2014-15 and above all 2020-23. Imagery shows
a ramp, not a step. How many people a fence holds back is not published. The room is a plain baseline so
far: what it does is part of the unexplained path of leaving.
"""

from departures.model.room import Room

SOURCES = ("ONET24", "REU23", "AJ24", "LANKOV14")


def room(context):
    """No parts yet."""
    return Room(
        name="border_technology",
        title="Border technology",
        claim="Fences, posts and cameras grew in dated steps and hold back a part of those who try.",
        sources=SOURCES,
    )
