"""A window left out in earnest: the fit never sees it, and its range comes from what that fit expects there."""

from types import SimpleNamespace

import jax.numpy as jnp
import numpy as np
import xarray as xr

from departures.country.pack import open_pack, put_together
from departures.inference.fit import STANDARD
from departures.inference.left_out import range_without
from departures.inference.likelihood import compile_likelihood
from departures.inference.priors import layout_of


def test_the_window_is_left_out_and_its_range_is_that_of_the_refit():
    problem = put_together(open_pack("veldran"), "no_kin")
    left_out = problem.observation.windows[4]
    size, seen = layout_of(problem).size, []

    def refit(given, settings, progress, observation):
        seen.append([window.name for window in observation.windows])
        assert given is problem
        z = xr.DataArray(np.zeros((2, 150, size)), dims=("chain", "draw", "entry"))
        return SimpleNamespace(parameters=xr.Dataset({STANDARD: z}))

    low, middle, high = range_without(problem, left_out.name, refit=refit)
    assert seen == [[window.name for window in problem.observation.windows if window != left_out]]
    expected = compile_likelihood(problem).expected(jnp.zeros(size))
    mean, spread = float(expected.counts[4]), float(np.sqrt(expected.counts[4] * expected.dispersion[4]))
    assert abs(middle - mean) < 0.5 * spread
    assert 2.0 * spread < high - low < 5.0 * spread
