"""Intensities evaluated once: a factor that acts on many edges is computed, and its gradient taken, one single time.

What a factor gives depends on the edge only through the view of the cell that it reads. So its value is kept with
what it read, and serves every edge on which it would read the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MethodType

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
        self._kept: list[tuple[Intensity, _Read, Array]] = []

    def value(self, intensity: Intensity, cell: Mapping[str, Array]) -> Array:
        """The value of an intensity with this view of the cell; the parts of a product one by one."""
        if not isinstance(intensity, Multiplied):
            return self._single(intensity, cell)
        result = self.value(intensity.base, cell)
        for factor in intensity.factors:
            result = result * self.value(factor.value, cell)
        return result

    def _single(self, intensity: Intensity, cell: Mapping[str, Array]) -> Array:
        for kept, view, value in self._kept:
            if _same_function(kept, intensity) and view.same_in(cell):
                return value
        view = _Read(cell)
        value = intensity(self._parameters, self._drivers_now, view, self._signals)
        self._kept.append((intensity, view, value))
        return value


class _Read(Mapping[str, Array]):
    """A view that notes what was read of it; whoever goes through all of it has read all."""

    def __init__(self, values: Mapping[str, Array]) -> None:
        self._values = values
        self._read: dict[str, object] = {}
        self._whole = False

    def same_in(self, other: Mapping[str, Array]) -> bool:
        """Whether all that was read is the same in another view."""
        if self._whole:
            return self._values.keys() == other.keys() and all(
                _same(v, other[k]) for k, v in self._values.items()
            )
        return all(_same(was, other.get(name, NOTHING)) for name, was in self._read.items())

    def __getitem__(self, name: str) -> Array:
        self._read[name] = self._values.get(name, NOTHING)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        self._whole = True
        return iter(self._values)

    def __len__(self) -> int:
        self._whole = True
        return len(self._values)


def _same(now: object, before: object) -> bool:
    """Whether two entries of views are the same: one object, or plain numbers that are equal."""
    return now is before or (isinstance(now, float) and isinstance(before, float) and now == before)


def _same_function(one: Intensity, other: Intensity) -> bool:
    """Whether two intensities are one: the same object, or the same method of the same object."""
    if isinstance(one, MethodType) and isinstance(other, MethodType):
        return one.__self__ is other.__self__ and one.__func__ is other.__func__
    return one is other
