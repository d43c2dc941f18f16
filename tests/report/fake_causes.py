"""Made-up parts of changes, so that sentences about causes can be seen to turn."""

import numpy as np
import xarray as xr

from departures.answers.observed import yearly
from departures.country.causes_settings import CARRIED_OVER
from departures.inference.causes import change_name

SCALES = ("log", "count")


def fake_causes(problem, shares=None, spread=0.05, seed=11):
    """Parts of every change of the pack; `shares` says which share of the change each part makes by name, what is left
    goes to what is carried over. None where the pack names no changes.
    """
    if problem.causes is None:
        return None
    made = np.random.default_rng(seed)
    parts = [part.name for part in problem.causes.parts]
    given = shares or {name: 1.0 / len(parts) for name in parts}
    middle = np.array([given.get(name, 0.0) for name in parts])
    drawn = middle + spread * made.standard_normal((2, 100, 1, 1, len(parts)))
    whole = np.concatenate([drawn, 1.0 - drawn.sum(-1, keepdims=True)], axis=-1)
    counts = yearly(problem)["all"].of
    totals = np.array([_total(counts, change) for change in problem.causes.changes]).T
    total = np.broadcast_to(totals, (2, 100, *totals.shape))
    return xr.Dataset(
        {
            "added": (("chain", "draw", "scale", "change", "part"), whole * total[..., None]),
            "total": (("chain", "draw", "scale", "change"), total),
        },
        coords={
            "scale": list(SCALES),
            "change": [change_name(change) for change in problem.causes.changes],
            "part": [*parts, CARRIED_OVER],
        },
    )


def _total(counts, change):
    first, last = (counts[year].value for year in change)
    return [np.log(last / first), last - first]
