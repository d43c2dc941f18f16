"""A rival explanation applied to the rooms: rooms and factors left out, priors changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from departures.country.draft import Draft, unknown
from departures.country.reading import Reads
from departures.country.settings import ExplanationSetting
from departures.country.tracing import PartReads
from departures.faults import Fault
from departures.mechanisms.form import PriorSetting
from departures.model.parameter import Parameter, Prior
from departures.model.room import Parts, Room


@dataclass(frozen=True)
class Kept:
    """The rooms under an explanation, and the parameters of the observation with their priors."""

    rooms: tuple[Room, ...]
    of_observation: tuple[Parameter, ...]


def apply_explanation(
    draft: Draft, name: str, explanation: ExplanationSetting, rooms: list[Room], reads: PartReads,
    *, of_observation: tuple[Parameter, ...],
) -> tuple[Kept, list[Fault]]:  # fmt: skip
    """Leave out what the explanation leaves out, with what only that read; then change priors."""
    off = set(explanation.off)
    factors = [factor.name for room in rooms for factor in room.parts.factors]
    parameters = [item.name for room in rooms for item in room.parts.parameters]
    parameters += [item.name for item in of_observation]
    faults: list[Fault] = []
    for place, left_out in enumerate(explanation.off):
        known = [*(room.name for room in rooms), *factors]
        faults += unknown(draft, ("explanations", name, "off", place), "room or factor", left_out, known)
    for changed in explanation.priors:
        faults += unknown(draft, ("explanations", name, "priors", changed), "parameter", changed, parameters)
    orphans = _read_only_by(off & set(factors), reads)
    kept = tuple(
        replace(room, parts=_trimmed(room.parts, off, orphans, explanation.priors))
        for room in rooms
        if room.name not in off
    )
    return Kept(kept, _with_priors(of_observation, explanation.priors)), faults


def _read_only_by(off: set[str], reads: PartReads) -> set[str]:
    """Parameters and signals that nothing but the factors in `off` reads."""
    if not off:
        return set()
    staying = [item for name, item in reads.factors.items() if name not in off]
    going = [item for name, item in reads.factors.items() if name in off]
    signals = _names(going, "signals") - _names([*staying, *reads.others.values()], "signals")
    others = [item for name, item in reads.others.items() if name not in signals]
    going += [reads.others[name] for name in signals if name in reads.others]
    still = _names([*staying, *others], "parameters") | reads.consequences
    return signals | (_names(going, "parameters") - still)


def _names(items: list[Reads], kind: str) -> set[str]:
    return {name for item in items for name in getattr(item, kind)}


def _trimmed(parts: Parts, off: set[str], orphans: set[str], priors: dict[str, PriorSetting]) -> Parts:
    return replace(
        parts,
        factors=tuple(item for item in parts.factors if item.name not in off),
        signals=tuple(item for item in parts.signals if item.name not in orphans),
        parameters=_with_priors(tuple(item for item in parts.parameters if item.name not in orphans), priors),
    )


def _with_priors(parameters: tuple[Parameter, ...], priors: dict[str, PriorSetting]) -> tuple[Parameter, ...]:
    return tuple(
        replace(
            item,
            prior=Prior(priors[item.name].prior, priors[item.name].center, priors[item.name].spread),
            source=priors[item.name].source,
        )
        if item.name in priors
        else item
        for item in parameters
    )
