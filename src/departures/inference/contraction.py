"""How much the figures narrowed what the prior left open, per unknown and per printed quantity."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr

from departures.country.causes_settings import CausesSetting
from departures.country.problem import Problem
from departures.inference.fit import CAUSES
from departures.inference.priors import Layout
from departures.quantities import Array

WIDEST_PRIOR = float(np.log(3.0) ** 2)
"""A prior wider than a factor of three counts as one of three: learning from nonsense is no learning."""
PRIOR_DRAWS = 120


def of_parameters(layout: Layout, z: Array) -> dict[str, float]:
    """1 − posterior variance of each entry of z [..., entry], whose prior variance is 1."""
    return dict(zip(layout.names, 1.0 - z.reshape(-1, z.shape[-1]).var(axis=0), strict=True))


def of_quantities(
    problem: Problem, prior: Mapping[str, Array], posterior: Mapping[str, Array]
) -> dict[str, float]:
    """1 − V(posterior)/min(V(prior), (ln 3)²) of log counts, and of logit shares of the ways; draw axis first.

    Keys: `eventual[2019]`, `crossings[2019]`, `arrivals[2019]` (both sexes), `arrivals_by_way[own]` (all years), and
    `latents[name]` (mean of the years with counts).
    """
    before, after = _scaled(problem, prior), _scaled(problem, posterior)
    return {
        name: 1.0 - float(np.var(after[name])) / min(float(np.var(before[name])), WIDEST_PRIOR)
        for name in before
    }


def of_causes(causes: CausesSetting, prior: xr.Dataset, posterior: xr.Dataset) -> dict[str, float]:
    """The same of what each part and each group of parts adds to a change of log arrivals."""
    names = [part.name for part in causes.parts]
    together = list(dict.fromkeys([*((name,) for name in names), *causes.groups.values()]))
    found = {}
    for change in posterior["change"].values:
        for parts in together:
            before, after = (
                float(np.var(data["added"].sel(scale="log", change=change, part=list(parts)).sum("part")))
                for data in (prior, posterior)
            )
            widest = min(before, WIDEST_PRIOR)
            found[cause_name(str(change), "+".join(parts))] = 1.0 - after / widest if widest > 0 else 1.0
    return found


def cause_name(change: str, parts: str) -> str:
    """The name under which the contraction of parts of a change is kept."""
    return f"{CAUSES}[{change}:{parts}]"


def _scaled(problem: Problem, draws: Mapping[str, Array]) -> dict[str, Array]:
    years = list(problem.declaration.months.years)
    windows = problem.observation.windows
    told = [i for i, year in enumerate(years) if windows[0].start.year <= year <= windows[-1].end.year]
    scaled: dict[str, Array] = {}
    for name, values in (
        ("eventual", draws["eventual"].sum(-1)),
        ("crossings", draws["crossings"]),
        ("arrivals", draws["arrivals"].sum(-1)),
    ):
        for i in told:
            scaled[f"{name}[{years[i]}]"] = np.log(np.maximum(values[:, i], 1e-9))
    by_way = draws["arrivals_by_way"][:, told].sum(1)
    share = np.clip(by_way / by_way.sum(-1, keepdims=True), 1e-9, 1.0 - 1e-9)
    for place, way in enumerate(problem.observation.ways):
        scaled[f"arrivals_by_way[{way}]"] = np.log(share[:, place] / (1.0 - share[:, place]))
    for place, latent in enumerate(problem.declaration.latents):
        mean = draws["latents"][:, told, place].mean(1)
        scaled[f"latents[{latent.name}]"] = np.log(np.maximum(mean, 1e-9))
    return scaled
