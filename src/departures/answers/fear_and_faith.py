"""Fear and faith: what those who left say they thought, what they believed of others, and where faith began."""

from __future__ import annotations

from departures.answers.answer import Answer, At, Cell, Figure, Lead, Sentence, Table
from departures.answers.estimates import estimate
from departures.answers.findings import Findings
from departures.answers.leads import draws_of
from departures.answers.observed import yearly
from departures.answers.thresholds import change_word
from departures.answers.told import facts_of, series_table
from departures.country.report_settings import ViewsSetting

QUESTION = "What did people think, what did they fear, and where did faith begin?"
SAYING = {
    "rose": "more thought ill of it themselves than doubted that the others stood by it",
    "fell": "fewer thought ill of it themselves than doubted that the others stood by it",
    "cannot be told": "whether the two differ cannot be told",
}


def answer_fear_and_faith(findings: Findings) -> Answer:
    """The answer `fear-and-faith`."""
    problem, views = findings.problem, findings.problem.report.views
    published = series_table(
        problem, "fear-and-faith", "fear_and_faith_published", "Attitudes and faith, as published"
    )
    told = facts_of(problem, "fear-and-faith")
    if published is None and views is None and not told:
        return Answer("fear-and-faith", QUESTION, (), applicable=False)
    tables = [table for table in (_views_table(findings, views) if views else None, published) if table]
    return Answer(
        name="fear-and-faith",
        question=QUESTION,
        sentences=(
            *(gap_sentences(findings, views) if views else ()),
            *told,
            Sentence(
                "All who were asked had left: what those think who stayed is not known. The questions differ between "
                "surveys. Belief is not judged here."
            ),
        ),
        tables={table.name: table for table in tables},
        figures=(_figure(views),) if views else (),
        would_change="The same question on one's own view and on that of others, asked of everybody who arrives, with "
        "the year of leaving.",
    )


def gap_sentences(findings: Findings, views: ViewsSetting) -> tuple[Sentence, ...]:
    """The gap between one's own view and what one believed of others, in the last year that a survey speaks of: the
    share who think ill of the rule, against the share who do not believe that others stand by it.
    """
    year = _last_year(findings)
    own, doubt = _lead(views.own, year), _lead(views.others, year, complement=True)
    word = change_word(draws_of(findings.fit, doubt), draws_of(findings.fit, own))
    return (
        Sentence(
            f"In {year}, by the model, {{own}} of those who would leave {views.own_title}; {{others}} believed that "
            f"{views.others_title}, and {{doubt}} did not: {SAYING[word]}. The two were never asked of the same "
            "people.",
            {
                "own": estimate(findings.fit, own, "share", share=True),
                "others": estimate(findings.fit, _lead(views.others, year), "share", share=True),
                "doubt": estimate(findings.fit, doubt, "share", share=True),
            },
            f"`{word}`: see the list of words",
        ),
    )


def _last_year(findings: Findings) -> int:
    """The last year of the surveys that tell of views; that of the counts where there are none."""
    views = findings.problem.report.views
    seen = [
        item.end.year
        for item in findings.problem.observation.attitudes
        if views is not None and item.latent in (views.own, views.others)
    ]
    return max(seen, default=yearly(findings.problem)["all"].years[-1])


def _lead(latent: str, year: int, complement: bool = False) -> Lead:
    at: At = (("year", str(year)), ("latent", latent))
    return Lead(quantity="latents", at=at, complement=complement)


def _views_table(findings: Findings, views: ViewsSetting) -> Table:
    first, last = findings.problem.declaration.months.first.year, _last_year(findings)
    rows: list[tuple[Cell, ...]] = [
        (
            str(year),
            estimate(findings.fit, _lead(views.own, year), "share", share=True),
            estimate(findings.fit, _lead(views.others, year), "share", share=True),
        )
        for year in range(first, last + 1)
    ]
    return Table(
        "views",
        "One's own view, and what one believed of others, by year",
        ("year", "own view", "belief about others"),
        tuple(rows),
        f"Own view: the share who {views.own_title}. Belief about others: the share who believed that "
        f"{views.others_title}. By the model, which was held against the surveys below; few of them were made.",
    )


def _figure(views: ViewsSetting) -> Figure:
    return Figure(
        "views", "One's own view, and what one believed that others thought",
        "By the model, from few surveys of people who had left. The two questions were never asked together.",
        f"Two lines with bands by year: the share who {views.own_title}, and the share who believed that "
        f"{views.others_title}.",
        "views",
    )  # fmt: skip
