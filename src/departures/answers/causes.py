"""Why arrivals changed: what each group of causes makes of a change, under every explanation that stands."""

from __future__ import annotations

from departures.answers.answer import Answer, Figure, Lead, Sentence
from departures.answers.cause_leads import added_lead, share_lead
from departures.answers.causes_tables import causes_tables
from departures.answers.estimates import estimate
from departures.answers.explanations import explanation_sentences, near_bound, plain_sentence
from departures.answers.findings import Findings
from departures.answers.leads import TOTAL, draws_of
from departures.answers.number_words import in_words
from departures.answers.observed import course_of, yearly
from departures.answers.thresholds import Cause, cause_word, change_word
from departures.country.causes_settings import CARRIED_OVER, CausesSetting
from departures.inference.causes import change_name

QUESTION = "Why did arrivals change?"
WORDS: dict[Cause, str] = {
    "mostly": "{subject} came mostly from {group}: {{share}} of it.",
    "in part": "{subject} came in part from {group}: {{share}} of it.",
    "hardly": "{subject} hardly came from {group}: {{share}} of it.",
    "less than half": "Less than half of {lower} came from {group}: {{share}} of it.",
    "cannot be told": "How much of {lower} came from {group} cannot be told: {{share}} of it.",
}


def answer_causes(findings: Findings) -> Answer:
    """The answer `causes`; a pack that names no changes tells none."""
    causes = findings.problem.causes
    if causes is None or findings.fit.causes is None:
        told = explanation_sentences(findings)
        beside = (plain_sentence(findings),) if told else ()
        return Answer("causes", QUESTION, (*told, *beside), would_change="", applicable=bool(told))
    sentences = (
        *main_sentences(findings),
        *_each_cause(findings, causes, main_change(findings, causes)),
        _not_told_apart(findings, causes),
        *explanation_sentences(findings),
        plain_sentence(findings),
    )
    return Answer(
        name="causes",
        question=QUESTION,
        sentences=sentences,
        tables=causes_tables(findings, causes, main_change(findings, causes)),
        figures=(_figure(main_change(findings, causes)),),
        would_change="Yearly counts of people turned back or stopped on either side of the border, or of arrivals by "
        "year of leaving, would tell a closed border from closed ways abroad. No source publishes them.",
    )


def main_change(findings: Findings, causes: CausesSetting) -> tuple[int, int]:
    """The change of the pack that holds the steepest fall (or the rise) of the published counts; else its first."""
    course = course_of(yearly(findings.problem)["all"])
    wanted = (course.before, course.low) if course.kind != "rose" else (course.low, course.last)
    return wanted if wanted in causes.changes else causes.changes[0]


def word_of(findings: Findings, change: tuple[int, int], parts: tuple[str, ...]) -> Cause:
    """What parts were of a change under every explanation that stands."""
    fits = findings.standing.values()
    return cause_word([draws_of(fit, share_lead(change_name(change), parts)) for fit in fits])


def subject_of(findings: Findings, change: tuple[int, int]) -> str:
    """The fall, the rise, or the change from one year to another, of expected arrivals."""
    total = draws_of(findings.fit, added_lead(change_name(change), (TOTAL,), "log"))
    kind = {"fell": "fall", "rose": "rise"}.get(change_word(0.0 * total, total), "change")
    return f"The {kind} of arrivals from {change[0]} to {change[1]}"


def cause_sentences(findings: Findings) -> tuple[Sentence, ...]:
    """What the first page says of causes: the main one, and how many explanations stand behind that."""
    told = main_sentences(findings)
    if not told:
        return (Sentence("Why arrivals changed is not told here: this pack names no changes to take apart."),)
    standing, all_of_them = len(findings.standing), len(findings.rivals)
    if all_of_them < 2:
        return (*told, Sentence("That is under one explanation alone; rivals may say otherwise."))
    names = "; ".join(f"“{findings.titles[name]}”" for name in findings.standing)
    count = "All explanations" if standing == all_of_them else f"Of {in_words(all_of_them)} explanations"
    stand = (
        "stand"
        if standing == all_of_them
        else f"{in_words(standing)} {'stands' if standing == 1 else 'stand'}"
    )
    return (
        *told,
        Sentence(
            f"{count} {stand} up to the counts: {names}.{_narrowly_refuted(findings)}",
            rule="`refuted`, `near the bound`: see the list of words",
        ),
    )


def _narrowly_refuted(findings: Findings) -> str:
    """Those that fell only just, in words."""
    titles = [
        f"“{title}”"
        for name, title in findings.titles.items()
        if name not in findings.standing and near_bound(findings, name)
    ]
    return f" Refuted, but near the bound: {'; '.join(titles)}." if titles else ""


def main_sentences(findings: Findings) -> tuple[Sentence, ...]:
    """What the main change came from: the one group that made most of it, or that none can be named."""
    causes = findings.problem.causes
    if causes is None or findings.fit.causes is None:
        return ()
    change = main_change(findings, causes)
    subject = subject_of(findings, change)
    words = {title: word_of(findings, change, parts) for title, parts in causes.groups.items()}
    main = [title for title, word in words.items() if word == "mostly"]
    rule = "the group of causes called `mostly`, if there is one: see the list of words"
    if main:
        share = estimate(findings.fit, share_lead(change_name(change), causes.groups[main[0]]), "share")
        return (Sentence(f"{subject} came mostly from {main[0]}: {{share}} of it.", {"share": share}, rule),)
    largest = max(
        causes.groups.items(), key=lambda item: _median(findings, share_lead(change_name(change), item[1]))
    )  # fmt: skip
    share = estimate(findings.fit, share_lead(change_name(change), largest[1]), "share")
    text = (
        f"What {subject[0].lower()}{subject[1:]} mostly came from cannot be told. The largest part seems to be "
        f"{largest[0]}, with {{share}} of it."
    )
    return (Sentence(text, {"share": share}, rule),)


def _median(findings: Findings, lead: Lead) -> float:
    return estimate(findings.fit, lead, "share").value


def _each_cause(findings: Findings, causes: CausesSetting, change: tuple[int, int]) -> tuple[Sentence, ...]:
    """Every group of causes of the main change, and what was carried over, in words."""
    subject = subject_of(findings, change)
    groups = {**causes.groups, "people already on their way, and what else went on": (CARRIED_OVER,)}
    sentences = []
    for title, parts in groups.items():
        word = word_of(findings, change, parts)
        if word == "mostly":
            continue  # that was said first
        share = estimate(findings.fit, share_lead(change_name(change), parts), "share")
        text = WORDS[word].format(subject=subject, lower=subject[0].lower() + subject[1:], group=title)
        sentences.append(Sentence(text, {"share": share}, f"`{word}`: see the list of words"))
    return tuple(sentences)


def _not_told_apart(findings: Findings, causes: CausesSetting) -> Sentence:
    together = [part.title for part in causes.parts if len(part.factors) > 1 and not part.unexplained]
    return Sentence(
        "Some causes moved together, and no figure tells them apart; each of these is counted as one: "
        f"{'; '.join(together)}. Shares can be below nothing or above the whole, where causes pulled in opposite "
        "directions."
    )


def _figure(change: tuple[int, int]) -> Figure:
    return Figure(
        "causes", f"What made the change of arrivals from {change[0]} to {change[1]}",
        "All explanations by their weights. Below 1 a cause lowered arrivals, above 1 it raised them.",
        "A bar for each cause: the range of the factor by which it changed expected arrivals between the two years.",
        "causes",
    )  # fmt: skip
