"""Draws moved to where the posterior without a figure lies.

Where a figure alone tells most of what is known of its time, weights that take it out of the posterior rest on a few
draws. Half of the draws are therefore moved along the line on which the figure moves the posterior, and stretched as
wide as the posterior without it will be; together with the others, each weighed against what both would have drawn,
they stand for the posterior without the figure. No chain is run for it.

Source: Paananen, Piironen, Bürkner and Vehtari 2021, doi 10.1007/s11222-020-09982-2, with one line in place of all
directions; weights as in Veach and Guibas 1995, doi 10.1145/218380.218498.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from departures.inference.importance import log_weights_without
from departures.quantities import Array

KINDS = ("count:", "sex:")
"""Kinds of figures that are foretold as if they had not been published."""
UNEVEN, TELLING = 0.6, 0.4
"""Draws are moved for figures whose Pareto k is higher than the first, or whose log likelihood has a variance above the
second (Vehtari, Gelman and Gabry 2017, doi 10.1007/s11222-016-9696-4, warn beyond it). Weights are rough from k = 0.7
on, but k is told with an error, and that variance with less.
"""
WIDEST = 5.0
"""How many times as wide as the posterior the draws are made at most."""
MOST = 800
"""Draws that are moved for one figure, and as many that are not."""

Foretell = Callable[[Array], dict[str, Array]]
"""Terms and expectations of vectors z [draw, entry], by name, draw first; `terms` [draw, datum] among them."""
LEAST_SHARE = 1e-6
"""Expected shares are as far from 0 and 1 at least."""


class Line(NamedTuple):
    """Where to move draws: z + along · (center + width · t − t), with t = across · (z − middle), of mean 0 and standard
    deviation 1 over the posterior.
    """

    middle: Array
    across: Array
    along: Array
    center: float
    width: float

    def there(self, z: Array) -> Array:
        """Draws [draw, entry] moved."""
        t = (z - self.middle) @ self.across
        return z + np.outer(self.center + (self.width - 1.0) * t, self.along)

    def back(self, z: Array) -> Array:
        """The draws that are moved to these."""
        t = (z - self.middle) @ self.across
        return z + np.outer((t - self.center) / self.width - t, self.along)


class Moved(NamedTuple):
    """Draws that stand for the posterior without one figure: by name what was foretold of them, draw first, and the log
    weight of each [draw].
    """

    draws: dict[str, Array]
    log_weights: Array


def scales_of(told: dict[str, Array]) -> Array:
    """What is expected of every count and then of every split, [draw, datum], on scales on which their errors are about
    even: the logarithm of counts, and the log odds of shares.
    """
    share = np.clip(told["expected_women"], LEAST_SHARE, 1.0 - LEAST_SHARE)
    return np.concatenate([np.log(told["expected_counts"]), np.log(share / (1.0 - share))], axis=1)


def needy(terms: Array, names: tuple[str, ...], counted: Array) -> list[int]:
    """Places of the figures for which draws are moved, from terms [draw, datum] of the posterior; `counted` says which
    are fitted.
    """
    return [
        place
        for place, name in enumerate(names)
        if name.startswith(KINDS) and counted[place] and _weighs_much(terms[:, place])
    ]


def _weighs_much(term: Array) -> bool:
    return bool(term.var() > TELLING or log_weights_without(term)[1] > UNEVEN)


def line_of(z: Array, expected: Array, term: Array) -> Line:
    """The line of a figure, from draws of the posterior: z [draw, entry], what is `expected` of it on a scale on which
    its error is about even [draw], and its log likelihood [draw].

    Both are taken as if they were normal: along the line the log likelihood is a parabola, which is taken off.
    """
    middle, spread = z.mean(0), np.cov(z.T)
    scaled = (expected - expected.mean()) / expected.std()
    across = np.linalg.lstsq(z - middle, scaled, rcond=None)[0]
    across = across / np.sqrt(across @ spread @ across)
    square, slope, _ = np.polyfit(scaled, term, 2)
    precision = np.clip(1.0 + 2.0 * square, WIDEST**-2, 1.0)
    width = precision**-0.5
    return Line(
        middle, across, spread @ across, float(np.clip(-slope / precision, -width, width)), float(width)
    )


def moved_draws(
    z: Array, told: dict[str, Array], expected: dict[int, Array], counted: Array, foretell: Foretell
) -> dict[int, Moved]:
    """For each figure, by its place, draws of the posterior without it; from draws z [draw, entry] of the posterior and
    what is `told` of them, as `foretell` tells it of others, and what is `expected` of each of these figures [draw],
    see `line_of`.
    """
    if not expected:
        return {}
    every = max(len(z) // (2 * MOST), 1)
    moves, stays = (slice(first, None, 2 * every) for first in (0, every))
    lines = {place: line_of(z, seen, told["terms"][:, place]) for place, seen in expected.items()}
    asked = [part for line in lines.values() for part in (line.there(z[moves]), line.back(z[stays]))]
    found = foretell(np.concatenate(asked))
    ends = np.cumsum([len(part) for part in asked])[:-1]
    parts = {name: np.split(values, ends) for name, values in found.items()}
    densities = [_density(*each, counted) for each in zip(parts["terms"], asked, strict=True)]
    own = _density(told["terms"], z, counted)
    return {
        place: _together(
            place,
            lines[place].width,
            {name: np.concatenate([parts[name][at], told[name][stays]]) for name in parts},
            np.concatenate([densities[at], own[stays]]),
            np.concatenate([own[moves], densities[at + 1]]),
            np.log([len(own[moves]), len(own[stays])]),
        )
        for place, at in zip(lines, range(0, len(asked), 2), strict=True)
    }


def _density(terms: Array, z: Array, counted: Array) -> Array:
    """Log density of the posterior, up to a constant, [draw]."""
    return np.asarray(terms @ counted - 0.5 * (z**2).sum(1))


def _together(
    place: int, width: float, draws: dict[str, Array], here: Array, origin: Array, shares: Array
) -> Moved:
    """Draws that were moved and draws that stayed, with the log density of the posterior `here`, where they are, and
    at the `origin` from which a move leads here, each [draw]; `shares` are the logs of how many moved and stayed.
    """
    proposed = np.logaddexp(shares[0] + origin - np.log(width), shares[1] + here)
    with np.errstate(invalid="ignore"):  # far out a density may be 0 in both; such draws are dropped
        log_weights = here - draws["terms"][:, place] - proposed
    told = np.isfinite(log_weights) & np.isfinite(draws["terms"]).all(axis=1)  # others are out of all bounds
    return Moved({name: values[told] for name, values in draws.items()}, log_weights[told])
