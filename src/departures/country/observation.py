"""Puts evidence rows and settings together into what is observed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from departures.country.draft import Draft, unknown
from departures.country.interviews import PER_CENT, interview_data, interview_parameters
from departures.country.observation_settings import ObservationSetting
from departures.country.rows import Rows
from departures.country.toml import Path_
from departures.evidence import EvidencePackage, preferred_rows
from departures.faults import Fault
from departures.model.parameter import Parameter
from departures.observation.declared import (
    FlowDatum,
    LatentDatum,
    Observation,
    SexSplit,
    StatementDatum,
    StayDatum,
    StockDatum,
    Window,
)
from departures.observation.partition import finest_windows, left_aside, people_in, sex_splits
from departures.quantities import Months

CONCENTRATION = "sex_concentration"


@dataclass
class Observed:
    """The observation, its own parameters, and what is wrong with it."""

    observation: Observation | None = None
    parameters: tuple[Parameter, ...] = ()
    faults: list[Fault] = field(default_factory=list)


def build_observation(
    draft: Draft, months: Months, evidence: EvidencePackage | None, as_of: date | None
) -> Observed:
    """Everything observed as of a date; without evidence only the settings are checked."""
    observed = Observed()
    setting = draft.settings.observation
    if setting is None:
        return observed
    observed.parameters = (
        *_parameters(setting), *interview_parameters(months, draft.settings.interviews)
    )  # fmt: skip
    data = _Data(draft, months, evidence, as_of, observed.faults, setting)
    windows, splits, aside = data.windows()
    observed.observation = Observation(
        counted=setting.counted,
        ways=tuple(way.name for way in draft.settings.ways.values()),
        windows=windows,
        splits=splits,
        stocks=tuple(data.stocks()),
        flows=tuple(data.flows()),
        stays=tuple(data.stays()),
        indicators=tuple(data.indicators()),
        attitudes=tuple(data.attitudes()),
        interviews=tuple(interview_data(data, draft.settings.interviews)),
        statements=tuple(data.statements(windows)),
        parties=dict(setting.parties),
        concentration=CONCENTRATION,
        aside=aside,
    )
    return observed


def _parameters(setting: ObservationSetting) -> tuple[Parameter, ...]:
    dispersion = (
        prior.parameter(name, "variance over mean, less 1") for name, prior in setting.dispersion.items()
    )
    return (setting.sex_concentration.parameter(CONCENTRATION, "persons"), *dispersion)


@dataclass(frozen=True)
class _Data(Rows):
    setting: ObservationSetting

    def windows(self) -> tuple[tuple[Window, ...], tuple[SexSplit, ...], tuple[Window, ...]]:
        """Counts on the finest partition of each year, women given the total, and counts that are left aside."""
        if self.evidence is None:
            return (), (), ()
        name = self.setting.table
        if name not in self.evidence.tables:
            path: Path_ = ("observation", "table")
            self.faults.extend(unknown(self.draft, path, "table", name, self.evidence.tables))
            return (), (), ()
        table = self.evidence.table(name)
        flows = table[(table["measure"] == "arrivals") & table["reference_period_start"].notna()]
        rows = self._of_preferred_windows(preferred_rows(flows), name)
        windows, splits = finest_windows(rows), sex_splits(rows)
        for window in windows:
            if window.start < self.months.first or window.end > _last_day(self.months):
                found = f"the window {window.name} of {', '.join(window.rows)} lies outside these months"
                self.faults.append(self.draft.document.fault(("months",), found, "extend first or horizon"))
        if not windows and self.as_of is None:
            file = self.evidence.file(name)
            self.faults.append(
                Fault(file, None, "", "no count of a whole year was found", "add rows for at least one year")
            )
        return windows, splits, left_aside(rows, windows)

    def _of_preferred_windows(self, rows: pd.DataFrame, name: str) -> pd.DataFrame:
        """Rows of windows that the pack marks as its series (all where it marks none); the date picks the vintage."""
        assert self.draft.evidence is not None
        table = self.draft.evidence.table(name)
        marked = table[(table["measure"] == "arrivals") & table["preferred"]]
        if marked.empty:
            return rows
        keys = ["reference_period_start", "reference_period_end", "gender"]
        return rows[pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(marked[keys]))]

    def stocks(self) -> list[StockDatum]:
        """Published stocks."""
        data = []
        for place, item in self.draft.settings.stocks.items():
            path: Path_ = ("observation", "stocks", place)
            self.inside((*path, "day"), item.day, item.day)
            row = self.row((*path, "row"), item.row)
            value = None if row is None else self.figure((*path, "row"), row)
            if value is not None:
                data.append(StockDatum(item.name, item.day, item.states, value, item.spread, (item.row,)))
        return data

    def flows(self) -> list[FlowDatum]:
        """Published flows."""
        data = []
        for place, item in self.draft.settings.flows.items():
            path: Path_ = ("observation", "flows", place)
            self.inside(path, item.start, item.end)
            rows = [self.row((*path, "rows", number), name) for number, name in enumerate(item.rows)]
            public = [row for row in rows if row is not None]
            if not public:
                continue
            value = item.per_year if item.per_year is not None else self.figure((*path, "rows"), public[0])
            if value is not None:
                self.within_bounds(path, value, public)
                data.append(
                    FlowDatum(
                        item.name, item.start, item.end, item.transitions, value, item.spread, item.rows
                    )
                )
        return data

    def stays(self) -> list[StayDatum]:
        """Published mean stays."""
        data = []
        for place, item in self.draft.settings.stays.items():
            path: Path_ = ("observation", "stays", place)
            self.inside(path, item.start, item.end)
            row = self.row((*path, "row"), item.row)
            if row is None:
                continue
            if "value" in row and not abs(float(row["value"]) - item.years) < 1e-9:
                found = f"{item.years:g} years, but the row {item.row!r} says {row['value']:g}"
                self.faults.append(
                    self.draft.document.fault((*path, "years"), found, "write the value of the row")
                )
            data.append(StayDatum(item.row, item.start, item.end, item.years, item.spread, (item.row,)))
        return data

    def indicators(self) -> list[LatentDatum]:
        """Published indices that tell of latents."""
        data = []
        for place, item in self.draft.settings.indicators.items():
            path: Path_ = ("observation", "indicators", place)
            self.inside(path, item.start, item.end)
            row = self.row((*path, "row"), item.row)
            value = None if row is None else self.figure((*path, "row"), row)
            if value is not None:
                data.append(
                    LatentDatum(item.row, item.latent, item.start, item.end, value, item.spread, (item.row,))
                )
        return data

    def attitudes(self) -> list[LatentDatum]:
        """Surveyed shares that tell of latents; per cent are turned into fractions."""
        data = []
        for place, item in self.draft.settings.attitudes.items():
            path: Path_ = ("observation", "attitudes", place)
            self.inside(path, item.start, item.end)
            row = self.row((*path, "row"), item.row)
            value = None if row is None else self.figure((*path, "row"), row)
            if row is None or value is None:
                continue
            share = value / PER_CENT if row["unit"] == "percent" else value
            if not 0.0 < share < 1.0:
                found = f"{value:g} {row['unit']} of the row {item.row!r} is no share between 0 and 1"
                self.faults.append(self.draft.document.fault((*path, "row"), found, "name a row of a share"))
                continue
            data.append(
                LatentDatum(item.row, item.latent, item.start, item.end, share, item.spread, (item.row,))
            )
        return data

    def statements(self, windows: tuple[Window, ...]) -> list[StatementDatum]:
        """Published wordings, with the share that each stands for."""
        data = []
        for place, item in self.draft.settings.statements.items():
            path: Path_ = ("observation", "statements", place)
            self.inside(path, item.start, item.end)
            self.inside((*path, "since"), item.since, item.since)
            row = self.row((*path, "row"), item.row)
            shares = self.setting.wordings.get(item.wording)
            if shares is None:
                self.faults.extend(
                    unknown(self.draft, (*path, "wording"), "wording", item.wording, self.setting.wordings)
                )
                continue
            people = people_in(windows, item.start, item.end)
            if row is None or people == 0:
                if row is not None and self.as_of is None:
                    found = f"nobody was counted from {item.start} to {item.end}"
                    self.faults.append(self.draft.document.fault(path, found, "mend the period"))
                continue
            low, high = (1.0 - shares[1], 1.0 - shares[0]) if item.complement else shares
            data.append(StatementDatum(
                item.row, item.start, item.end, item.since, item.wording, low, high, people, (item.row,)
            ))  # fmt: skip
        return data


def _last_day(months: Months) -> date:
    following = months.date_of(months.count)
    return date.fromordinal(following.toordinal() - 1)
