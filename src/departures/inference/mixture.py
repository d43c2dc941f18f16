"""Draws from a mixture of the posterior with those posteriors that leave one figure out.

Where a figure alone tells most of what is known of its time, weights that take it out of the posterior rest on a few
draws. A mixture that holds the posterior without it reaches where those draws should be, and one chain serves all such
figures (Silva and Zanella 2023, doi 10.1080/01621459.2023.2257893). Draws of both are put together by weights that are
even but for what each would have drawn itself (Shirts and Chodera 2008, doi 10.1063/1.2978177).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from departures.inference.importance import log_weights_without
from departures.inference.rounds import drawn, one_round, starts_at, with_quantities
from departures.inference.sampled import Sampled
from departures.inference.sampling import Posterior
from departures.inference.settings import SamplingSettings
from departures.inference.stages import Stages
from departures.inference.workforce import Workforce
from departures.quantities import Array

KINDS = ("count:", "sex:")
"""Kinds of figures that are foretold as if they had not been published."""
UNEVEN, TELLING = 0.6, 0.4
"""Figures are in the mixture whose Pareto k is higher than the first, or whose log likelihood has a variance above the
second (Vehtari, Gelman and Gabry 2017, doi 10.1007/s11222-016-9696-4, warn beyond it). Weights are rough from k = 0.7
on, but k is told with an error, that variance with less; with lower bounds, many figures that need no help would share
its draws."""
HIGHEST = 1.5
"""Pareto k beyond which a figure is given no more weight."""
CLOSE, ROUNDS = 1e-10, 1_000
"""The balance ends when the size of the mixture moves by less than this, in logs."""


@dataclass(frozen=True)
class Mixture:
    """What was drawn from a mixture, and the log weight in it of the posterior without each figure, [datum]; that of
    the posterior itself is 0.
    """

    sampled: Sampled
    without: Array


def sample_mixture(
    workers: Workforce, settings: SamplingSettings, stages: Stages, posterior: Posterior, without: Array
) -> Mixture:
    """Draw from the mixture with these weights; chains start where those of the posterior have come to."""
    share_out = [("mix", without)] * settings.workers
    workers.ask(share_out)
    turn = len(settings.pilots) + posterior.sampled.z.shape[1] + 1
    here = starts_at(settings, posterior.metric, posterior.sampled.chains, turn, posterior.step_size)
    starts = workers.ask([("begin", here)])[0]
    _, step_size = one_round(workers, settings, stages, posterior.metric, starts)
    chains = drawn(
        workers, settings, stages, "one left out", posterior.metric, step_size, settings.without_draws
    )
    sampled = stages.run("quantities", lambda: with_quantities(workers, settings, posterior.metric, chains))
    workers.ask([("mix", np.full(without.size, -np.inf))] * settings.workers)
    return Mixture(sampled, without)


def weights_without(terms: Array, names: tuple[str, ...], counted: Array) -> Array:
    """Log weights of a mixture, [datum], from terms [draw, datum] of the posterior: for each figure that draws of the
    posterior alone tell too roughly without it, the log density that it was given, so that its part weighs about as
    much as the posterior, and more where k is high: that part is wider, and wants more draws. For others -inf.
    `counted` says which figures are fitted.
    """
    without = np.full(len(names), -np.inf)
    for place, name in enumerate(names):
        if name.startswith(KINDS) and counted[place]:
            logs, k = log_weights_without(terms[:, place])
            if k > UNEVEN or terms[:, place].var() > TELLING:
                more = 2.0 * np.log(np.clip(k, UNEVEN, HIGHEST) / UNEVEN)
                without[place] = logsumexp(logs + terms[:, place]) + more
    return without


def balanced(own: Array, mixed: Array, without: Array) -> Array:
    """Log weights [draw], adding up to 1, that make draws of the posterior and of the mixture, put end to end, draws of
    the posterior; from the terms of both, [draw, datum], and the weights of the mixture.
    """
    terms, chosen = np.concatenate([own, mixed]), np.isfinite(without)
    ratio = np.logaddexp(0.0, logsumexp(without[chosen] - terms[:, chosen], axis=1))
    size = 0.0
    for _ in range(ROUNDS):
        logs = -np.logaddexp(np.log(len(own)), np.log(len(mixed)) + ratio - size)
        before, size = size, float(logsumexp(logs + ratio) - logsumexp(logs))
        if abs(size - before) < CLOSE:
            break
    return np.asarray(logs - logsumexp(logs))
