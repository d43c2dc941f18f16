"""A rival explanation applied to the rooms: rooms and factors left out or switched off, priors changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from departures.country.draft import Draft, unknown
from departures.country.reading import Reads
from departures.country.settings import ExplanationSetting
from departures.country.tracing import PartReads
from departures.faults import Fault
from departures.mechanisms.form import PriorSetting
from departures.model.parameter import Parameter, Prior
from departures.model.room import Parts, Room
from departures.model.transition import Factor, switchable


@dataclass(frozen=True)
class Kept:
    """The rooms under an explanation, the parameters of the observation with their priors, and the switches."""

    rooms: tuple[Room, ...]
    of_observation: tuple[Parameter, ...]
    switches: tuple[tuple[str, bool], ...]


def apply_explanation(
    draft: Draft, name: str, explanation: ExplanationSetting, rooms: list[Room], reads: PartReads,
    *, of_observation: tuple[Parameter, ...],
) -> tuple[Kept, list[Fault]]:  # fmt: skip
    """Leave out what the explanation leaves out; then change priors.

    A factor that some explanation leaves out gets a switch, so that the declaration is the same under all of them. A
    factor that reads signals, or a whole room, is taken away, with what only that read: without it the rest may run
    faster.
    """
    off = set(explanation.off)
    factors = {factor.name: factor for room in rooms for factor in room.parts.factors}
    faults = _unknown(draft, name, explanation, rooms, of_observation)
    switched = _switched(draft, factors)
    away = off - switched
    watched = {item.latent for item in draft.settings.indicators.values()}
    watched |= {item.latent for item in draft.settings.attitudes.values()}
    orphans = _read_only_by(away & set(factors), reads, watched)
    kept = tuple(
        replace(room, parts=_trimmed(room.parts, away, switched, orphans, explanation.priors))
        for room in rooms
        if room.name not in off
    )
    staying = {factor.name for room in kept for factor in room.parts.factors}
    switches = tuple((each, each not in off) for each in sorted(switched & staying))
    return Kept(kept, _with_priors(of_observation, explanation.priors), switches), faults


def _unknown(
    draft: Draft,
    name: str,
    explanation: ExplanationSetting,
    rooms: list[Room],
    of_observation: tuple[Parameter, ...],
) -> list[Fault]:
    """Faults for names that no room, factor or parameter has."""
    faults: list[Fault] = []
    factors = [factor.name for room in rooms for factor in room.parts.factors]
    parameters = [item.name for room in rooms for item in room.parts.parameters]
    parameters += [item.name for item in of_observation]
    for place, left_out in enumerate(explanation.off):
        known = [*(room.name for room in rooms), *factors]
        faults += unknown(draft, ("explanations", name, "off", place), "room or factor", left_out, known)
    for changed in explanation.priors:
        faults += unknown(draft, ("explanations", name, "priors", changed), "parameter", changed, parameters)
    return faults


def _switched(draft: Draft, factors: Mapping[str, Factor]) -> set[str]:
    """Factors that read no signal and that some explanation leaves out."""
    left_out = {name for setting in draft.settings.explanations.values() for name in setting.off}
    return {name for name in left_out if name in factors and not factors[name].reads}


def _read_only_by(off: set[str], reads: PartReads, observed: set[str]) -> set[str]:
    """Parameters, signals and latents that nothing but the factors in `off` reads, and no figure tells of."""
    if not off:
        return set()
    staying = [item for name, item in reads.factors.items() if name not in off]
    going = [item for name, item in reads.factors.items() if name in off]
    signals = _names(going, "signals") - _names([*staying, *reads.others.values()], "signals") - observed
    others = [item for name, item in reads.others.items() if name not in signals]
    going += [reads.others[name] for name in signals if name in reads.others]
    still = _names([*staying, *others], "parameters") | reads.consequences
    return signals | (_names(going, "parameters") - still)


def _names(items: list[Reads], kind: str) -> set[str]:
    return {name for item in items for name in getattr(item, kind)}


def _trimmed(
    parts: Parts, away: set[str], switched: set[str], orphans: set[str], priors: dict[str, PriorSetting]
) -> Parts:
    return replace(
        parts,
        factors=tuple(
            switchable(item) if item.name in switched else item
            for item in parts.factors
            if item.name not in away
        ),
        signals=tuple(item for item in parts.signals if item.name not in orphans),
        latents=tuple(item for item in parts.latents if item.name not in orphans),
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
