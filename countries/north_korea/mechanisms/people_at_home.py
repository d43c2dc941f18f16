"""People at home: how many there are, by sex, and how that changes.

Claim: some 22 to 26 million people lived in the country over these years, about half of them women. The
yearly estimates are those of the United Nations. Leaving is so rare that it does not move them.
"""

from datetime import date

import numpy as np

from departures.model.driver import Driver, interpolate
from departures.model.entry import Entry, InitialStock
from departures.model.room import Parts, Room, Shown

SOURCES = ("WB26",)
WOMEN = 0.51  # both sexes are near one half in every year of the estimates; the share decides nothing here
BEFORE_ESTIMATES = 22_000_000.0


def population(context):
    """Persons in the country at each month, [month], and the rows they come from."""
    table = context.evidence.table("drivers")
    of_all = (
        (table["measure"] == "population_dprk") & (table["gender"] == "all") & (table["unit"] == "persons")
    )
    rows = table[of_all]
    points = {
        start.date() if hasattr(start, "date") else start: float(value)
        for start, value in zip(rows["reference_period_start"], rows["value"], strict=True)
    }
    if not points:  # a date of knowledge before the estimates were published
        return np.full(context.months.count, BEFORE_ESTIMATES), ()
    known = {day: count for day, count in points.items() if day < date(2026, 7, 1)}
    return interpolate(context.months, known), tuple(rows["row_id"])


def room(context):
    """The first stock of people at home, and their yearly change as an entry."""
    people, rows = population(context)
    change = np.diff(people, append=people[-1])
    drivers = (
        Driver("population", "persons", people, rows),
        Driver("population_change", "persons per month", change, rows),
    )
    return Room(
        name="people_at_home",
        title="People at home",
        claim="Some 22 to 26 million people lived in the country; leaving is too rare to move that number.",
        sources=SOURCES,
        parts=Parts(
            drivers=drivers,
            initial=(InitialStock("people_at_home", "home", _first),),
            entries=(Entry("births_less_deaths", "home", _change),),
        ),
        shows=(
            Shown("crossings", (("year", "2019"),), "higher"),
        ),  # more people at home, so more who can leave
    )


def _by_sex(cell):
    return cell["female"] * WOMEN + (1.0 - cell["female"]) * (1.0 - WOMEN)


def _first(parameters, drivers_now, cell, signals):
    return drivers_now["population"] * _by_sex(cell)


def _change(parameters, drivers_now, cell, signals):
    return drivers_now["population_change"] * _by_sex(cell)
