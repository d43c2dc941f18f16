"""How the fits of made-up worlds are run: many of them, and nothing is printed from any."""

from __future__ import annotations

from departures.inference.gates import Bounds
from departures.inference.settings import SamplingSettings

RANKS = 100
"""Draws of a fit among which the truth takes its place."""
LOOSE = Bounds(r_hat=1.05, ess=float(RANKS), divergent=0.02, e_bfmi=0.2)
"""What a fit must meet to count: as many independent draws as there are ranks. One that does not is told as failed."""
MOST_FAILED = 0.05
"""Share of fits that may fail."""
QUICK = SamplingSettings(
    chains=2,
    warm_up=20,
    pilots=(0, 80),
    draws=50,
    unjudged=3,
    learned_again=(4, 8, 16),
    batches=80,
    told_every=2,
    target_acceptance=0.8,
    most_diverging=0.01,
    trajectory=3.5,
    most_steps=20,
    curvature_points=4,
    bend_points=40,
    bend_draws=50,
    moving=False,
    cause_draws=0,
    workers=1,
)
"""Short chains of one worker each: worlds are made side by side instead (see decisions/calibration.md)."""
