"""Interviews as a pack names them, put together from their evidence rows."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from departures.country.observation_settings import InterviewSetting
from departures.country.rows import Rows
from departures.country.toml import Path_
from departures.model.parameter import Parameter
from departures.observation.declared import InterviewDatum, LeftIn
from departures.quantities import MONTHS_PER_YEAR, Months

PER_CENT = 100.0


def interview_data(rows: Rows, settings: Mapping[int, InterviewSetting]) -> list[InterviewDatum]:
    """One datum for each setting of which every row was public on the date."""
    made = (_datum(rows, ("observation", "interviews", place), item) for place, item in settings.items())
    return [datum for datum in made if datum is not None]


def interview_parameters(months: Months, settings: Mapping[int, InterviewSetting]) -> tuple[Parameter, ...]:
    """Three of each datum: see `InterviewDatum.chance`, `recall` and `concentration`."""
    parameters: list[Parameter] = []
    for item in settings.values():
        first, stop = months.window(item.start, item.end)
        years = max(-(-(stop - first) // MONTHS_PER_YEAR), 1)
        parameters += [
            item.chance.parameter(f"{item.name}_chance", "log odds of being interviewed, by year of arrival", years),
            item.recall.parameter(f"{item.name}_recall", "months"),
            item.concentration.parameter(f"{item.name}_concentration", "persons"),
        ]  # fmt: skip
    return tuple(parameters)


def _datum(rows: Rows, path: Path_, item: InterviewSetting) -> InterviewDatum | None:
    rows.inside(path, item.start, item.end)
    rows.inside((*path, "since"), item.since, item.since)
    found = {key: rows.row((*path, key), getattr(item, key)) for key in ("interviewed", "described", "women")}
    periods = [
        rows.row((*path, "left_in", number, "row"), each.row) for number, each in enumerate(item.left_in)
    ]
    adults = [rows.row((*path, "adults_rows", number), name) for number, name in enumerate(item.adults_rows)]
    if any(row is None for row in (*found.values(), *periods, *adults)):
        return None
    values = {key: rows.figure((*path, key), row) for key, row in found.items() if row is not None}
    shares = [
        _people(rows, (*path, "left_in", number, "row"), row, values["described"])
        for number, row in enumerate(periods)
    ]
    women = _people(rows, (*path, "women"), found["women"], values["described"])
    interviewed, described = values["interviewed"], values["described"]
    if interviewed is None or described is None or women is None or any(count is None for count in shares):
        return None
    left_in = tuple(
        LeftIn(each.start, each.end, count or 0, (each.row,))
        for each, count in zip(item.left_in, shares, strict=True)
    )
    if described > interviewed or sum(each.count for each in left_in) > described or women > described:
        wrong = (
            f"{interviewed:g} interviewed, {described:g} described, of whom more are told apart or are women"
        )
        rows.faults.append(rows.draft.document.fault(path, wrong, "name rows of one survey"))
        return None
    return InterviewDatum(
        item.name, item.start, item.end, item.since, int(interviewed), int(described), left_in, women, item.adults,
        (item.interviewed, item.described), (item.women,),
    )  # fmt: skip


def _people(rows: Rows, path: Path_, row: pd.Series | None, described: float | None) -> int | None:
    """Persons of a row: its count, or its share of those who described."""
    value = None if row is None else rows.figure(path, row)
    if row is None or value is None or described is None:
        return None
    unit = str(row["unit"])
    if unit == "persons":
        return round(value)
    return round(described * (value / PER_CENT if unit == "percent" else value))
