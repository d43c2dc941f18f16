"""All unknowns as one vector of standard normals, and back to named values on their natural scale."""

from __future__ import annotations

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from departures.model.parameter import Parameter, Prior
from departures.quantities import Array, Parameters


@dataclass(frozen=True)
class Layout:
    """Where each parameter lies in the vector z; every entry has the prior Normal(0, 1)."""

    parameters: tuple[Parameter, ...]

    @property
    def size(self) -> int:
        """Length of z."""
        return sum(parameter.size for parameter in self.parameters)

    @property
    def names(self) -> tuple[str, ...]:
        """A name for every entry of z; knots are numbered from 1."""
        return tuple(
            parameter.name if parameter.size == 1 else f"{parameter.name}[{index + 1}]"
            for parameter in self.parameters
            for index in range(parameter.size)
        )

    def values(self, z: Array) -> Parameters:
        """Natural-scale values by name from z [entry]; scalars, or vectors for parameters of size above 1."""
        natural = self._natural(z)
        values: Parameters = {}
        start = 0
        for parameter in self.parameters:
            end = start + parameter.size
            values[parameter.name] = natural[start:end] if parameter.size > 1 else natural[start]
            start = end
        return values

    def _natural(self, z: Array) -> Array:
        """All entries transformed, one array operation per kind of prior: compiling one each takes minutes."""
        owners = [parameter for parameter in self.parameters for _ in range(parameter.size)]
        natural = z
        for kind in sorted({owner.prior.kind for owner in owners}):
            places = np.array([i for i, owner in enumerate(owners) if owner.prior.kind == kind])
            prior = Prior(
                kind,
                np.array([owners[i].prior.center for i in places]),
                np.array([owners[i].prior.spread for i in places]),
            )
            natural = natural.at[places].set(prior.transform(z[places]))
        return jax.lax.optimization_barrier(natural)

    def draws_from_prior(self, count: int, seed: int) -> Array:
        """Prior draws of z, [draw, entry]."""
        return np.random.default_rng(seed).standard_normal((count, self.size))


def log_prior(z: Array) -> Array:
    """Log density of the prior of z, up to a constant."""
    return -0.5 * jnp.sum(z**2)
