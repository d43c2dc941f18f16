"""Escape from a closed country: an evidence model built from public, sourced figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from departures.faults import Fault, Faults, Refusal

if TYPE_CHECKING:
    from departures.study import Study

__all__ = ["Fault", "Faults", "Refusal", "__version__", "load"]

__version__ = "0.1.0"


def load(country: str | None = None, *, as_of: str | None = None, trust: bool = False) -> Study:
    """Open a country pack as a study: `load("name").fit()`; see `departures.study.Study`."""
    from departures.study import Study  # the study imports JAX; keep `import departures` light

    return Study.open(country, as_of=as_of, trust=trust)
