"""The tag of an estimated number: whether the published figures or an assumption decides it."""

from __future__ import annotations

from departures.answers.answer import Lead, Tag
from departures.answers.thresholds import LEAST_LEARNT, WIDEST_RATIO, WIDEST_SHARE
from departures.inference.fit import Fit


def tag_of(fit: Fit, lead: Lead, low: float, high: float) -> Tag:
    """`assumption-decides` where the interval is wide or little was learnt; else `data-decide`.

    With one explanation fitted, `data-decide` means: under this one explanation. Rivals may take it away.
    """
    if is_wide(low, high, share=bool(lead.of)) or _little_learnt(fit, lead):
        return "assumption-decides"
    return "data-decide"


def is_wide(low: float, high: float, share: bool) -> bool:
    """Whether an interval is too wide for the figures to have decided the number."""
    if share:
        return high - low > WIDEST_SHARE
    return low <= 0 or high / low > WIDEST_RATIO


def _little_learnt(fit: Fit, lead: Lead) -> bool:
    """Whether the fit narrowed the prior by too little, where that is known for this number."""
    coordinates = [value for _, value in lead.at]
    names = [lead.quantity, *(f"{lead.quantity}[{value}]" for value in coordinates), *coordinates]
    known = [fit.contraction[name] for name in names if name in fit.contraction]
    return any(value < LEAST_LEARNT for value in known)
