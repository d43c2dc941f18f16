"""A latent path: something that nobody observes and that follows from drivers and parameters alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from departures.quantities import Array, Parameters


class Path(Protocol):
    """All months of a latent at once, [month, 1] or [month, cell], in the unit that it declares. Pure.

    `drivers[name]` has shape [month, 1]; `latents` holds those that were declared before.
    """

    def __call__(
        self, parameters: Parameters, drivers: Mapping[str, Array], latents: Mapping[str, Array]
    ) -> Array:
        """The path."""
        ...


@dataclass(frozen=True)
class Latent:
    """A named path, for instance what people think in private. Intensities read it like a signal.

    Unlike a signal it does not depend on what people of the model do, so it costs no step month by month.
    """

    name: str
    unit: str
    path: Path
