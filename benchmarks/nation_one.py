"""One measurement of the engine of people, as JSON: `dense N`, `ours N`, `nation` or `dense-nation`."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import toy  # beside this file
import toy_engine  # beside this file

jax.config.update("jax_enable_x64", True)


def dense(people: int) -> dict[str, Any]:
    """Everybody in turn, on the toy form."""
    chances, first = toy.leaves()
    shares = np.stack([first, np.ones_like(first)], axis=-1)
    cells, states = (np.arange(people) % toy.CELLS).astype(np.int8), np.zeros(people, dtype=np.int8)
    given = (chances[None], shares[None], toy.TARGETS.astype(np.int8))
    toy_engine.everybody(cells[:10], states[:10].copy(), *given, 1, 1)
    started = time.perf_counter()
    moves = toy_engine.everybody(cells, states, *given, toy.MONTHS, 1)
    return told(people, toy.MONTHS, time.perf_counter() - started, moves)


def ours(people: int) -> dict[str, Any]:
    """The engine of people on the toy form."""
    engine = toy_engine.declared(people)
    engine.run({}, 2)
    started = time.perf_counter()
    ran = engine.run({}, 1)
    return told(people, toy.MONTHS, time.perf_counter() - started, int(ran.flows.sum()))


def nation() -> dict[str, Any]:
    """The shipped pack at its size, in the middle of its priors, with families."""
    from departures.country.pack import open_pack, put_together
    from departures.families.one_run import nation as made
    from departures.families.settings import drawn, read_families
    from departures.inference.priors import layout_of

    problem = put_together(open_pack(None))
    setting, layout = read_families(problem), layout_of(problem)
    assert setting is not None
    whole, parameters = made(problem, setting), jax.jit(layout.values)(jnp.zeros(layout.size))
    unknowns = drawn(setting, np.random.default_rng(1))
    before = megabytes()
    whole.run(parameters, unknowns, 2)
    started = time.perf_counter()
    ran = whole.run(parameters, unknowns, 1)
    seconds = time.perf_counter() - started
    started = time.perf_counter()
    whole.engine.run(parameters, 1)
    families = seconds - (time.perf_counter() - started)
    people = int(whole._at_home(parameters).mean())
    months = problem.declaration.months.count
    return told(people, months, seconds, len(ran.moves)) | {"families": families, "before": before}


def dense_nation(people: int = 2_000_000, months: int = 24) -> dict[str, Any]:
    """Everybody in turn with the hazards of the shipped pack, as many steps a month as its engines take."""
    from departures.country.pack import open_pack, put_together
    from departures.engines.individuals import individuals
    from departures.inference.priors import layout_of

    problem = put_together(open_pack(None))
    engine, layout = individuals(problem.graph), layout_of(problem)
    facts, exits = engine.facts(layout.values(jnp.zeros(layout.size))), engine.exits
    places, most = len(problem.graph.compartments), int(np.max(np.diff(exits.starts)))
    months_of, cells_of = facts.hazards.shape[:2]
    by_exit = np.zeros((months_of, cells_of, places, most))
    targets = np.zeros((places, most), dtype=np.int8)
    for s in range(places):
        for k, e in enumerate(range(exits.starts[s], exits.starts[s + 1])):
            by_exit[:, :, s, k] = facts.hazards[..., exits.edges[e]]
            targets[s, k] = exits.targets[e]
    total = by_exit.sum(-1)
    shares = np.cumsum(by_exit, axis=-1) / np.maximum(total, 1e-300)[..., None]
    chances = 1.0 - np.exp(-total / engine.substeps)
    cells = (np.arange(people) % cells_of).astype(np.int8)
    states = np.full(people, int(facts.first.sum(0).argmax()), dtype=np.int8)
    chances, shares = (np.repeat(each[120:132], engine.substeps, axis=0) for each in (chances, shares))
    toy_engine.everybody(cells[:10], states[:10].copy(), chances, shares, targets, 1, 1)
    started = time.perf_counter()
    moves = toy_engine.everybody(cells, states, chances, shares, targets, months * engine.substeps, 1)
    return told(people, months, time.perf_counter() - started, moves)


def told(people: int, months: int, seconds: float, moves: int) -> dict[str, Any]:
    """A measurement; megabytes of the whole process at its most."""
    return {
        "people": people,
        "months": months,
        "seconds": seconds,
        "moves": int(moves),
        "megabytes": megabytes(),
    }


def megabytes() -> float:
    """Of this process so far, at its most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity"):  # one core for all threads, also those that only wait
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    kinds = {"dense": dense, "ours": ours, "nation": nation, "dense-nation": dense_nation}
    print(json.dumps(kinds[sys.argv[1]](*(int(each) for each in sys.argv[2:]))))
