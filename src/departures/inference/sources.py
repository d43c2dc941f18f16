"""One source left out: what the posterior would have been without every figure that rests on it (PSIS)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from departures.country.problem import Problem
from departures.evidence import sources_of_each
from departures.inference.fit import SCALED, Fit
from departures.inference.importance import log_weights_without
from departures.inference.power_scaling import scaled_weights
from departures.observation.declared import Observation
from departures.quantities import Array


@dataclass(frozen=True)
class Without:
    """Weights of the draws without a source, [draw], and the Pareto k that says how far to trust them."""

    weights: Array
    pareto_k: float

    def quantiles(self, draws: Array, levels: Sequence[float]) -> Array:
        """Quantiles of draws [draw] without the source; [level]."""
        order = np.argsort(draws, kind="stable")
        reached = np.cumsum(self.weights[order])
        return draws[order][np.minimum(np.searchsorted(reached, levels), len(draws) - 1)]


def sources_by_figure(problem: Problem) -> dict[str, tuple[str, ...]]:
    """The sources on which each fitted figure rests, by `kind:name`; through rows that were derived, too."""
    leads = rows_of(problem.observation)
    sources = sources_of_each(problem.evidence, {row for rows in leads.values() for row in rows})
    return {
        name: tuple(sorted({source for row in rows for source in sources[row]}))
        for name, rows in leads.items()
    }


def rows_of(observation: Observation) -> dict[str, tuple[str, ...]]:
    """Evidence rows behind every figure, by its name in `Observation.datum_names`."""
    every = [
        *(window.rows for window in observation.windows),
        *(split.window.rows for split in observation.splits),
        *(datum.rows for datum in observation.stocks),
        *(datum.rows for datum in observation.flows),
        *(datum.rows for datum in observation.stays),
        *(datum.rows for datum in observation.indicators),
        *(datum.rows for datum in observation.attitudes),
    ]
    for datum in observation.interviews:
        every += [(*datum.rows, *(row for each in datum.left_in for row in each.rows)), datum.women_rows]
    every += [datum.rows for datum in observation.statements]
    return dict(zip(observation.datum_names, every, strict=True))


def terms_of(problem: Problem, terms: Array, z: Array, seed: int) -> xr.Dataset:
    """Log likelihoods [chain, draw, datum] with the names of the figures and their sources, and the weights of the
    draws z [chain, draw, entry] under powers of the prior, as a fit keeps them.
    """
    rests_on = sources_by_figure(problem)
    return xr.Dataset(
        {
            "terms": (("chain", "draw", "datum"), terms.astype(np.float32)),
            "sources": (("datum",), [" ".join(sources) for sources in rests_on.values()]),
            SCALED: scaled_weights(z, seed),
        },
        coords={"datum": list(rests_on)},
    )


def sources_of(fit: Fit) -> dict[str, list[int]]:
    """Places of the figures that rest on each source, by source; none for a fit that keeps no terms."""
    found: dict[str, list[int]] = {}
    for place, sources in enumerate([] if fit.terms is None else fit.terms["sources"].values):
        for source in str(sources).split():
            found.setdefault(source, []).append(place)
    return found


def without(fit: Fit, source: str) -> Without:
    """The posterior of a fit without every figure that rests on a source."""
    assert fit.terms is not None
    terms = np.asarray(fit.terms["terms"].values, dtype=float)[..., sources_of(fit)[source]]
    logs, k = log_weights_without(terms.sum(-1).reshape(-1))
    return Without(np.exp(logs), k)
