"""Intensities evaluated once: a factor that acts on many edges is computed, and its gradient taken, one single time.

What a factor gives depends on the edge only through the view of the cell that it reads. So its value is kept with
what it read, and serves every edge on which it would read the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from departures.model.transition import Intensity, Multiplied
from departures.quantities import Array, Parameters

NOTHING = object()
"""What stands for a name that a view does not have."""


class Once:
    """Values of intensities at the same parameters, drivers and signals."""

    def __init__(
        self, parameters: Parameters, drivers_now: Mapping[str, Array], signals: Mapping[str, Array]
    ) -> None:
        self._parameters, self._drivers_now, self._signals = parameters, drivers_now, signals
        self._kept: list[tuple[Intensity, dict[str, object], Array]] = []

    def value(self, intensity: Intensity, cell: Mapping[str, Array]) -> Array:
        """The value of an intensity with this view of the cell; the parts of a product one by one."""
        if not isinstance(intensity, Multiplied):
            return self._single(intensity, cell)
        result = self.value(intensity.base, cell)
        for factor in intensity.factors:
            result = result * self.value(factor.value, cell)
        return result

    def _single(self, intensity: Intensity, cell: Mapping[str, Array]) -> Array:
        for kept, read, value in self._kept:
            if kept == intensity and all(_same(cell.get(name, NOTHING), was) for name, was in read.items()):
                return value
        view = _Read(cell)
        value = intensity(self._parameters, self._drivers_now, view, self._signals)
        self._kept.append((intensity, view.read, value))
        return value


class _Read(Mapping[str, Array]):
    """A view that notes what was read of it; whoever goes through all of it has read all."""

    def __init__(self, values: Mapping[str, Array]) -> None:
        self._values = values
        self.read: dict[str, object] = {}

    def __getitem__(self, name: str) -> Array:
        self.read[name] = self._values.get(name, NOTHING)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        self.read.update(self._values)
        return iter(self._values)

    def __len__(self) -> int:
        self.read.update(self._values)
        return len(self._values)


def _same(now: object, before: object) -> bool:
    """Whether two entries of views are the same: one object, or plain numbers that are equal."""
    return now is before or (isinstance(now, float) and isinstance(before, float) and now == before)
