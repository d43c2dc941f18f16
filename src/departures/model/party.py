"""Party sizes: laws of whole numbers from 1 on, with a given mean and variance or a given dispersion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from departures.model.transition import GroupSize

NEXT_TO_NOTHING = 1e-9
"""A mean above 1, or a dispersion above 1, of less than this counts as none: everybody goes alone."""


class PartyKind(IntEnum):
    """What is added to the one person that every party has."""

    ALONE = 0
    """Nobody."""
    GAMMA_POISSON = 1
    """A negative binomial number; `first` is its shape, `second` its scale (mean shape·scale)."""
    MIXED = 2
    """With chance `first` a Poisson number of mean `second`; else `second` rounded down or up by chance."""
    LOGARITHMIC = 3
    """The whole party has a logarithmic-series size, P(s) in proportion to x^s/s with x = first/(1 + first)."""


@dataclass(frozen=True)
class PartyLaw:
    """The law of a party's size; `mean` and `variance` in persons."""

    kind: PartyKind
    mean: float
    variance: float
    first: float = 0.0
    second: float = 0.0

    @property
    def dispersion(self) -> float:
        """Variance over mean of the number of persons when parties come as a Poisson stream."""
        return self.mean + self.variance / self.mean

    @property
    def reach(self) -> float:
        """Persons over which the law's tail falls to about a third, or the dispersion where that is more."""
        tail = 1.0 + self.second if self.kind is PartyKind.GAMMA_POISSON else 1.0
        return max(self.dispersion, tail)


ALONE = PartyLaw(PartyKind.ALONE, 1.0, 0.0)


def least_variance(mean: float) -> float:
    """The smallest variance that whole numbers of this mean can have."""
    part = mean - np.floor(mean)
    return float(part * (1.0 - part))


def is_possible(size: GroupSize) -> bool:
    """Whether parties of at least one person can have this mean and variance."""
    if not (np.isfinite(size.mean) and np.isfinite(size.variance) and size.mean >= 1.0):
        return False
    if size.mean == 1.0:
        return size.variance == 0.0
    return size.variance >= least_variance(size.mean) - NEXT_TO_NOTHING


def party_law(size: GroupSize | None) -> PartyLaw:
    """A law with the declared mean and variance; everybody goes alone where nothing is declared.

    Those above one are a negative binomial number where it varies more than a Poisson number, and otherwise a mixture
    of a Poisson number and of the mean rounded by chance. Raises `ValueError` where no law can have these moments.
    """
    if size is None:
        return ALONE
    if not is_possible(size):
        raise ValueError(
            f"no parties of whole people have a mean of {size.mean} and a variance of {size.variance}"
        )
    above, variance = size.mean - 1.0, size.variance
    if above < NEXT_TO_NOTHING:
        return ALONE
    if variance > above * (1.0 + NEXT_TO_NOTHING):
        scale = variance / above - 1.0
        return PartyLaw(PartyKind.GAMMA_POISSON, size.mean, variance, above / scale, scale)
    least = least_variance(above)
    weight = float(np.clip((variance - least) / (above - least), 0.0, 1.0)) if above > least else 1.0
    return PartyLaw(PartyKind.MIXED, size.mean, variance, weight, above)


def logarithmic_parties(dispersion: float) -> PartyLaw:
    """Parties of which a Poisson stream brings a negative binomial number of people, with variance
    `dispersion`·mean: the law of counts in `inference.densities.compound_poisson`.

    Mean size (d − 1)/ln d; raises `ValueError` for a dispersion below 1.
    """
    if not dispersion >= 1.0:
        raise ValueError(f"a dispersion of {dispersion}: counts of whole parties vary by at least their mean")
    if dispersion - 1.0 < NEXT_TO_NOTHING:
        return ALONE
    mean = float((dispersion - 1.0) / np.log(dispersion))
    return PartyLaw(PartyKind.LOGARITHMIC, mean, mean * (dispersion - mean), dispersion - 1.0)
