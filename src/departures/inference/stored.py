"""A fit on disk: netCDF for the draws, JSON for the rest, and the key under which it is found again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from departures.country.problem import Problem
from departures.inference.fit import STANDARD, Fit, Gate
from departures.inference.progress import Progress, silent
from departures.inference.settings import SamplingSettings
from departures.runs import cache

KIND = "fits"
BESIDE = ("causes", "causes_before", "before", "terms")
"""Parts of a fit that some fits do not have."""
DECIDING = (
    "quantities.py", "evidence", "model", "native", "mechanisms", "engines", "observation", "country",
    "inference",
)  # fmt: skip
"""Parts of the package whose code decides a fit."""
LIBRARIES = ("jax", "jaxlib", "numpyro", "numpy", "numba", "llvmlite", "scipy", "arviz-stats")


def cached_fit(
    problem: Problem,
    settings: SamplingSettings | None = None,
    progress: Progress = silent,
    refresh: bool = False,
) -> Fit:
    """The fit of a problem, from the cache where evidence, pack, model, settings and libraries are the same.

    A fit that failed a gate is kept too, so that it says again why it failed; it still gives no answer.
    """
    chosen = settings or SamplingSettings()
    kept = None if refresh else kept_fit(problem, chosen)
    if kept is not None:
        return kept
    # engine and sampler are slow to import, and a kept fit needs neither
    from departures.inference.run import fit_problem

    fit = fit_problem(problem, chosen, progress)
    cache.keep(KIND, fit_key(problem, chosen), lambda folder: save_fit(folder, fit))
    return fit


def kept_fit(problem: Problem, settings: SamplingSettings) -> Fit | None:
    """The fit of a problem where one is kept, else None."""
    found = cache.find(KIND, fit_key(problem, settings))
    return None if found is None else load_fit(found)


def make_ready(settings: SamplingSettings | None = None) -> None:
    """Where no fit is kept, one will surely be made: its workers start now, while the caller reads the pack."""
    if cache.is_empty(KIND):
        from departures.inference.workforce import start_ahead

        start_ahead((settings or SamplingSettings()).workers)


def fit_key(problem: Problem, settings: SamplingSettings) -> str:
    """Key over evidence, pack, model code, settings and library versions."""
    package = Path(__file__).parents[1]
    code = cache.hash_of_code(*(package / name for name in DECIDING))
    libraries = " ".join(f"{name}={version(name)}" for name in LIBRARIES)
    return cache.key_of(problem.fingerprint, code, repr(settings), libraries)


def digest_of(fit: Fit) -> str:
    """What tells the draws of a fit from those of any other."""
    return hashlib.sha256(np.ascontiguousarray(fit.parameters[STANDARD]).tobytes()).hexdigest()


def save_fit(folder: Path, fit: Fit) -> None:
    """Write a fit into an empty folder."""
    fit.quantities.to_netcdf(folder / "quantities.nc", engine="h5netcdf")
    fit.parameters.to_netcdf(folder / "parameters.nc", engine="h5netcdf")
    for name in BESIDE:
        if (data := getattr(fit, name)) is not None:
            data.to_netcdf(folder / f"{name}.nc", engine="h5netcdf")
    rest = {
        "explanation": fit.explanation,
        "gates": [asdict(gate) for gate in fit.gates],
        "contraction": fit.contraction,
        "seconds": fit.seconds,
        "fingerprint": fit.fingerprint,
        "windows": _records(fit.windows),
        "splits": _records(fit.splits),
    }
    (folder / "fit.json").write_text(json.dumps(rest, default=_plain), encoding="utf-8")


def load_fit(folder: Path) -> Fit:
    """Read a fit back."""
    rest = json.loads((folder / "fit.json").read_text(encoding="utf-8"))
    return Fit(
        explanation=rest["explanation"],
        quantities=xr.load_dataset(folder / "quantities.nc", engine="h5netcdf"),
        parameters=xr.load_dataset(folder / "parameters.nc", engine="h5netcdf"),
        windows=_frame(rest["windows"]),
        splits=_frame(rest["splits"]),
        gates=tuple(Gate(**gate) for gate in rest["gates"]),
        contraction=rest["contraction"],
        seconds=rest["seconds"],
        fingerprint=rest["fingerprint"],
        causes=_dataset(folder / "causes.nc"),
        causes_before=_dataset(folder / "causes_before.nc"),
        before=_dataset(folder / "before.nc"),
        terms=_dataset(folder / "terms.nc"),
    )


def _dataset(path: Path) -> xr.Dataset | None:
    return xr.load_dataset(path, engine="h5netcdf") if path.exists() else None


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return frame.to_dict("records")  # type: ignore[return-value]


def _frame(records: list[dict[str, Any]]) -> pd.DataFrame:
    read: dict[str, Callable[[Any], Any]] = {
        "start": date.fromisoformat,
        "end": date.fromisoformat,
        "rows": tuple,
        "quantiles": tuple,
    }
    return pd.DataFrame(
        [
            {name: read.get(name, lambda value: value)(value) for name, value in record.items()}
            for record in records
        ]
    )


def _plain(value: Any) -> Any:
    """Dates as ISO text, NumPy scalars as Python's."""
    if isinstance(value, date):
        return value.isoformat()
    return value.item()
