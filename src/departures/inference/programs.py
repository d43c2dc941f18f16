"""Whether two problems of one pack compile to the same functions, so that a worker may keep what it compiled.

Explanations differ in priors and switches, and made-up data in figures; compiled functions take them as arguments (see
`priors.Known`). Some explanations leave a room out, which changes the functions themselves. Rooms come from the same
files, so their names tell.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from departures.country.problem import Problem
from departures.model.transition import Multiplied, Transition
from departures.observation.declared import InterviewDatum, Observation, SexSplit


def same_program(one: Problem, other: Problem) -> bool:
    """True where functions compiled for one problem serve the other; both must come from one reading of the pack."""
    return (
        (one.folder, one.as_of) == (other.folder, other.as_of)
        and _unvalued(one.observation) == _unvalued(other.observation)
        and one.causes == other.causes
        and _shape(one) == _shape(other)
    )


def _unvalued(observation: Observation) -> Observation:
    """What is observed, without the values: what and when remains."""
    return replace(
        observation,
        windows=tuple(replace(each, value=0) for each in observation.windows),
        splits=tuple(SexSplit(replace(each.window, value=0), 0) for each in observation.splits),
        stocks=tuple(replace(each, value=0.0) for each in observation.stocks),
        flows=tuple(replace(each, per_year=0.0) for each in observation.flows),
        stays=tuple(replace(each, years=0.0) for each in observation.stays),
        indicators=tuple(replace(each, value=0.0) for each in observation.indicators),
        attitudes=tuple(replace(each, value=0.0) for each in observation.attitudes),
        statements=tuple(
            replace(each, wording="", low=0.0, high=0.0, people=0, careless=0.0)
            for each in observation.statements
        ),
        interviews=tuple(_untold(each) for each in observation.interviews),
        aside=(),
        again=tuple(_unvalued(each) for each in observation.again),
    )


def _untold(datum: InterviewDatum) -> InterviewDatum:
    """Interviews without what was told; how many were interviewed stays, for the chance to be asked rests on it."""
    periods = tuple(replace(each, count=0) for each in datum.left_in)
    return replace(datum, described=0, women=0, left_in=periods)


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
