"""Changes of arrivals taken apart for thinned draws of a fit."""

from __future__ import annotations

import numpy as np
import xarray as xr

from departures.country.causes_settings import CARRIED_OVER
from departures.country.problem import Problem
from departures.inference.orders import SCALES, orders
from departures.inference.settings import SamplingSettings
from departures.inference.workforce import Workforce
from departures.quantities import Array


def taken_apart(problem: Problem, workers: Workforce, settings: SamplingSettings, z: Array) -> xr.Dataset:
    """The dataset that `Fit.causes` describes, from evenly spaced draws of z [chain, draw, entry]."""
    assert problem.causes is not None
    count = min(settings.cause_draws, z.shape[1])
    thinned = z[:, np.linspace(0, z.shape[1] - 1, count).round().astype(int)]
    flat = thinned.reshape(-1, z.shape[-1])
    places = orders(len(problem.causes.parts), settings.cause_orders, len(flat), settings.seed)
    shares = np.array_split(np.arange(len(flat)), settings.workers)
    found = workers.ask([("causes", (flat[share], places[share])) for share in shares])
    part, total = (np.concatenate([each[i] for each in found]) for i in (0, 1))
    sizes = thinned.shape[:2]
    return xr.Dataset(
        {
            "added": (("chain", "draw", "scale", "change", "part"), part.reshape(*sizes, *part.shape[1:])),
            "total": (("chain", "draw", "scale", "change"), total.reshape(*sizes, *total.shape[1:])),
        },
        coords={
            "scale": list(SCALES),
            "change": [change_name(change) for change in problem.causes.changes],
            "part": [*(item.name for item in problem.causes.parts), CARRIED_OVER],
        },
    )


def change_name(change: tuple[int, int]) -> str:
    """A change by its years: 2019-2021."""
    return f"{change[0]}-{change[1]}"
