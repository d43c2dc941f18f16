"""Fear and reverence: what people think, what they fear, and what they believe that others think.

Claim: among those who left, a bad view of the succession rose from 36.6 % to 56.3 % by year of leaving, while belief
that others support the leader stayed at 56-63 %. All are leavers, so level and trend are selected. The room is
a plain baseline so far: it states its evidence and moves nobody.
"""

from departures.model.room import Room

SOURCES = ("MOU24", "IPUS16", "LAW20", "LAW23")


def room(context):
    """No parts yet."""
    return Room(
        name="fear_and_reverence",
        title="Fear and reverence",
        claim="Private views have turned among those who left; belief about others has not.",
        sources=SOURCES,
    )
