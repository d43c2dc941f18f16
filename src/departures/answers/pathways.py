"""Who arrives and by which way out: sex from published counts, ways from the model, small ways merged."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from departures.answers.answer import Answer, Cell, Figure, Lead, Number, Sentence, Table
from departures.answers.estimates import estimate
from departures.answers.leads import draws_of
from departures.answers.observed import Counts, published, yearly
from departures.answers.periods import in_words, periods_of, span
from departures.answers.thresholds import largest, share_word
from departures.country.problem import Problem, Way
from departures.inference.fit import Fit

Period = tuple[int, int]


def answer_pathways(problem: Problem, fit: Fit) -> Answer:
    """The answer `pathways`."""
    counts = yearly(problem)
    years = counts["all"].years
    periods = periods_of(problem, years[0], years[-1])
    sentences = (
        *sex_sentences(counts),
        *way_sentences(problem, fit, periods[-1]),
        *merged_sentences(problem, fit, (years[0], years[-1])),
    )
    tables = [table for table in (_sex_table(counts), _ways_table(problem, fit, periods)) if table.rows]
    merged = _merged_table(problem, fit, (years[0], years[-1]))
    tables += [merged] if merged.rows else []
    return Answer(
        name="pathways",
        question="Who leaves, and by which way out?",
        sentences=sentences,
        tables={table.name: table for table in tables},
        figures=_figures(problem, {table.name for table in tables}),
        would_change="A published count of arrivals by what people did abroad, or by how they left, would replace "
        "the ways as the model divides them. So far no source counts them in the same way year by year.",
    )


def role_sentence(problem: Problem, fit: Fit, role: str, period: Period) -> Sentence:
    """The share of a role among the arrivals of a period; `not applicable` where the pack has no such way."""
    way = next((way for way in problem.ways if way.role == role and not way.merged), None)
    if way is None:
        if any(other.role == role for other in problem.ways):
            return Sentence(f"The way out “{role}” is printed only over several years together.")
        return Sentence(f"The way out “{role}” is not applicable here.")
    share = estimate(fit, way_lead(way, period), "share")
    word = share_word(draws_of(fit, way_lead(way, period)))
    said = {
        "cannot be told": "whether they were most or few cannot be told",
        "few": "they were few", "a minority": "they were a minority",
        "most": "they were most", "nearly all": "they were nearly all",
    }[word]  # fmt: skip
    title = way.title[0].upper() + way.title[1:]
    return Sentence(f"{title}: {{share}} of the arrivals of {in_words(period)}; {said}.", {"share": share})


def way_lead(way: Way, period: Period) -> Lead:
    """Share of a way among the arrivals of a period."""
    of_at = (("year", span(period)),)
    return Lead(quantity="arrivals_by_way", at=(*of_at, ("way", way.name)), of="arrivals_by_way", of_at=of_at)


def runs_of_majority(counts: Mapping[str, Counts]) -> list[tuple[str, list[int]]]:
    """Stretches of years in which the same sex was the majority: (`m` or `f`, years)."""
    years = [year for year in counts["all"].years if year in counts["m"].of and year in counts["f"].of]
    majority = {year: "f" if counts["f"][year].value > counts["m"][year].value else "m" for year in years}
    return [(sex, list(run)) for sex, run in groupby(years, key=lambda year: majority[year])]


def sex_sentences(counts: Mapping[str, Counts]) -> list[Sentence]:
    """Who was the majority in the last stretch of years and in the one before, from published counts."""
    runs = runs_of_majority(counts)
    if not runs:
        return [Sentence("No yearly count by sex is published.")]
    names = {"m": "Men", "f": "Women"}
    sex, years = runs[-1]
    last = share_of(counts, years, sex)
    if len(runs) == 1:
        when = in_words((years[0], years[-1]))
        words = f"{names[sex]} were the majority in every year: {{last}} of arrivals in {when}."
        return [Sentence(words, {"last": last}, "majority of each year's published count")]
    before_sex, before_years = runs[-2]
    words = (
        f"{names[before_sex]} were {{before}} of arrivals in {in_words((before_years[0], before_years[-1]))}, "
        f"{names[sex].lower()} {{last}} in {in_words((years[0], years[-1]))}."
    )
    numbers = {"before": share_of(counts, before_years, before_sex), "last": last}
    return [Sentence(words, numbers, "the last two stretches of years with the same majority")]


def share_of(counts: Mapping[str, Counts], years: list[int], gender: str) -> Number:
    """Published share of men (`m`) or women (`f`) over several years."""
    people = [counts[gender][year] for year in years]
    everybody = [counts["all"][year] for year in years]
    rows = tuple(row for number in (*people, *everybody) for row in number.lead.rows)
    share = sum(number.value for number in people) / sum(number.value for number in everybody)
    return published(share, rows, unit="share", share=True)


def way_sentences(problem: Problem, fit: Fit, period: Period) -> list[Sentence]:
    """The most common way of the last period, if one can be named, and the share of each role."""
    ways = [way for way in problem.ways if not way.merged]
    draws = {way.name: draws_of(fit, way_lead(way, period)) for way in ways}
    first = largest(draws) if len(ways) > 1 else None
    if first is None:
        lead = Sentence(f"Which way out was the most common in {in_words(period)} cannot be told.")
    else:
        way = next(way for way in ways if way.name == first)
        lead = Sentence(
            f"The most common way in {in_words(period)}: {way.title}, {{share}} of arrivals.",
            {"share": estimate(fit, way_lead(way, period), "share")},
            "most common: see the list of words",
        )
    roles = [role_sentence(problem, fit, role, period) for role in ("own", "trafficked", "dispatched")]
    return [lead, *roles]


def merged_sentences(problem: Problem, fit: Fit, years: Period) -> list[Sentence]:
    """Ways that may only be printed together over all years, as a range."""
    return [
        Sentence(
            f"{way.title[0].upper()}{way.title[1:]}: {{people}} people in all of {in_words(years)}.",
            {"people": _merged(fit, way, years)},
        )
        for way in problem.ways
        if way.merged
    ]


def _merged(fit: Fit, way: Way, years: Period) -> Number:
    lead = Lead(quantity="arrivals_by_way", at=(("year", span(years)), ("way", way.name)))
    return estimate(fit, lead, only_range=True)


def _sex_table(counts: Mapping[str, Counts]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (str(year), counts["all"][year], counts["m"][year], counts["f"][year], share_of(counts, [year], "f"))
        for _, years in runs_of_majority(counts)
        for year in years
    ]
    columns = ("year", "arrivals", "men", "women", "share of women")
    return Table("men_and_women", "Women and men among arrivals", columns, tuple(rows))


def _ways_table(problem: Problem, fit: Fit, periods: list[Period]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (in_words(period), way.title, estimate(fit, way_lead(way, period), "share"))
        for period in periods
        for way in problem.ways
        if not way.merged
    ]
    note = "Shares of all arrivals of the period, by the model; no source counts ways year by year."
    return Table(
        "ways_out", "Ways out, by period", ("period", "way out", "share of arrivals"), tuple(rows), note
    )


def _merged_table(problem: Problem, fit: Fit, years: Period) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (way.title, in_words(years), _merged(fit, way, years)) for way in problem.ways if way.merged
    ]
    note = "So few take these ways that only all years together are printed, and only as a range."
    return Table("merged_ways", "Ways printed together", ("ways", "years", "people"), tuple(rows), note)


def _figures(problem: Problem, tables: set[str]) -> tuple[Figure, ...]:
    place = problem.words["destination"]
    figures = (
        Figure(
            "men_and_women", f"Women and men among arrivals in {place}",
            "Published counts. Each equal step of the scale multiplies the number.",
            "Two lines on a logarithmic scale: women and men among each year's arrivals.", "men_and_women",
        ),
        Figure(
            "ways_out", "By which way people had left, as the model divides them",
            "Bars: range of the share of arrivals. Points: middle of the range. One explanation only.",
            "For each period and way out a bar for the range of its share and a point for its middle.", "ways_out",
        ),
    )  # fmt: skip
    return tuple(figure for figure in figures if figure.table in tables)
