"""A fit comes back from disk as it was; what decides it decides its key."""

from dataclasses import fields, replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from departures.inference import run, stored
from departures.inference.fit import Fit, Gate
from departures.inference.settings import SHORT, SamplingSettings
from departures.inference.stored import cached_fit, fit_key, load_fit, save_fit

PROBLEM = SimpleNamespace(fingerprint="abc")


def small_fit():
    made = np.random.default_rng(2)
    quantities = xr.Dataset(
        {
            "arrivals": (
                ("chain", "draw", "year", "gender"),
                made.uniform(size=(2, 3, 2, 2)),
                {"units": "persons"},
            )
        },
        coords={"year": [2001, 2002], "gender": ["f", "m"]},
    )
    windows = pd.DataFrame([
        {"name": "2001", "start": date(2001, 1, 1), "end": date(2001, 12, 31), "observed": 7, "remainder": False,
         "rows": ("a", "b"), "median": 7.5, "inside": True, "women": 4.0, "quantiles": (6.0, 7.5, 9.25)},
        {"name": "2002", "start": date(2002, 1, 1), "end": date(2002, 12, 31), "observed": 9, "remainder": True,
         "rows": ("c",), "median": 8.5, "inside": False, "women": float("nan"), "quantiles": (7.0, 8.5, 10.0)},
    ])  # fmt: skip
    return Fit(
        "reference", quantities, xr.Dataset({"rate": (("chain", "draw"), made.uniform(size=(2, 3)))}), windows,
        windows[["name", "start", "end", "rows", "quantiles"]], (Gate("R-hat", 1.002, 1.01, True, "Chains disagree."),),
        {"rate": 0.25}, {"sampling": 12.5}, "abc",
    )  # fmt: skip


def assert_equal(found, expected):
    xr.testing.assert_identical(found.quantities, expected.quantities)
    xr.testing.assert_identical(found.parameters, expected.parameters)
    pd.testing.assert_frame_equal(found.windows, expected.windows)
    pd.testing.assert_frame_equal(found.splits, expected.splits)
    for name in {field.name for field in fields(Fit)} - {"quantities", "parameters", "windows", "splits"}:
        assert getattr(found, name) == getattr(expected, name), name


def test_a_fit_comes_back_as_it_was(tmp_path):
    save_fit(tmp_path, small_fit())
    assert_equal(load_fit(tmp_path), small_fit())


def test_a_second_call_comes_from_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("DEPARTURES_CACHE", str(tmp_path))
    made = []
    monkeypatch.setattr(run, "fit_problem", lambda *_: made.append(1) or small_fit())
    for refresh, fits in ((False, 1), (False, 1), (True, 2)):
        assert_equal(cached_fit(PROBLEM, refresh=refresh), small_fit())
        assert len(made) == fits


@pytest.mark.parametrize("change", ["evidence", "settings", "code"])
def test_the_key_changes_with_what_decides_the_fit(change, monkeypatch):
    before = fit_key(PROBLEM, SamplingSettings())
    assert before == fit_key(PROBLEM, SamplingSettings())
    if change == "evidence":
        after = fit_key(SimpleNamespace(fingerprint="abd"), SamplingSettings())
    elif change == "settings":
        after = fit_key(PROBLEM, replace(SHORT, seed=1))
    else:
        monkeypatch.setattr(stored.cache, "hash_of_code", lambda *folders: "other code")
        after = fit_key(PROBLEM, SamplingSettings())
    assert after != before
