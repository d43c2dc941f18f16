"""What is observed: published figures, each with the rows it comes from, in the form in which the model meets them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Window:
    """A count of persons over whole months, both ends included. `rows` lead to the evidence."""

    start: date
    end: date
    value: int
    rows: tuple[str, ...]
    remainder: bool = False
    """True for a difference of published counts: the year minus its published parts."""

    @property
    def name(self) -> str:
        """Readable name: 2019, 2020-Q2, 2011-H2, or the months."""
        year, first, last = self.start.year, self.start.month, self.end.month
        if self.end.year != year:
            return f"{year}-{self.end.year}"
        if (first, last) == (1, 12):
            return str(year)
        if last - first == 2 and first % 3 == 1:
            return f"{year}-Q{(first + 2) // 3}"
        if (first, last) in {(1, 6), (7, 12)}:
            return f"{year}-H{1 if first == 1 else 2}"
        return f"{year}-{first:02d}..{last:02d}"


@dataclass(frozen=True)
class SexSplit:
    """Women among the persons counted in a window; enters given the total."""

    window: Window
    women: int


@dataclass(frozen=True)
class StockDatum:
    """A published stock of people in `states`, in the month that holds `day`; log-normal with sd `spread`."""

    name: str
    day: date
    states: tuple[str, ...]
    value: float
    spread: float
    rows: tuple[str, ...]


@dataclass(frozen=True)
class FlowDatum:
    """Events per year over a period, summed over transitions; log-normal with sd `spread`."""

    name: str
    start: date
    end: date
    transitions: tuple[str, ...]
    per_year: float
    spread: float
    rows: tuple[str, ...]


@dataclass(frozen=True)
class StayDatum:
    """Mean years between leaving and arriving, of the people who arrived in the period; log-normal."""

    name: str
    start: date
    end: date
    years: float
    spread: float
    rows: tuple[str, ...]


@dataclass(frozen=True)
class LatentDatum:
    """A published figure that tells of a latent, on average over the period; `spread` is a standard deviation, which
    holds sampling, wording and the choice of who was asked: of an index above 0 on the log, of a share on the logit.
    """

    name: str
    latent: str
    start: date
    end: date
    value: float
    spread: float
    rows: tuple[str, ...]


@dataclass(frozen=True)
class StatementDatum:
    """A published wording on the share of a period's arrivals who had left since `since`: low ≤ share ≤ high.

    `people` is the number of arrivals of that period, so that the wording speaks of so many persons.
    """

    name: str
    start: date
    end: date
    since: date
    wording: str
    low: float
    high: float
    people: int
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Observation:
    """All that is observed, and which transitions the count counts, by way out."""

    counted: tuple[str, ...]
    ways: tuple[str, ...]
    windows: tuple[Window, ...]
    splits: tuple[SexSplit, ...]
    stocks: tuple[StockDatum, ...] = ()
    flows: tuple[FlowDatum, ...] = ()
    stays: tuple[StayDatum, ...] = ()
    indicators: tuple[LatentDatum, ...] = ()
    """Indices."""
    attitudes: tuple[LatentDatum, ...] = ()
    """Surveyed shares."""
    statements: tuple[StatementDatum, ...] = ()
    parties: dict[str, str] = field(default_factory=dict)
    """Way → name of the parameter that holds its dispersion above 1 (variance = (1 + value)·mean)."""
    concentration: str = "sex_concentration"
    """Parameter: concentration of the beta-binomial of women given the total."""
    aside: tuple[Window, ...] = ()
    """Counts of the pack's series that are not fitted, nor made up of those that are."""

    @property
    def datum_names(self) -> tuple[str, ...]:
        """Every figure as `kind:name`, in the order of the likelihood's terms."""
        return (
            *(f"count:{window.name}" for window in self.windows),
            *(f"sex:{split.window.name}" for split in self.splits),
            *self.figure_names,
        )

    @property
    def figure_names(self) -> tuple[str, ...]:
        """Every figure besides the counts of arrivals, as `kind:name`, in the order of the likelihood's terms."""
        return (
            *(f"stock:{datum.name}" for datum in self.stocks),
            *(f"flow:{datum.name}" for datum in self.flows),
            *(f"stay:{datum.name}" for datum in self.stays),
            *(f"indicator:{datum.name}" for datum in self.indicators),
            *(f"attitude:{datum.name}" for datum in self.attitudes),
            *(f"statement:{datum.name}" for datum in self.statements),
        )
