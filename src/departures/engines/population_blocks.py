"""Blocks of replicates: all months in one call each, or month by month where intensities read signals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from departures.engines.population_calls import begin, chances_of, run, stream
from departures.engines.population_facts import Facts, checked
from departures.engines.population_feedback import Feedback
from departures.engines.population_shape import Exits, Laws
from departures.quantities import Array, Parameters

BLOCK = 32
"""Replicates that one thread runs one after the other. A block begins at a multiple of it, whatever is asked for, so
that what JAX computes for a replicate does not depend on which others are asked for."""


@dataclass(frozen=True)
class Scheme:
    """What all blocks of a run share.

    `odds` (see `population_calls.chances_of`) are None where intensities read signals; `kept` [month] is the row of
    stocks that each month fills, −1 for none.
    """

    parameters: Parameters
    facts: Facts
    feedback: Feedback
    odds: tuple[Array, Array, Array] | None
    exits: Exits
    laws: Laws
    substeps: int
    kept: Array
    seed: int


class Block(NamedTuple):
    """Replicates `numbers`, within the block that begins at `start`; flows [replicate, month, cell, record] and stocks
    [replicate, row, cell, compartment] are filled.
    """

    start: int
    numbers: range
    flows: Array
    stocks: Array


def run_block(scheme: Scheme, block: Block) -> None:
    """Fill the block's flows and stocks."""
    if scheme.odds is None:
        _month_by_month(scheme, block)
    else:
        _at_once(scheme, scheme.odds, block)


def _at_once(scheme: Scheme, odds: tuple[Array, Array, Array], block: Block) -> None:
    facts = scheme.facts
    people, moved = _nobody(scheme, 1)
    for place, number in enumerate(block.numbers):
        random = stream(scheme.seed, number)
        begin(random, facts.first, people[0])
        run(
            random, people[0], moved[0], odds, facts.entries, facts.expected, scheme.exits, scheme.laws,
            scheme.substeps, scheme.kept, block.flows[place], block.stocks[place],
        )  # fmt: skip


def _month_by_month(scheme: Scheme, block: Block) -> None:
    """JAX is given the whole block, with nobody in the replicates that are not asked for."""
    facts, feedback = scheme.facts, scheme.feedback
    people, moved = _nobody(scheme, BLOCK)
    streams = [stream(scheme.seed, number) for number in block.numbers]
    asked = [number - block.start for number in block.numbers]
    for random, place in zip(streams, asked, strict=True):
        begin(random, facts.first, people[place])
    signals = feedback.first(BLOCK)
    for month in range(len(facts.hazards)):
        now = slice(month, month + 1)
        moving = feedback.hazards(scheme.parameters, month, facts.latents, signals)
        hazards = np.repeat(facts.hazards[now], len(asked), axis=0)
        hazards[..., feedback.edges] = checked(moving[asked])
        odds = chances_of(hazards, scheme.exits, scheme.substeps)
        for i, (random, place) in enumerate(zip(streams, asked, strict=True)):
            run(
                random, people[place], moved[place], tuple(part[i : i + 1] for part in odds),
                facts.entries[now], facts.expected, scheme.exits, scheme.laws, scheme.substeps,
                scheme.kept[now], block.flows[i][now], block.stocks[i],
            )  # fmt: skip
        signals = feedback.next(scheme.parameters, month, signals, people, moved)


def _nobody(scheme: Scheme, replicates: int) -> tuple[Array, Array]:
    """People [replicate, cell, compartment] and moves [replicate, cell, edge], all 0."""
    _, cells, edges = scheme.facts.hazards.shape
    people = np.zeros((replicates, cells, len(scheme.exits.starts) - 1), dtype=np.int64)
    return people, np.zeros((replicates, cells, edges), dtype=np.int64)
