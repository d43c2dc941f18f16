"""All forms by the name under which a pack asks for them."""

from __future__ import annotations

from departures.mechanisms.barrier import Barrier
from departures.mechanisms.captivity import Captivity
from departures.mechanisms.deterrence import Deterrence
from departures.mechanisms.dispatch_and_rotation import DispatchAndRotation
from departures.mechanisms.exposure import Exposure
from departures.mechanisms.form import Form
from departures.mechanisms.kin_pull import KinPull
from departures.mechanisms.leaving import Leaving
from departures.mechanisms.push import Push
from departures.mechanisms.registration import Registration
from departures.mechanisms.return_and_reattempt import ReturnAndReattempt
from departures.mechanisms.starting_stock import StartingStock
from departures.mechanisms.steady_passage import SteadyPassage
from departures.mechanisms.transit_with_gates import TransitWithGates

FORMS: dict[str, type[Form]] = {
    form.kind: form
    for form in (
        Barrier, Captivity, Deterrence, DispatchAndRotation, Exposure, KinPull, Leaving, Push,
        Registration, ReturnAndReattempt, StartingStock, SteadyPassage, TransitWithGates,
    )
}  # fmt: skip
