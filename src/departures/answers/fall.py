"""How arrivals and departures changed: published counts, the departures behind them, all crossings, and the lag."""

from __future__ import annotations

from departures.answers.answer import Answer, Figure, Lead, Number, Sentence
from departures.answers.estimates import estimate
from departures.answers.fall_tables import crossings_lead, eventual_lead, fall_tables, lag_lead
from departures.answers.leads import WINDOWS, draws_of, value_of
from departures.answers.number_words import in_words
from departures.answers.observed import Counts, Course, course_of, yearly
from departures.answers.thresholds import LAGS, are_near, change_word, share_word
from departures.answers.wordings import wordings_sentences
from departures.country.problem import Problem
from departures.inference.fit import Fit

CHANGE_WORDS = {
    "fell": "departures fell",
    "rose": "departures rose",
    "cannot be told": "whether departures changed cannot be told",
}


def answer_fall(problem: Problem, fit: Fit) -> Answer:
    """The answer `fall`; named after what was asked, not after what was found."""
    yearly_counts = yearly(problem)
    counts = yearly_counts["all"]
    course = course_of(counts)
    sentences = (
        arrivals_sentence(problem, counts, course),
        departures_sentence(problem, fit, course),
        lag_sentence(fit, course),
        crossings_sentence(fit, course),
        agreement_sentence(fit),
        *wordings_sentences(problem, fit),
    )
    return Answer(
        name="fall",
        question="How did arrivals change, and what lies behind them?",
        sentences=sentences,
        tables=fall_tables(problem, fit, yearly_counts),
        figures=_figures(problem, counts),
        would_change="A published table of arrivals by year of leaving, even for one year of arrival, would "
        "narrow the departures and the lag more than anything else. A new estimate of how many people are "
        "returned each year would narrow the crossings.",
    )


def arrivals_sentence(problem: Problem, counts: Counts, course: Course) -> Sentence:
    """What was published, in the words that the course of the counts calls for."""
    place = problem.words["destination"]
    numbers = {"peak": counts[course.peak], "low": counts[course.low], "last": counts[course.last]}
    if course.kind == "rose":
        words = (
            f"Arrivals in {place} rose from {{low}} in {course.low} to {{last}} in {course.last}, "
            "the most in any year."
        )
        return Sentence(
            words, {name: numbers[name] for name in ("low", "last")}, "the last year is the highest"
        )
    rule = "peak, lowest year after it, and the year before the steepest fall are read from the counts"
    start = f"Arrivals in {place} fell from {{peak}} in {course.peak}, the most in any year, to "
    if course.before != course.peak:
        numbers["before"] = counts[course.before]
        start += f"{{before}} in {course.before} and "
    start += f"{{low}} in {course.low}"
    if all(counts[year].value > counts[course.low].value for year in counts.years if year != course.low):
        start += f", the fewest since yearly counts begin in {counts.years[0]}"
    if course.kind == "fell":
        del numbers["last"]
        return Sentence(f"{start}.", numbers, rule)
    return Sentence(f"{start}. {{last}} came in {course.last}{_and_before(counts)}.", numbers, rule)


def _and_before(counts: Counts) -> str:
    """Whether the last year was more or fewer than the one before it; both are published."""
    last, before = counts[counts.years[-1]].value, counts[counts.years[-2]].value
    if are_near(last, before):
        return ", about as many as the year before"
    return ", more than the year before" if last > before else ", fewer than the year before"


def departures_sentence(problem: Problem, fit: Fit, course: Course, explanation: str = "") -> Sentence:
    """Departures of those who have arrived or will, in the two years between which arrivals turned; `explanation` is
    named where the fit is one of several.
    """
    a, b = (course.before, course.low) if course.kind != "rose" else (course.low, course.last)
    earlier, later = eventual_lead(a, explanation), eventual_lead(b, explanation)
    change = change_word(draws_of(fit, earlier), draws_of(fit, later))
    horizon = problem.declaration.months.last.year
    return Sentence(
        f"They are the echo of earlier departures. Of the people who have arrived or will by {horizon}, {{later}} "
        f"left in {b}, against {{earlier}} in {a}: {CHANGE_WORDS[change]}.",
        {"earlier": estimate(fit, earlier), "later": estimate(fit, later)},
        f"`{change}`: see the list of words",
    )


def lag_sentence(fit: Fit, course: Course) -> Sentence:
    """How long before arriving the people of the last year had left: the longest lag that holds for most."""
    for years in LAGS:
        lead = lag_lead(course.last, years)
        word = share_word(draws_of(fit, lead))
        if word in ("most", "nearly all") or years == LAGS[-1]:
            break
    share = estimate(fit, lead)
    since = f"had left more than {in_words(years)} {'year' if years == 1 else 'years'} before"
    if word == "cannot be told":
        text = f"It cannot be told whether most people who arrived in {course.last} {since}: {{share}}."
    else:
        subject = {
            "a minority": "A minority of",
            "few": "Few of the",
            "most": "Most",
            "nearly all": "Nearly all",
        }
        text = f"{subject[word]} people who arrived in {course.last} {since}: {{share}}."
    return Sentence(text, {"share": share}, "the longest of the printed lags that holds for most")


def crossings_sentence(fit: Fit, course: Course) -> Sentence:
    """All departures, whoever arrived or not; events, not persons."""
    year = course.low if course.kind != "rose" else course.last
    return Sentence(
        f"All departures in {year}, whether the people arrived or not: {{all}}. These are events, not persons: "
        "who is returned and leaves again counts twice. Losses on the way are hardly published, so this is "
        "the least certain number here.",
        {"all": estimate(fit, crossings_lead(year), unit="events")},
    )


def agreement_sentence(fit: Fit) -> Sentence:
    """How many published windows lie where the model expects them when it has not seen them."""
    text = (
        "As a check, each published count was compared with the range that the model gives without it: "
        "{inside} of {all} lie inside."
    )
    names = ["inside", "all"]
    if len(fit.splits):
        text += " Of {splits_all} counts of women among all who came, {splits_inside} do."
        names += ["splits_all", "splits_inside"]
    if window_count(fit, "rough").value > 0:
        text += (
            " For {rough} of the counts that range is rough, because the count itself moves the fit much; "
            "the table marks them."
        )
        names.append("rough")
    return Sentence(text, {name: window_count(fit, name) for name in names})


def window_count(fit: Fit, which: str) -> Number:
    """A number of windows or of splits by sex."""
    lead = Lead(quantity=WINDOWS, at=(("count", which),))
    return Number(value_of(fit, lead)[0], "windows", lead, "observed")


def _figures(problem: Problem, counts: Counts) -> tuple[Figure, ...]:
    place, first, last = problem.words["destination"], counts.years[0], counts.years[-1]
    return (
        Figure(
            "arrivals", f"Published arrivals in {place}, by year",
            "Dated by entry, not by leaving. Each equal step of the scale multiplies the number.",
            f"Points joined by a line: published yearly arrivals from {first} to {last}, logarithmic scale.",
            "arrivals_and_departures",
        ),
        Figure(
            "windows", "Each published count against the range computed without it",
            "Bars: what the model expects without having seen the count. Points and numbers: the count.",
            "For each published window of recent years a bar for the model's range and a point for the count.",
            "windows",
        ),
        Figure(
            "echo", "Departures come first: leaving and arriving, by year",
            "Only people who have arrived or will. The last years are the least known.",
            "A band of departures recovered by year of leaving, with the published arrivals as points.",
            "arrivals_and_departures",
        ),
        Figure(
            "lag", "How long before arriving people had left",
            "Share of each year's arrivals who had left more than one, three and five years before.",
            "Three lines with bands: shares of arrivals who left more than one, three and five years before.",
            "lag",
        ),
    )  # fmt: skip
