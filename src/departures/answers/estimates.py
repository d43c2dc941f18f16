"""A number as it is printed: what its lead says, with its 90 % interval and its tag."""

from __future__ import annotations

from departures.answers.answer import Lead, Number
from departures.answers.leads import draws_of, summary
from departures.answers.tags import tag_of
from departures.inference.fit import Fit


def estimate(
    fit: Fit, lead: Lead, unit: str = "persons", only_range: bool = False, share: bool = False
) -> Number:
    """The number that a lead names; `share` where the quantity itself is one."""
    share = share or bool(lead.of)
    asked = (lead, unit, only_range, share)
    if asked not in fit.worked_out:
        median, low, high = summary(draws_of(fit, lead))
        tag = tag_of(fit, lead, share=share)
        fit.worked_out[asked] = Number(median, unit, lead, tag, low, high, share=share, only_range=only_range)
    number: Number = fit.worked_out[asked]
    return number
