"""Adds figures up against one another: men and women, parts and wholes, flows and stocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from departures.evidence.columns import FLOW, STOCK
from departures.evidence.conflicts import window_text
from departures.evidence.version import adds_up, preferred_rows, window_columns

DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Comparison:
    """Two figures that ought to be equal."""

    kind: str
    """`men and women`, `parts and whole` or `flows and stocks`."""
    window: str
    gender: str
    added: float
    """The sum of the parts."""
    whole: float
    """The figure that the parts ought to make."""
    row_ids: tuple[str, ...]
    explained: str = ""
    """Why they differ, where the rows say so."""

    @property
    def agrees(self) -> bool:
        """Whether the two are equal."""
        return abs(self.added - self.whole) < 1e-6


@dataclass(frozen=True)
class SeriesTotal:
    """The preferred annual series of one gender added up over its years."""

    gender: str
    opening: float
    """Cumulative count before the first year that is added; 0 without one."""
    opening_to: str
    flow: float
    years: str
    latest_stock: float | None
    """Published cumulative count at the end of the last year, where there is one."""

    @property
    def total(self) -> float:
        """Opening stock and all years."""
        return self.opening + self.flow


def men_and_women(table: pd.DataFrame) -> Iterator[Comparison]:
    """Whether each source's men and women make its total, window by window."""
    if not {"source_id", "gender", "value", "unit", "row_id"} <= set(table):
        return
    counts = table[table["value"].notna() & ~table["unit"].str.startswith(("percent", "fraction"))]
    counts = counts[counts["source_id"].map(counts.groupby("source_id")["gender"].nunique()) >= 3]
    for _, rows in counts.groupby(["source_id", *window_columns(counts)], dropna=False, sort=True):
        if adds_up(rows) is None:
            continue
        values = dict(zip(rows["gender"], rows["value"], strict=True))
        slip = "slip" in rows and bool(rows["slip"].any())
        yield Comparison(
            kind="men and women",
            window=_window(rows),
            gender="all",
            added=values["m"] + values["f"],
            whole=values["all"],
            row_ids=tuple(rows["row_id"]),
            explained="a known slip of the source" if slip else "",
        )


def parts_and_wholes(arrivals: pd.DataFrame) -> Iterator[Comparison]:
    """Whether shorter windows make each longer one, with the row that stands for each window."""
    standing = preferred_rows(arrivals[arrivals["measure"] == FLOW])
    observed = standing[standing["preferred"] | (standing["role"] != "derived")]
    for gender, rows in observed.groupby("gender", sort=True):
        windows = _by_start(rows)
        for line, row in rows.iterrows():
            parts = tile(
                windows, row["reference_period_start"], row["reference_period_end"], without=int(str(line))
            )
            if parts:
                yield _comparison("parts and whole", str(gender), row, rows.loc[parts], float(row["value"]))


def flows_and_stocks(arrivals: pd.DataFrame) -> Iterator[Comparison]:
    """Whether the arrivals between two cumulative counts make their difference."""
    stocks = preferred_rows(arrivals[arrivals["measure"] == STOCK])
    flows = preferred_rows(arrivals[arrivals["measure"] == FLOW])
    for gender, rows in stocks.groupby("gender", sort=True):
        same = flows[flows["gender"] == gender]
        windows = _by_start(same)
        ordered = rows.sort_values("reference_period_end")
        for (_, before), (_, after) in zip(
            list(ordered.iterrows())[:-1], list(ordered.iterrows())[1:], strict=True
        ):
            parts = tile(windows, before["reference_period_end"] + DAY, after["reference_period_end"])
            if parts:
                difference = float(after["value"] - before["value"])
                stated = _comparison("flows and stocks", str(gender), after, same.loc[parts], difference)
                yield Comparison(
                    stated.kind,
                    f"{before['reference_period_end'] + DAY:%Y-%m-%d} to {after['reference_period_end']:%Y-%m-%d}",
                    stated.gender,
                    stated.added,
                    stated.whole,
                    (str(before["row_id"]), *stated.row_ids),
                )


def series_totals(arrivals: pd.DataFrame) -> tuple[SeriesTotal, ...]:
    """Totals of the annual series by gender, on top of the cumulative count from before it began."""
    annual = preferred_rows(arrivals[(arrivals["measure"] == FLOW) & (arrivals["series"] == "annual")])
    stocks = preferred_rows(arrivals[arrivals["measure"] == STOCK])
    opening_day = _opening_day(annual, stocks)
    totals = []
    for gender in ("all", "m", "f"):
        flows = annual[annual["gender"] == gender]
        stock = stocks[stocks["gender"] == gender].set_index("reference_period_end")["value"]
        if opening_day is not None:
            flows = flows[flows["reference_period_start"] > opening_day]
        if flows.empty:
            continue
        first, last = flows["reference_period_start"].min(), flows["reference_period_end"].max()
        totals.append(
            SeriesTotal(
                gender=gender,
                opening=float(stock.get(opening_day, 0.0)) if opening_day is not None else 0.0,
                opening_to=f"{opening_day:%Y-%m-%d}" if opening_day is not None else "",
                flow=float(flows["value"].sum()),
                years=f"{first.year}-{last.year}",
                latest_stock=float(stock[last]) if last in stock.index else None,
            )
        )
    return tuple(totals)


def _opening_day(annual: pd.DataFrame, stocks: pd.DataFrame) -> pd.Timestamp | None:
    """The end of the earliest cumulative count after which a year of the series begins at once."""
    starts = set(annual["reference_period_start"])
    days = sorted(day for day in stocks["reference_period_end"].unique() if pd.Timestamp(day) + DAY in starts)
    return pd.Timestamp(days[0]) if days else None


def _by_start(rows: pd.DataFrame) -> Mapping[pd.Timestamp, list[tuple[pd.Timestamp, int]]]:
    """Ends and lines of the windows by their first day, preferred rows and longer windows first."""
    windows: dict[pd.Timestamp, list[tuple[bool, pd.Timestamp, int]]] = {}
    for line, start, end, preferred in zip(
        rows.index,
        rows["reference_period_start"],
        rows["reference_period_end"],
        rows["preferred"],
        strict=True,
    ):
        if pd.notna(start):
            windows.setdefault(start, []).append((bool(preferred), end, int(line)))
    return {
        start: [(end, line) for _, end, line in sorted(ends, reverse=True)] for start, ends in windows.items()
    }


def tile(
    windows: Mapping[pd.Timestamp, list[tuple[pd.Timestamp, int]]],
    start: pd.Timestamp,
    end: pd.Timestamp,
    without: int | None = None,
) -> list[int] | None:
    """Lines of windows that fill start to end without gap or overlap, or None."""
    dead: set[pd.Timestamp] = set()

    def fill(day: pd.Timestamp) -> list[int] | None:
        if day == end + DAY:
            return []
        if day in dead:
            return None
        for last, line in windows.get(day, []):
            if last <= end and line != without:
                rest = fill(last + DAY)
                if rest is not None:
                    return [line, *rest]
        dead.add(day)
        return None

    return fill(start)


def _comparison(kind: str, gender: str, row: pd.Series, parts: pd.DataFrame, whole: float) -> Comparison:
    return Comparison(
        kind=kind,
        window=window_text(row["reference_period_start"], row["reference_period_end"]),
        gender=gender,
        added=float(parts["value"].sum()),
        whole=whole,
        row_ids=(str(row["row_id"]), *(str(row_id) for row_id in parts["row_id"])),
    )


def _window(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    text = window_text(first.get("reference_period_start"), first.get("reference_period_end"))
    labels = [str(first[name]) for name in ("dimension", "category") if name in rows and first[name]]
    return " ".join([text, *labels])
