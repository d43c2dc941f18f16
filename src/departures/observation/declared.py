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

    `people` is the number of arrivals of that period, so that the wording speaks of so many persons. `careless` is the
    chance that this would be said whatever the share was.
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
    careless: float = 0.1


@dataclass(frozen=True)
class LeftIn:
    """Of the people who described conditions at home, how many had left in a period, both ends included."""

    start: date
    end: date
    count: int
    rows: tuple[str, ...]

    @property
    def name(self) -> str:
        """Readable name: 2018, 2021-2022."""
        return Window(self.start, self.end, self.count, self.rows).name


@dataclass(frozen=True)
class InterviewDatum:
    """Interviews with adults who arrived from `start` to `end`: when those had left who described conditions at home
    since `since`. Of `interviewed` people `described` did so, `women` of them women; `left_in` holds those whose year
    of leaving was published, the rest of them left in other months since `since`.
    """

    name: str
    start: date
    end: date
    since: date
    interviewed: int
    described: int
    left_in: tuple[LeftIn, ...]
    women: int
    adults: float
    """Share of adults among those who arrive."""
    rows: tuple[str, ...]
    women_rows: tuple[str, ...]

    @property
    def chance(self) -> str:
        """Parameter: log odds by which the chance to be interviewed differs between years of arrival, [year]."""
        return f"{self.name}_chance"

    @property
    def recall(self) -> str:
        """Parameter: months after `since` within which two in three of those who leave have something to describe."""
        return f"{self.name}_recall"

    @property
    def concentration(self) -> str:
        """Parameter: concentration of the Dirichlet-multinomial of the years of leaving, in persons."""
        return f"{self.name}_concentration"

    @property
    def counts(self) -> tuple[int, ...]:
        """People who described nothing since, who left in the months not told, and in each period that was told."""
        told = [each.count for each in self.left_in]
        return (self.interviewed - self.described, self.described - sum(told), *told)


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
    interviews: tuple[InterviewDatum, ...] = ()
    """Each of them is two figures: the years of leaving, and women among those who described."""
    parties: dict[str, str] = field(default_factory=dict)
    """Way → name of the parameter that holds its dispersion above 1 (variance = (1 + value)·mean)."""
    concentration: str = "sex_concentration"
    """Parameter: concentration of the beta-binomial of women given the total."""
    aside: tuple[Window, ...] = ()
    """Counts of the pack's series that are not fitted, nor made up of those that are."""
    again: tuple[Observation, ...] = ()
    """The same things observed once more, with figures of their own: made-up ones beside the published, to check the
    method around these."""

    @property
    def datum_names(self) -> tuple[str, ...]:
        """Every figure as `kind:name`, in the order of the likelihood's terms."""
        return (
            *(f"count:{window.name}" for window in self.windows),
            *(f"sex:{split.window.name}" for split in self.splits),
            *self._of_one_value,
            *(f"interviews:{datum.name}{part}" for datum in self.interviews for part in ("", ", women")),
            *self._of_statements,
        )

    @property
    def figure_names(self) -> tuple[str, ...]:
        """Every number besides the counts of arrivals that the model expects, as `kind:name`: one for each term of the
        likelihood, in its order, but of interviews one for each share of those who described.
        """
        of_interviews = (
            f"interviews:{datum.name}, {part}"
            for datum in self.interviews
            for part in (*(each.name for each in datum.left_in), "women")
        )
        return (*self._of_one_value, *of_interviews, *self._of_statements)

    @property
    def _of_one_value(self) -> tuple[str, ...]:
        return (
            *(f"stock:{datum.name}" for datum in self.stocks),
            *(f"flow:{datum.name}" for datum in self.flows),
            *(f"stay:{datum.name}" for datum in self.stays),
            *(f"indicator:{datum.name}" for datum in self.indicators),
            *(f"attitude:{datum.name}" for datum in self.attitudes),
        )

    @property
    def _of_statements(self) -> tuple[str, ...]:
        return tuple(f"statement:{datum.name}" for datum in self.statements)
