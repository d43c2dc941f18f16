"""The questions that the study answers so far, by name."""

from __future__ import annotations

from collections.abc import Callable

from departures.answers.answer import Answer
from departures.answers.article import answer_article
from departures.answers.causes import answer_causes
from departures.answers.fall import answer_fall
from departures.answers.families import answer_families
from departures.answers.fear_and_faith import answer_fear_and_faith
from departures.answers.findings import Findings
from departures.answers.outlook import answer_outlook
from departures.answers.pathways import answer_pathways
from departures.answers.what_decides import answer_what_decides
from departures.answers.workers import answer_workers

ANSWERS: dict[str, Callable[[Findings], Answer]] = {
    "fall": lambda findings: answer_fall(findings.problem, findings.fit),
    "causes": answer_causes,
    "pathways": lambda findings: answer_pathways(findings.problem, findings.fit),
    "workers": answer_workers,
    "families": answer_families,
    "fear-and-faith": answer_fear_and_faith,
    "outlook": answer_outlook,
    "what-decides": answer_what_decides,
    "article": answer_article,
}
