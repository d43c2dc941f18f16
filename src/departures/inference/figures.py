"""What was published, as arrays of fixed shape: compiled functions take them as an argument, so that made-up figures
need no compiling of their own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import gammaln

from departures.inference.densities import HITS, log_ways, possible_hits
from departures.observation.declared import InterviewDatum, Observation
from departures.quantities import Array


class Figures(NamedTuple):
    """The values of an observation, in its order.

    counts and their log factorials [window]; positive: stocks, flows, stays, indices; attitudes: shares.
    trials [group]: people of each split by sex, of each datum of interviews those who described, of each wording those
    it speaks of; hits [chance]: of the first two the women, of a wording the numbers it allows (`possible_hits`); ways
    [chance]: `log_ways` of them; stands_for [wording, hit]; careless [wording].
    interviews: for each datum its counts and the log of the number of ways to share them out.
    """

    counts: Array
    log_factorials: Array
    positive: Array
    attitudes: Array
    trials: Array
    hits: Array
    ways: Array
    stands_for: Array
    careless: Array
    interviews: tuple[tuple[Array, Array], ...]


def figures_of(observation: Observation) -> Figures:
    """The figures of an observation as arrays."""
    counts = _floats(window.value for window in observation.windows)
    statements, interviews = observation.statements, observation.interviews
    allowed = [possible_hits(datum.people, datum.low, datum.high) for datum in statements]
    trials = _floats([
        *(split.window.value for split in observation.splits),
        *(datum.described for datum in interviews),
        *(datum.people for datum in statements),
    ])  # fmt: skip
    women = [*(split.women for split in observation.splits), *(datum.women for datum in interviews)]
    hits = np.concatenate([_floats(women), *(hits for hits, _ in allowed)])
    return Figures(
        counts,
        gammaln(counts + 1.0),
        _floats([
            *(d.value for d in observation.stocks), *(d.per_year for d in observation.flows),
            *(d.years for d in observation.stays), *(d.value for d in observation.indicators),
        ]),
        _floats(datum.value for datum in observation.attitudes),
        trials,
        hits,
        log_ways(trials[groups_of(observation)], hits),
        np.array([weights for _, weights in allowed]).reshape(-1, HITS),
        _floats(datum.careless for datum in statements),
        tuple(_shared_out(datum) for datum in interviews),
    )  # fmt: skip


def groups_of(observation: Observation) -> Array:
    """To which of `Figures.trials` each of `Figures.hits` belongs, [chance]."""
    one_each = len(observation.splits) + len(observation.interviews)
    wordings = one_each + np.arange(len(observation.statements))
    return np.concatenate([np.arange(one_each), np.repeat(wordings, HITS)])


def _shared_out(datum: InterviewDatum) -> tuple[Array, Array]:
    counts = _floats(datum.counts)
    return counts, gammaln(counts.sum() + 1.0) - gammaln(counts + 1.0).sum()


def _floats(values: object) -> Array:
    return np.array(list(values), dtype=float)  # type: ignore[call-overload]
