"""Dispatched workers: sent abroad by the state, watched, rotated home, stranded from 2020 to 2023; a few flee.

Claim: some 46,000 to 100,000 people worked abroad for the state (estimates differ by method and are not a series);
the stay is planned for about three years. Reported flights are few and come in parties of six to twelve. While
the border was closed nobody went home, and more left their sites.
"""

from datetime import date

import numpy as np

from departures.mechanisms.dispatch_and_rotation import DispatchAndRotation
from departures.mechanisms.form import PriorSetting
from departures.model.driver import Driver, interpolate
from departures.model.entry import InitialStock
from departures.model.room import Parts, Room, Shown

SOURCES = ("W_MOFA", "W_SEJ19", "W_RFA19", "W_ASIAE23", "W_CHO23", "W_BBC25b")

WORKERS = {  # persons abroad; before 2013 no count was found, so the path starts at half of the first one
    date(1996, 1, 1): 23_000.0, date(2006, 1, 1): 30_000.0, date(2013, 12, 1): 46_000.0,
    date(2017, 12, 1): 100_000.0, date(2019, 12, 1): 71_000.0, date(2023, 8, 1): 71_000.0,
    date(2023, 10, 1): 65_000.0, date(2025, 8, 1): 80_000.0,
}  # fmt: skip
ROWS = (
    "driver-overseas_workers-total-2013q4-w_mofa", "driver-overseas_workers-total-2017-12-31-w_sej19",
    "driver-overseas_workers-china-2019-12-w_rfa19", "driver-overseas_workers-russia-2019-12-31-w_khan25",
    "driver-overseas_workers-russia-2025-08-w_bbc25",
)  # fmt: skip
STAY_MONTHS = 36.0
WOMEN_FIRST = 0.4

SCALE = PriorSetting(prior="log_normal", center=1.0, spread=0.3, source="parameter-stock_total-w_an24")
WOMEN = PriorSetting(
    prior="uniform",
    center=0.0,
    spread=0.8,
    source="judgement: women fill textile and seafood sites, men sites of timber and building; no count",
)
FLIGHT = PriorSetting(
    prior="log_normal", center=4e-5, spread=0.8, source="parameter-escapes_russia_per_year-w_bbc25b"
)
STRANDED = PriorSetting(
    prior="half_normal", spread=1.0, source="judgement: reports of more flights while nobody could go home"
)


def room(context):
    """Sending and rotation follow the published stocks; flight is the departure."""
    months = context.months
    stranded = next(item.values for item in context.drivers if item.name == "stranded")
    stock = interpolate(months, WORKERS)
    change = np.diff(stock, append=stock[-1])
    rotation = (1.0 - stranded) / STAY_MONTHS + np.maximum(-change, 0.0) / stock
    sent = np.maximum(change + stock * rotation, 0.0)
    people = next(item.values for item in context.drivers if item.name == "population")
    drivers = (
        Driver("workers_sent", "persons per month and person at home", sent / people, ROWS),
        Driver("workers_rotation", "events per person per month", rotation, ROWS),
    )
    form = DispatchAndRotation(
        name="dispatch", home="home", at_work="at_work_abroad", fled="fled_worksite",
        sent_driver="workers_sent", rotation_driver="workers_rotation", stranded_driver="stranded",
        scale=SCALE, women_share=WOMEN, flight=FLIGHT, stranded_effect=STRANDED,
        party_mean=2.5, party_variance=6.0,
    )  # fmt: skip
    first = Parts(
        initial=(InitialStock("workers_in_1996", "at_work_abroad", _first(stock[0])),), drivers=drivers
    )
    return Room(
        name="dispatched_workers",
        title="Dispatched workers",
        claim="The state sends tens of thousands abroad under watch; few flee, more of them when stranded.",
        sources=SOURCES,
        parts=form.parts(months) + first,
        shows=(Shown("arrivals_by_way", (("year", "2024"), ("way", "dispatched")), "higher"),),
    )


def _first(stock):
    def persons(parameters, drivers_now, cell, signals):
        share = cell["female"] * WOMEN_FIRST + (1.0 - cell["female"]) * (1.0 - WOMEN_FIRST)
        return stock * parameters["dispatch_scale"] * share

    return persons
