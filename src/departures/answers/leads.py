"""From a lead back to the number: draws of a quantity, selected, summed and divided as the lead says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from departures.answers.answer import At, Lead
from departures.answers.thresholds import ROUGH
from departures.inference.fit import CAUSES, Fit
from departures.inference.sources import Without, without
from departures.quantities import Array

INTERVAL = (0.05, 0.95)
"""Ends of every printed interval: nine chances in ten lie between them."""
FIGURES = "figures"
"""The quantity that holds what is expected of every fitted figure besides the counts."""
TOTAL, TIMES = "total", "times"
"""Names, among the parts of a change (see `Fit.causes`), of all of them, and of factors in place of logarithms."""
COMPARED = "compared"
"""Leads to the comparison of explanations, by explanation and column."""
EXPLANATION = "explanation"
"""Coordinate by which a lead asks for one explanation of several."""
FAMILIES, CHANCE = "families", "by_chance"
"""Leads to what runs of people one by one count (see `Fit.families`), by name and year; and the name among them
of arrivals as chance alone moves them."""
WITHOUT = "without"
"""Coordinate by which a lead asks for the posterior of one explanation without a source."""
WINDOWS, PARAMETERS, GATES = "windows", "parameters", "gates"
"""Leads that go to other parts of a fit than its quantities."""


def draws_of(fit: Fit, lead: Lead) -> Array:
    """Draws that a lead names, chains put end to end; [draw]."""
    values = _summed(fit, lead.quantity, lead.at)
    if lead.of:
        whole = _summed(fit, lead.of, lead.of_at)
        values = np.where(whole != 0, values / np.where(whole != 0, whole, 1.0), np.nan)
    return 1.0 - values if lead.complement else values


def _summed(fit: Fit, quantity: str, at: At) -> Array:
    wanted = dict(at)
    fit = _under(fit, wanted.pop(EXPLANATION, ""))
    wanted.pop(WITHOUT, "")
    if quantity == CAUSES:
        return causes_of(fit, wanted)
    if quantity == FAMILIES:
        assert fit.families is not None
        data = fit.families[wanted["name"]]
        data = data.isel(year=_chosen(data["year"].values, wanted["year"])).sum("year")
        return np.asarray(data, dtype=float).reshape(-1)
    data = fit.parameters[wanted["name"]] if quantity == PARAMETERS else fit.quantities[quantity]
    for dimension in [str(name) for name in data.dims if name not in ("chain", "draw")]:
        if dimension in wanted:
            data = data.isel({dimension: _chosen(data[dimension].values, wanted[dimension])})
        data = data.sum(dimension)
    return np.asarray(data.transpose("chain", "draw"), dtype=float).reshape(-1)


def _under(fit: Fit, explanation: str) -> Fit:
    """The fit of one explanation of a mixture; a fit of a single explanation is its own."""
    return fit.rivals[explanation] if explanation and fit.rivals else fit


def causes_of(fit: Fit, at: dict[str, str]) -> Array:
    """What parts (joined by `+`) add to a change, or with the part `total` the change; on the scale `log` or `count`,
    or as the factor `times`; [draw].
    """
    assert fit.causes is not None
    scale = "log" if at["scale"] == TIMES else at["scale"]
    data = fit.causes.sel(scale=scale, change=at["change"])
    if at["part"] == TOTAL:
        values = data["total"]
    else:
        values = data["added"].sel(part=at["part"].split("+")).sum("part")
    flat = np.asarray(values.transpose("chain", "draw"), dtype=float).reshape(-1)
    return np.exp(flat) if at["scale"] == TIMES else flat


def _chosen(coordinates: Array, text: str) -> list[int]:
    """Places of the coordinates that equal a text, or lie in a span `first..last`; both ends included."""
    if ".." in text:
        first, last = (int(end) for end in text.split(".."))
        return [place for place, value in enumerate(coordinates) if first <= int(value) <= last]
    return [place for place, value in enumerate(coordinates) if str(value) == text]


def summary(draws: Array) -> tuple[float, float, float]:
    """Median and ends of the interval."""
    low, median, high = np.quantile(draws, (INTERVAL[0], 0.5, INTERVAL[1]))
    return float(median), float(low), float(high)


def members_of(fit: Fit, lead: Lead) -> dict[str, Fit]:
    """The fits under which a number must hold, by explanation: all that stand; the one alone that the lead names."""
    named = dict(lead.at).get(EXPLANATION, "")
    if named and fit.rivals:
        return {named: fit.rivals[named]}
    if lead.quantity == PARAMETERS or not fit.rivals:
        return {fit.explanation: fit}
    return {name: fit.rivals[name] for name in fit.standing if name in fit.rivals}


def alone(lead: Lead) -> Lead:
    """The same number, whichever explanation is asked, and with every source."""
    at, of_at = (
        tuple((key, value) for key, value in each if key not in (EXPLANATION, WITHOUT))
        for each in (lead.at, lead.of_at)
    )
    return replace(lead, at=at, of_at=of_at)


def value_of(fit: Fit, lead: Lead) -> tuple[float, float | None, float | None]:
    """Value and interval behind any lead that goes to the fit; what the report's check compares with."""
    at = dict(lead.at)
    if lead.quantity == GATES:
        return next(gate.value for gate in fit.gates if gate.name == at["name"]), None, None
    if lead.quantity == COMPARED:
        return fit.compared[f"{at['column']}[{at[EXPLANATION]}]"], None, None
    if lead.quantity == WINDOWS:
        return _of_windows(fit, at)
    if WITHOUT in at:
        return summary_without(
            without(_under(fit, at.get(EXPLANATION, "")), at[WITHOUT]), draws_of(fit, lead)
        )
    return summary(draws_of(fit, lead))


def summary_without(left: Without, draws: Array) -> tuple[float, float, float]:
    """Median and ends of the interval without a source."""
    low, median, high = left.quantiles(draws, (INTERVAL[0], 0.5, INTERVAL[1]))
    return float(median), float(low), float(high)


def _counted(fit: Fit, which: str) -> int:
    """How many windows, or splits by sex: all of them, those inside their range, those whose range is rough."""
    table: Any = fit.splits if which.startswith("splits") else fit.windows
    if which.endswith("inside"):
        return int(table["inside"].sum())
    if which.endswith("rough"):
        return int((table["pareto_k"] > ROUGH).sum())
    return len(table)


def _of_windows(fit: Fit, at: dict[str, str]) -> tuple[float, float | None, float | None]:
    table: Any = fit.windows
    if "count" in at:
        return float(_counted(fit, at["count"])), None, None
    row = table[table["start"].map(str).str[:10] == at["start"]].iloc[0]
    return float(row["median"]), float(row["low"]), float(row["high"])
