"""Families that were made of a fit before, kept beside it: answers and report tell them without making any."""

from __future__ import annotations

from pathlib import Path

import xarray as xr

from departures.country.problem import Problem
from departures.families.settings import FamiliesSetting
from departures.inference.fit import Fit
from departures.inference.settings import SamplingSettings
from departures.inference.stored import digest_of, fit_key
from departures.runs import cache

DRAWS = 40
"""Draws of the posterior of an explanation from which families are told."""
KIND, FILE = "families", "families.nc"


def kept_families(
    problem: Problem, settings: SamplingSettings, fit: Fit, setting: FamiliesSetting
) -> xr.Dataset | None:
    """The families of a fit (see `ensemble.families_of`), where they are kept, else None."""
    if cache.is_empty(KIND):
        return None
    found = cache.find(KIND, _key(problem, settings, fit, setting))
    return None if found is None else xr.load_dataset(found / FILE, engine="h5netcdf")


def keep_families(
    problem: Problem, settings: SamplingSettings, fit: Fit, setting: FamiliesSetting, made: xr.Dataset
) -> None:
    """Keep the families of a fit."""
    key = _key(problem, settings, fit, setting)
    cache.keep(KIND, key, lambda folder: made.to_netcdf(folder / FILE, engine="h5netcdf"))


def _key(problem: Problem, settings: SamplingSettings, fit: Fit, setting: FamiliesSetting) -> str:
    code = cache.hash_of_code(Path(__file__).parent)
    return cache.key_of(fit_key(problem, settings), code, digest_of(fit), repr(setting), str(DRAWS))
