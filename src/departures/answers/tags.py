"""The tag of an estimated number: whether the published figures, an assumption or the explanation decides it.

Tests are made in this order, and the first that fails gives the tag; a number that passes all is decided by the
figures. Everything is tested on the logarithm of a count and the logit of a share, under every explanation that stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from departures.answers.answer import Lead, Tag
from departures.answers.leads import CHANCE, FAMILIES, PARAMETERS, alone, draws_of, members_of, summary
from departures.answers.thresholds import (
    FAR_APART,
    FAR_SHARES,
    LEAST_LEARNT,
    MOVED_BY_PRIOR,
    WIDEST_GAP,
    WIDEST_RATIO,
    WIDEST_SHARE,
)
from departures.calibration.measured import CROSSINGS, EFFECT, EVENTUAL, NEXT, SHARE, called
from departures.inference.contraction import cause_name, learnt
from departures.inference.fit import CAUSES, Fit
from departures.inference.power_scaling import moved_by_prior
from departures.quantities import Array

PEOPLE = ("arrivals", "arrivals_by_way", "eventual", "eventual_by_way", "crossings", "stock_abroad")
"""Quantities that count people or events: below half a one, their logarithm tells nothing."""
HALF, LEAST = 0.5, 1e-9
EDGE = 1e-6
STILL = 1e-9
"""Draws that differ by less, as a share of their size or of 1, differ by rounding."""


@dataclass(frozen=True)
class TagTest:
    """One test of a number: its figure, the threshold, and the tag that it gives where the figure lies beyond it.

    `under` is the explanation under which it was made; empty for a test between explanations, or of none.
    """

    name: str
    figure: float
    threshold: float
    beyond: bool
    tag: Tag
    under: str = ""


def tag_of(fit: Fit, lead: Lead, *, share: bool) -> Tag:
    """The tag that the first failing test gives."""
    return next((test.tag for test in tag_tests(fit, lead, share=share) if test.beyond), "data-decide")


def tag_tests(fit: Fit, lead: Lead, *, share: bool) -> Iterator[TagTest]:
    """Every test of a number, in order; made as they are asked for, since the last ones take longest."""
    newest = max(end.year for end in fit.windows["end"])
    last = _last_year(lead)
    yield TagTest("years after the newest figure", max(last - newest, 0), 0, last > newest, "scenario")
    broken = len(fit.uncalibrated & set(_measured_in(lead)))
    yield TagTest("ranges that did not hold made-up truths", broken, 0, broken > 0, "assumption-decides")
    members = members_of(fit, lead)
    draws = {name: draws_of(each, _within(fit, lead)) for name, each in members.items()}
    yield from _between(draws, share)
    if lead.quantity == FAMILIES and dict(lead.at)["name"] != CHANCE:
        yield TagTest("judgements that no figure tests", 1, 0, True, "assumption-decides")
    for name, each in members.items():
        yield _open(name, draws[name])
        yield from _width(name, draws[name], share)
        yield from _learnt(name, each, lead, draws[name], share)
    for name, each in members.items():
        moved = moved_by_prior(each, _scaled(draws[name], share))
        if moved is not None:
            yield TagTest(
                "moved by the prior",
                moved,
                MOVED_BY_PRIOR,
                moved >= MOVED_BY_PRIOR,
                "assumption-decides",
                name,
            )


def _measured_in(lead: Lead) -> Iterator[str]:
    """Names by which calibration has measured a number, or the parts of it."""
    at = dict(lead.at)
    families = {"eventual": EVENTUAL, "crossings": CROSSINGS, "arrivals": NEXT}
    if lead.quantity in families:
        first, _, last = at.get("year_left", at.get("year", "")).partition("..")
        if first.isdecimal():
            yield from (
                called(families[lead.quantity], year) for year in range(int(first), int(last or first) + 1)
            )
    elif lead.quantity in ("arrivals_by_way", "eventual_by_way") and "way" in at:
        yield called(SHARE, at["way"])
    elif lead.quantity == PARAMETERS:
        yield called(EFFECT, at["name"])


def _within(fit: Fit, lead: Lead) -> Lead:
    """The lead as it is asked of one explanation's own fit."""
    return alone(lead) if fit.rivals else lead


def _last_year(lead: Lead) -> int:
    """The last year that a number speaks of; 0 where it names none."""
    named = [value for key, value in (*lead.at, *lead.of_at) if key in ("year", "year_left")]
    return max((int(value.split("..")[-1]) for value in named), default=0)


def _between(draws: Mapping[str, Array], share: bool) -> Iterator[TagTest]:
    """Whether the sign of the number, or the number, differs between explanations."""
    if len(draws) < 2:
        return
    medians = [float(np.median(each)) for each in draws.values()]
    differs = min(medians) < 0.0 < max(medians)
    yield TagTest("signs that differ", float(differs), 0.0, differs, "depends-on-explanation")
    apart = are_apart(tuple(draws.values()), share)
    figure = gap_between(tuple(draws.values()), share)
    yield TagTest("gap between explanations", figure, WIDEST_GAP, apart, "depends-on-explanation")


def gap_between(under: tuple[Array, ...], share: bool) -> float:
    """Largest difference of medians, in standard deviations of all together."""
    scaled = [_scaled(each, share) for each in under]
    medians = [float(np.median(each)) for each in scaled]
    spread = float(np.sqrt(np.mean([np.var(each) for each in scaled])))
    return (max(medians) - min(medians)) / spread if spread > 0.0 else 0.0


def are_apart(under: tuple[Array, ...], share: bool) -> bool:
    """Whether medians under different explanations differ by more than the spread of all of them together, and by more
    than a quarter (for shares: by more than 5 points).
    """
    if len(under) < 2 or gap_between(under, share) <= WIDEST_GAP:
        return False
    medians = sorted(float(np.median(each)) for each in under)
    if share:
        return medians[-1] - medians[0] > FAR_SHARES
    return medians[-1] > FAR_APART * max(medians[0], LEAST)


def _open(name: str, draws: Array) -> TagTest:
    """Whether any draw moves the number. Where none does, the declaration has laid it down: no cause acts in years in
    which the pack dates none.
    """
    spread = float(np.ptp(draws))
    laid_down = spread <= STILL * max(float(np.abs(draws).max()), 1.0)
    return TagTest("spread of the draws", spread, 0.0, laid_down, "assumption-decides", name)


def _width(name: str, draws: Array, share: bool) -> Iterator[TagTest]:
    """Whether the interval is too wide for the figures to have decided the number."""
    _, low, high = summary(draws)
    if share:
        wide = high - low > WIDEST_SHARE
        yield TagTest("width of the range", high - low, WIDEST_SHARE, wide, "assumption-decides", name)
    else:
        ratio = high / low if low > 0 else float("inf")
        wide = ratio > WIDEST_RATIO
        yield TagTest("ratio of the ends", ratio, WIDEST_RATIO, wide, "assumption-decides", name)


def tag_of_range(low: float, high: float) -> Tag:
    """The tag of a range that was found by leaving its count out: its width alone can be tested, since draws of the
    posterior, by which the other tests are made, have seen the count.
    """
    return "assumption-decides" if low <= 0 or high / low > WIDEST_RATIO else "data-decide"


def _learnt(name: str, fit: Fit, lead: Lead, draws: Array, share: bool) -> Iterator[TagTest]:
    """How much of what was open before the figures took away, where that is known."""
    part = _contraction(fit, lead, draws, share)
    if part is not None:
        little = part < LEAST_LEARNT
        yield TagTest("learnt from the figures", part, LEAST_LEARNT, little, "assumption-decides", name)


def _contraction(fit: Fit, lead: Lead, draws: Array, share: bool) -> float | None:
    at = dict(lead.at)
    if lead.quantity == CAUSES:
        return fit.contraction.get(cause_name(at["change"], at["part"]))
    if lead.quantity == PARAMETERS:
        return fit.contraction.get(at["name"])
    if fit.before is None or lead.quantity not in fit.before:
        return None
    prior = draws_of(replace(fit, quantities=fit.before, rivals={}), alone(lead))
    floor = HALF if lead.quantity in PEOPLE else LEAST
    return learnt(_scaled(prior, share, floor), _scaled(draws, share, floor))


def _scaled(draws: Array, share: bool, floor: float = LEAST) -> Array:
    """Log of a count, logit of a share; what can be negative stays as it is."""
    if (share and (draws.min() < 0.0 or draws.max() > 1.0)) or (not share and draws.min() < 0.0):
        return draws
    if share:
        inside = np.clip(draws, EDGE, 1.0 - EDGE)
        return np.asarray(np.log(inside) - np.log1p(-inside))
    return np.asarray(np.log(np.maximum(draws, floor)))
