"""Families left behind: watched, refused permits, punished; fewer in contact with those who left.

Claim: families of people who left are watched and held back. Of surveyed escapees 46.9 % were in contact with their
families in 2018 and 23.7 % in 2023; 37 % of arrivals in 2013-20 already had kin in the South. The room is a plain
baseline so far: it states its evidence and moves nobody.
"""

from departures.model.room import Room

SOURCES = ("R23", "CH20", "FER18")


def room(context):
    """No parts yet."""
    return Room(
        name="families_left_behind",
        title="Families left behind",
        claim="Families of people who left are watched and held back; contact has halved.",
        sources=SOURCES,
    )
