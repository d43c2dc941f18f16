"""`calibration.md`: made-up worlds, what was fitted to them, and whether ranges keep what they promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.stats import binom

from departures.calibration.judged import FAMILYWISE, LEAST_COVERAGE, MOST_COVERAGE, Judged
from departures.calibration.kinds import AROUND, PEOPLE, PRIOR, RIVAL_SETS, TITLES
from departures.calibration.measured import FAMILIES, LEAST, MOST
from departures.calibration.settings import MOST_FAILED, RANKS
from departures.report.draw_calibration import draw_ranks
from departures.report.style import WIDE, as_svg

ROUNDING = 1e-9
FEW = RIVAL_SETS
"""Worlds below which the page warns of how little they tell."""
PAGE, PICTURES = "calibration.md", "calibration"


def write_calibration(folder: Path, judged: Sequence[Judged]) -> list[Path]:
    """Write the page and one picture for each ensemble into `folder`; the files, the page first."""
    pictures = folder / PICTURES
    pictures.mkdir(parents=True, exist_ok=True)
    files = []
    for each in judged:
        if each.ranks:
            file = pictures / f"{each.ensemble.name}.svg"
            file.write_text(as_svg(draw_ranks(each, WIDE), each.ensemble.name), encoding="utf-8")
            files.append(file)
    page = folder / PAGE
    page.write_text("\n".join(_lines(judged)) + "\n", encoding="utf-8")
    return [page, *files]


def trials_file(folder: Path, ensemble: str) -> Path:
    """Where the trials of an ensemble lie, beside its picture."""
    return folder / PICTURES / f"{ensemble}.json"


def _lines(judged: Sequence[Judged]) -> Iterator[str]:
    yield "# Does the method know what it claims to know?"
    yield ""
    yield (
        "Written by `departures calibrate`. Worlds are made up whose truth is known; figures are drawn from them as"
        " they would have been published, and fitted. A range that promises nine chances in ten must hold the truth in"
        f" nine worlds of ten. Worlds have yearly arrivals of {LEAST:,.0f} to {MOST:,.0f} expected persons, in the"
        " prior of the truth and of the fit alike."
    )
    yield ""
    for kind in (PRIOR, PEOPLE, AROUND):
        yield f"- **{kind}**: {TITLES[kind]}."
    yield ""
    yield (
        f"For A and C the truth takes a rank among {RANKS} thinned draws; ranks must be even (simultaneous bands of"
        f" their distribution, Holm's rule over all numbers of an ensemble, {FAMILYWISE:.0%} familywise). For B the"
        f" share of 90 % ranges that hold the truth must lie between {LEAST_COVERAGE:.0%} and {MOST_COVERAGE:.0%} for"
        f" each number. Of the fits at most {MOST_FAILED:.0%} may fail. When people had left is not told by the engine"
        " of whole people, so that in B stays, statements and interviews are drawn around what the mean field expects."
    )
    yield ""
    yield "| ensemble | worlds | fits failed | numbers | failed | smallest p | 50 % ranges hold | 90 % ranges hold |"
    yield "|---|---|---|---|---|---|---|---|"
    for each in judged:
        yield _summary(each)
    for each in judged:
        yield from _of_one(each)


def _summary(each: Judged) -> str:
    table = each.table
    if table.empty:
        return f"| {each.ensemble.name} | {each.made} | {each.refused} | 0 | | | | |"
    spans = [f"{table[c].min():.0%} to {table[c].max():.0%}" for c in ("covered_50", "covered_90")]
    failed = f"{len(each.failed)}" + (" (too many fits failed)" if each.too_many_refused else "")
    return (
        f"| {each.ensemble.name} | {each.made} | {each.refused} | {len(table)} | {failed} |"
        f" {table['p'].min():.2g} | {' | '.join(spans)} |"
    )


def _of_one(each: Judged) -> Iterator[str]:
    yield ""
    yield f"## {each.ensemble.title}"
    yield ""
    if each.table.empty:
        yield "No fit passed, so nothing can be told."
        return
    if each.too_many_refused:
        yield "**Too many fits failed**: of the numbers nothing can be told, whatever the others say."
    elif each.failed:
        yield (
            f"**{len(each.failed)} of {len(each.table)} numbers do not keep what their ranges promise:** "
            f"{', '.join(each.failed)}. Where the verdicts are kept, answers tag them as decided by an assumption."
        )
    else:
        yield f"All {len(each.table)} numbers keep what their ranges promise."
    if each.ensemble.kind == PEOPLE:
        yield ""
        yield (
            f"Had all ranges kept their promise, some {by_chance(each):.0f} of {len(each.table)} numbers would lie"
            f" outside {LEAST_COVERAGE:.0%} to {MOST_COVERAGE:.0%} by chance, with so many worlds as were fitted."
        )
    if each.made < FEW:
        yield ""
        yield f"With {each.made} worlds, gross faults alone would show; an ensemble is meant to have {FEW} or more."
    yield ""
    yield f"![ranks of the truth]({PICTURES}/{each.ensemble.name}.svg)"
    yield ""
    yield "| numbers | count | smallest p of even ranks | 50 % ranges hold | 90 % ranges hold |"
    yield "|---|---|---|---|---|"
    for family, rows in each.table.groupby("family", sort=False):
        yield (
            f"| {FAMILIES[str(family)]} | {len(rows)} | {rows['p'].min():.2g} |"
            f" {rows['covered_50'].mean():.0%} ({rows['covered_50'].min():.0%} to {rows['covered_50'].max():.0%}) |"
            f" {rows['covered_90'].mean():.0%} ({rows['covered_90'].min():.0%} to {rows['covered_90'].max():.0%}) |"
        )
    yield ""
    yield (
        f"A world took {each.seconds:.0f} s of one process on average. Every rank:"
        f" [{each.ensemble.name}.json]({PICTURES}/{each.ensemble.name}.json)."
    )


def by_chance(each: Judged) -> float:
    """How many numbers are expected to be covered too seldom or too often though every range holds nine in ten."""
    worlds = each.made - each.refused
    within = binom.cdf(MOST_COVERAGE * worlds + ROUNDING, worlds, 0.9) - binom.cdf(
        np.ceil(LEAST_COVERAGE * worlds - ROUNDING) - 1.0, worlds, 0.9
    )
    return float(len(each.table) * (1.0 - within))
