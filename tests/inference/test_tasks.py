"""A worker refuses a problem whose expectations are no numbers, and says what to look for."""

import numpy as np
import pytest

from departures.country.pack import open_pack
from departures.inference.fit import FitRefused
from departures.inference.settings import SamplingSettings
from departures.inference.tasks import Tasks
from departures.inference.worker import Recipe


def test_expectations_that_are_no_numbers_are_refused_by_name():
    folder = str(open_pack("veldran").folder)
    tasks = Tasks(Recipe(folder, "reference", None, None, SamplingSettings()), None)
    size = tasks._likelihood.layout.size
    tasks._require_finite(np.zeros(size), "at the start")
    with pytest.raises(FitRefused, match=r"no finite number at the end, for: count:.*wrong unit"):
        tasks._require_finite(np.full(size, np.nan), "at the end")
