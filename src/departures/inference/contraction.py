"""How much the figures narrowed what the prior left open."""

from __future__ import annotations

import numpy as np
import xarray as xr

from departures.country.causes_settings import CausesSetting
from departures.inference.fit import CAUSES
from departures.inference.priors import Layout
from departures.quantities import Array

WIDEST_PRIOR = float(np.log(3.0) ** 2)
"""A prior wider than a factor of three counts as one of three: learning from nonsense is no learning."""
PRIOR_DRAWS = 240
"""Draws of the prior: so many tell its standard deviation within 5 %, and its variance within 9 %."""


def of_parameters(layout: Layout, z: Array) -> dict[str, float]:
    """1 − posterior variance of each entry of z [..., entry], whose prior variance is 1."""
    return dict(zip(layout.names, 1.0 - z.reshape(-1, z.shape[-1]).var(axis=0), strict=True))


def learnt(before: Array, after: Array) -> float:
    """1 − V(posterior)/min(V(prior), (ln 3)²) of draws [draw] on the scale of a log or a logit. A prior so wide that
    some of its draws are no numbers counts as wide.
    """
    spread = float(np.var(before)) if np.isfinite(before).all() else np.inf
    widest = min(spread, WIDEST_PRIOR)
    return 1.0 - float(np.var(after)) / widest if widest > 0.0 else 1.0


def of_causes(causes: CausesSetting, prior: xr.Dataset, posterior: xr.Dataset) -> dict[str, float]:
    """The same of what each part and each group of parts adds to a change of log arrivals."""
    names = [part.name for part in causes.parts]
    together = list(dict.fromkeys([*((name,) for name in names), *causes.groups.values()]))
    found = {}
    for change in posterior["change"].values:
        for parts in together:
            before, after = (
                np.asarray(data["added"].sel(scale="log", change=change, part=list(parts)).sum("part"))
                for data in (prior, posterior)
            )
            found[cause_name(str(change), "+".join(parts))] = learnt(before, after)
    return found


def cause_name(change: str, parts: str) -> str:
    """The name under which the contraction of parts of a change is kept."""
    return f"{CAUSES}[{change}:{parts}]"
