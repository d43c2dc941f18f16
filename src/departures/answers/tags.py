"""The tag of an estimated number: whether the published figures, an assumption or the explanation decides it."""

from __future__ import annotations

import numpy as np

from departures.answers.answer import Lead, Tag
from departures.answers.thresholds import (
    FAR_APART,
    FAR_SHARES,
    LEAST_LEARNT,
    WIDEST_GAP,
    WIDEST_RATIO,
    WIDEST_SHARE,
)
from departures.inference.contraction import cause_name
from departures.inference.fit import CAUSES, Fit
from departures.quantities import Array


def tag_of(
    fit: Fit, lead: Lead, low: float, high: float, *, share: bool, under: tuple[Array, ...] = ()
) -> Tag:
    """`depends-on-explanation` where explanations that stand differ; `assumption-decides` where the interval is wide
    or little was learnt; else `data-decide`. `under` holds the draws under each explanation that stands.
    """
    if are_apart(under, share=share):
        return "depends-on-explanation"
    if is_wide(low, high, share=share) or _little_learnt(fit, lead):
        return "assumption-decides"
    return "data-decide"


def is_wide(low: float, high: float, share: bool) -> bool:
    """Whether an interval is too wide for the figures to have decided the number."""
    if share:
        return high - low > WIDEST_SHARE
    return low <= 0 or high / low > WIDEST_RATIO


def are_apart(under: tuple[Array, ...], share: bool) -> bool:
    """Whether medians under different explanations differ by more than the spread of all of them together, and by more
    than a quarter (for shares: by more than 5 points).
    """
    if len(under) < 2:
        return False
    scaled = [each if share else np.log(np.maximum(each, 1e-9)) for each in under]
    medians = [float(np.median(each)) for each in scaled]
    gap = max(medians) - min(medians)
    spread = float(np.sqrt(np.mean([np.var(each) for each in scaled])))
    return gap > WIDEST_GAP * spread and gap > (FAR_SHARES if share else float(np.log(FAR_APART)))


def _little_learnt(fit: Fit, lead: Lead) -> bool:
    """Whether the fit narrowed the prior by too little, where that is known for this number."""
    if lead.quantity == CAUSES:
        at = dict(lead.at)
        return fit.contraction.get(cause_name(at["change"], at["part"]), 1.0) < LEAST_LEARNT
    coordinates = [value for _, value in lead.at]
    names = [lead.quantity, *(f"{lead.quantity}[{value}]" for value in coordinates), *coordinates]
    known = [fit.contraction[name] for name in names if name in fit.contraction]
    return any(value < LEAST_LEARNT for value in known)
