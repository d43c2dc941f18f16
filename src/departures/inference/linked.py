"""What the figures are expected to be, on the scale on which their errors are even, and how much each of them tells."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np

from departures.observation.declared import Observation
from departures.observation.expected import Expected
from departures.quantities import Array, Parameters

LEAST = 1e-9
"""Below this an expectation counts as this one, as in the densities: its logarithm stays a number."""
WORDING_INFORMATION = 4.0
"""Most that one published wording tells on the logit scale; its likelihood is flat inside and steep at its ends."""


def linked_owners(observation: Observation) -> Array:
    """Place of the figure (in `Observation.datum_names`) that each of the expectations belongs to."""
    shares = {f"interviews:{datum.name}": len(datum.counts) for datum in observation.interviews}
    owners = [[place] * shares.get(name, 1) for place, name in enumerate(observation.datum_names)]
    return np.array([*(place for each in owners for place in each), *range(len(observation.windows))])


def linked_expectations(
    observation: Observation, expected: Expected, parameters: Parameters, trials: Array
) -> tuple[Array, Array]:
    """Link scale and expected information of every term, in order (of interviews of every share), and of the dispersion
    of the counts; `trials` as in `Figures`.
    """
    splits, told = len(observation.splits), len(observation.splits) + len(observation.interviews)
    totals, described, people = trials[:splits], trials[splits:told], trials[told:]
    spread = 1.0 + parameters[observation.concentration]
    spreads = [
        *(d.spread for d in observation.stocks),
        *(d.spread for d in observation.flows),
        *(d.spread for d in observation.stays),
        *(d.spread for d in observation.indicators),
        *(d.spread for d in observation.attitudes),
    ]

    def of_share(trials: Array, share: Array, spread: Array = spread) -> Array:
        return trials * share * (1.0 - share) / (1.0 + (trials - 1.0) / spread)

    interviews = [
        jnp.append(
            # one share follows from the others
            (1.0 - 1.0 / len(datum.counts))
            * of_share(float(datum.interviewed), shares[:-1], 1.0 + parameters[datum.concentration]),
            of_share(of_datum, shares[-1]),
        )
        for datum, of_datum, shares in zip(
            observation.interviews, described, expected.interviews, strict=True
        )
    ]
    statements = jnp.minimum(of_share(people, expected.statements), WORDING_INFORMATION)
    scale = [
        _log(expected.counts), _logit(expected.women), _log(expected.stocks), _log(expected.flows),
        _log(expected.stays), _log(expected.indicators), _logit(expected.attitudes),
        *(_logit(shares) for shares in expected.interviews), _logit(expected.statements), _log(expected.dispersion),
    ]  # fmt: skip
    information = [
        expected.counts / expected.dispersion,
        of_share(totals, expected.women),
        jnp.array([1.0 / spread**2 for spread in spreads]),
        *interviews,
        0.3 * statements,
        jnp.full(len(observation.windows), 0.5),
    ]
    return jnp.concatenate(scale), jnp.concatenate(information)


def _log(positive: Array) -> Array:
    return jnp.log(jnp.maximum(positive, LEAST))


def _logit(share: Array) -> Array:
    inside = jnp.clip(share, 1e-6, 1.0 - 1e-6)
    return jnp.log(inside) - jnp.log1p(-inside)
