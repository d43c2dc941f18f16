"""Whether two problems of one pack compile to the same functions, so that a worker may keep what it compiled.

Explanations differ in priors and switches, which compiled functions take as arguments (see `priors.Known`), and some
leave a room out, which changes the functions themselves. Rooms come from the same files, so their names tell.
"""

from __future__ import annotations

from collections.abc import Hashable

from departures.country.problem import Problem
from departures.model.transition import Multiplied, Transition


def same_program(one: Problem, other: Problem) -> bool:
    """True where functions compiled for one problem serve the other; both must come from one reading of the pack."""
    return (
        (one.folder, one.as_of) == (other.folder, other.as_of)
        and one.observation == other.observation
        and one.causes == other.causes
        and _shape(one) == _shape(other)
    )


def _shape(problem: Problem) -> tuple[Hashable, ...]:
    """Names of all parts of a declaration; of parameters size and kind of prior too, of transitions their factors."""
    declared = problem.declaration
    named = (
        declared.entries, declared.initial, declared.consequences, declared.signals, declared.latents,
        declared.drivers, declared.states, problem.rooms,
    )  # fmt: skip
    return (
        *(tuple(part.name for part in parts) for parts in named),
        tuple((item.name, item.size, item.prior.kind) for item in problem.parameters),
        tuple((item.name, _factors(item)) for item in declared.transitions),
        tuple(name for name, _ in problem.switches),
    )


def _factors(transition: Transition) -> tuple[str, ...]:
    intensity = transition.intensity
    return tuple(item.name for item in intensity.factors) if isinstance(intensity, Multiplied) else ()
