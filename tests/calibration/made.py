"""Trials made up: a number whose ranges are right, and one whose ranges are not."""

import numpy as np

from departures.calibration.settings import RANKS

RIGHT, NARROW = "departures: 2019", "crossings: 2019"


def trials(sets=200, spread=0.55, refused=0):
    """Trials of a number whose ranges are right and of one whose draws are only `spread` times as wide."""
    random = np.random.default_rng(8)
    rows = []
    for number in range(sets):
        row = {"number": number, "seconds": 2.0}
        if number < refused:
            rows.append({**row, "failed": "the gates were not met"})
            continue
        below = {}
        for name, width in ((RIGHT, 1.0), (NARROW, spread)):
            draws = width * random.standard_normal(RANKS)
            below[name] = float((draws < random.standard_normal()).mean())
        ranks = {name: round(share * RANKS) for name, share in below.items()}
        rows.append({**row, "ranks": ranks, "below": below, "draws": RANKS})
    return rows
