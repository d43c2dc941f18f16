"""How a fit is run."""

from __future__ import annotations

from dataclasses import dataclass

from departures.inference.gates import DIVERGENT


@dataclass(frozen=True)
class SamplingSettings:
    """Numbers that a fit depends on; part of the key under which it is cached."""

    chains: int = 4
    warm_up: int = 30
    """Iterations of a chain in one round of warm-up."""
    pilots: tuple[int, ...] = (0, 60)
    """Draws of a chain after each round of warm-up but the last, from which, with the round's own, the metric is
    learned anew."""
    draws: int = 60
    """Draws of a chain in one batch; batches follow until the gates are met."""
    unjudged: int = 7
    """Batches after which no gate is tried yet: chance alone lets some fits of few draws pass."""
    learned_again: tuple[int, ...] = (20, 33)
    """Batches after which, where the gates are not met yet, the metric is learned anew from the draws so far."""
    batches: int = 66
    """Batches at most; a fit that has not met its gates by then is refused."""
    told_every: int = 1
    """Of so many draws one is told: where neighbours are alike, quantities of each cost time and tell nothing more."""
    seed: int = 20_261_123
    target_acceptance: float = 0.9
    trajectory: float = 3.5
    """Length of a trajectory in the middle, on the scale on which every entry spreads about as far as 1."""
    trajectory_spread: float = 0.6
    """Share of that by which trajectories are shorter or longer at most."""
    most_steps: int = 20
    """Steps of a trajectory at most: while the search for the step size tries short ones, trajectories are shorter."""
    most_diverging: float = DIVERGENT
    """Share of trajectories that may diverge before the gates are tried: beyond it sampling starts again with shorter
    steps, since the gate that allows as many could not be met."""
    short_every: int = 4
    """Of so many draws one takes shorter steps, as many as ever: they lead out of places where the posterior is so
    tight that longer ones are refused again and again."""
    short_share: float = 0.4
    """How long these are, as a share of the others."""
    curvature_points: int = 8
    bend_points: int = 60
    """Points around the mode at which the bend is first told."""
    bend_draws: int = 120
    """Draws, at most, at which it is told again after a round of warm-up."""
    moving: bool = True
    """Whether draws are moved for figures that weigh much, so that what is said of them unseen is less rough."""
    cause_draws: int = 25
    """Draws of a chain of which the changes are taken apart; 0 for none."""
    cause_orders: int = 12
    """Orders of the parts that each of them takes, reverses among them."""
    workers: int = 2


SHORT = SamplingSettings(chains=2, warm_up=40, draws=150, unjudged=0, batches=2, moving=False, cause_draws=0)
"""For recovery of made-up data, where many fits are made and none is printed."""
