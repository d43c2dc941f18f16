"""All unknowns as one vector of standard normals, and back to named values on their natural scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from departures.country.problem import Problem
from departures.inference.figures import Figures, figures_of
from departures.model.parameter import Parameter, Prior
from departures.model.transition import switch_of
from departures.quantities import Array, Parameters


class Known(NamedTuple):
    """What explanations, their variants and made-up data differ in, as arrays: center and spread of each entry's prior
    [entry], 1 or 0 for each switch [switch], for each figure 0 where it is left out, else 1 [datum], and one or several
    sets of figures. Given to compiled functions from outside, so that all of them share what was compiled.
    """

    centers: Array
    spreads: Array
    switches: Array
    counted: Array
    figures: tuple[Figures, ...]


@dataclass(frozen=True)
class Layout:
    """Where each parameter lies in the vector z; every entry has the prior Normal(0, 1).

    `switches` are the factors that some explanation leaves out, and whether this one keeps them; `counted` says of each
    of the `figures` whether it is fitted.
    """

    parameters: tuple[Parameter, ...]
    switches: tuple[tuple[str, bool], ...] = ()
    counted: tuple[bool, ...] = ()
    figures: tuple[Figures, ...] = ()

    @property
    def known(self) -> Known:
        """Priors, switches and figures of this layout."""
        owners = self._owners
        return Known(
            np.array([float(owner.prior.center) for owner in owners]),
            np.array([float(owner.prior.spread) for owner in owners]),
            np.array([float(on) for _, on in self.switches]),
            np.array([float(each) for each in self.counted]),
            self.figures,
        )

    @property
    def _owners(self) -> list[Parameter]:
        return [parameter for parameter in self.parameters for _ in range(parameter.size)]

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

    def values(self, z: Array, known: Known | None = None) -> Parameters:
        """Natural-scale values by name from z [entry]: scalars, or vectors for parameters of size above 1; and the
        switches. `known` is by default the layout's own.
        """
        given = known or self.known
        natural = self._natural(z, given)
        values: Parameters = {switch_of(name): given.switches[i] for i, (name, _) in enumerate(self.switches)}
        # split, not cut out one by one: the gradient then joins the parts instead of adding vectors of full length
        parts = jax.lax.split(natural, [parameter.size for parameter in self.parameters])
        for parameter, part in zip(self.parameters, parts, strict=True):
            values[parameter.name] = part if parameter.size > 1 else part[0]
        return values

    def _natural(self, z: Array, known: Known) -> Array:
        """All entries transformed, one array operation per kind of prior: compiling one each takes minutes."""
        owners = self._owners
        natural = z
        for kind in sorted({owner.prior.kind for owner in owners}):
            places = np.array([i for i, owner in enumerate(owners) if owner.prior.kind == kind])
            prior = Prior(kind, known.centers[places], known.spreads[places])
            natural = natural.at[places].set(prior.transform(z[places]))
        return jax.lax.optimization_barrier(natural)

    def draws_from_prior(self, count: int, seed: int) -> Array:
        """Prior draws of z, [draw, entry]."""
        return np.random.default_rng(seed).standard_normal((count, self.size))


def layout_of(problem: Problem) -> Layout:
    """The layout of a problem."""
    counted = tuple(name not in problem.left_out for name in problem.observation.datum_names)
    observation = problem.observation
    figures = tuple(figures_of(each) for each in (observation, *observation.again))
    return Layout(problem.parameters, problem.switches, counted, figures)


def log_prior(z: Array) -> Array:
    """Log density of the prior of z, up to a constant."""
    return -0.5 * jnp.sum(z**2)
