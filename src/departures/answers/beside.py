"""Numbers that come neither from evidence rows nor from draws, but from files that a pack keeps beside them: issued
forecasts, and what calibration has found.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from departures.answers.answer import Lead
from departures.backtest.kept import newest_issued
from departures.calibration.kept import read_calibration
from departures.country.problem import Problem

ISSUED, CALIBRATION = "issued", "calibration"
"""Leads to the issued forecast: sex, year and, of a past one, its origin; or a count of past ones. To calibration: what
was counted.
"""
STACK, MEDIAN, LOW, HIGH = "stack", "0.5", "0.05", "0.95"
Value = tuple[float, float | None, float | None]


def issued_of(problem: Problem) -> dict[str, Any] | None:
    """The newest forecast of a problem's pack that was known on its day."""
    as_of = None if problem.as_of is None else date.fromisoformat(problem.as_of)
    return newest_issued(Path(problem.folder), as_of) if problem.folder else None


def value_beside(problem: Problem, lead: Lead) -> Value:
    """Value and interval behind a lead to one of these files."""
    at = dict(lead.at)
    if lead.quantity == CALIBRATION:
        found = read_calibration(Path(problem.folder))
        assert found is not None
        return float(found.counted[at["count"]]), None, None
    issued = issued_of(problem)
    assert issued is not None
    if "count" in at:
        made = a_year_ahead(issued)
        return float(sum(row["held"] for row in made) if at["count"] == "held" else len(made)), None, None
    if "origin" in at:
        row = next(each for each in issued["past"] if _is(each, at))
        return float(row["median"]), float(row["low"]), float(row["high"])
    told = issued["quantiles"][at["sex"]][at["year"]][STACK]
    return float(told[MEDIAN]), float(told[LOW]), float(told[HIGH])


def a_year_ahead(issued: dict[str, Any]) -> list[dict[str, Any]]:
    """Past forecasts of everybody, one year ahead."""
    return [row for row in issued["past"] if row["sex"] == "all" and row["horizon"] == 1]


def _is(row: dict[str, Any], at: dict[str, str]) -> bool:
    return all(str(row[name]) == at[name] for name in ("sex", "year", "origin"))
