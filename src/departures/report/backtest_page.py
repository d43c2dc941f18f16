"""`backtest.md`: how forecasts made in the past, from what was public then, have fared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from departures.backtest.baselines import BASELINES
from departures.backtest.forecasts import MEMBERS
from departures.backtest.hub import hub_table
from departures.backtest.mechanical import SETTINGS
from departures.backtest.origins import EVERYBODY, KNOWN_BY
from departures.backtest.run import Backtest
from departures.backtest.scores import BLOCK, STACK, UPPER, relative
from departures.report.draw_backtest import draw_past
from departures.report.style import WIDE, as_svg

PAGE, FOLDER, HUB, SCORES = "backtest.md", "backtest", "model-output.csv", "scores.csv"
MOST = 1.1
"""What the stack's score may be at most, as a share of a baseline's, at the upper limit."""
COVERED = (0.75, 0.99)
BREAK = 2019
"""The origin without which everything is told again: after it the border closed."""


def write_backtest(folder: Path, backtest: Backtest) -> list[Path]:
    """Write the page, its picture and its tables into `folder`; the files, the page first."""
    beside = folder / FOLDER
    beside.mkdir(parents=True, exist_ok=True)
    hub_table(backtest).to_csv(beside / HUB, index=False)
    backtest.scores.round(4).to_csv(beside / SCORES, index=False)
    (beside / "past.svg").write_text(as_svg(draw_past(backtest, WIDE), "past"), encoding="utf-8")
    (folder / PAGE).write_text("\n".join(_lines(backtest)) + "\n", encoding="utf-8")
    return [folder / PAGE, beside / "past.svg", beside / HUB, beside / SCORES]


def _lines(backtest: Backtest) -> Iterator[str]:
    scores = backtest.scores
    first, last = backtest.forecasts[0].origin.year, backtest.forecasts[-1].origin.year
    yield "# How past forecasts would have fared"
    yield ""
    yield (
        f"Written by `departures backtest`. From every origin, {first} to {last}, arrivals of the three years after it"
        f" are forecast, of everybody, men and women, with what had been published by {KNOWN_BY[1]} April of the next"
        " year. **The counts that the origins 2009 to 2011 know are final ones**, since vintages before 2012 were not"
        f" kept. One declaration serves all origins (`{SETTINGS}` of the pack); breaks come at a rate and with a size"
        " that is learned from those before, and stay, as nobody knows when a policy ends. The stack mixes that model"
        " with the baselines by weights that targets known at the origin have earned. Which periods make up the series"
        " of counts (years or quarters) is told by the marks that the pack has today, not by those of the day."
    )
    yield ""
    yield (
        "Whoever wrote that declaration knew how the story goes on; what no rule can take away is that a model which"
        " had failed would have been mended before anybody saw it. Forecasts that are issued from now on are kept with"
        " a hash, and scored by `departures score`. The ministry published no yearly forecast that was found; the one"
        " planning figure known, some 3,000 a year (2009), names no year that it is for."
    )
    yield from _members(scores)
    yield from _against(scores)
    yield from _misses(scores)
    yield from _weights(backtest)
    failed = [str(each.origin.year) for each in backtest.forecasts if each.failed]
    yield ""
    yield (
        f"Fits that failed their gates, where persistence stood for the model: {', '.join(failed) or 'none'}. Every"
        f" score: [{SCORES}]({FOLDER}/{SCORES}). All quantiles in the format of the hubverse: `{FOLDER}/{HUB}`, which"
        " the command writes and the repository does not keep."
    )


def _members(scores: pd.DataFrame) -> Iterator[str]:
    low, high = COVERED
    yield ""
    yield "## Scores"
    yield ""
    yield (
        "CRPS: lower is better; log score: higher is better. All origins, horizons and sexes together. Of the stack's"
        f" 90 % ranges {low:.0%} to {high:.0%} should hold."
    )
    yield ""
    yield "| | CRPS of log(1 + count) | CRPS of counts | log score | 50 % ranges hold | 90 % ranges hold |"
    yield "|---|---|---|---|---|---|"
    for name in (STACK, *MEMBERS):
        mean = scores[scores["member"] == name][["crps_log", "crps", "log_score", "in_50", "in_90"]].mean()
        yield (
            f"| {name} | {mean['crps_log']:.3f} | {mean['crps']:.0f} | {mean['log_score']:.2f} |"
            f" {mean['in_50']:.0%} | {mean['in_90']:.0%} |"
        )


def _against(scores: pd.DataFrame) -> Iterator[str]:
    yield ""
    yield "## The stack against each member"
    yield ""
    yield (
        f"Ratio of mean scores, below 1 where the stack is better, and its upper limit at {UPPER:.0%} (origins drawn"
        f" again in blocks of {BLOCK}). Against a baseline the limit should be at most {MOST:.2f}."
    )
    yield ""
    yield f"| | log, all origins | | log, without {BREAK} | | counts, all origins | |"
    yield "|---|---|---|---|---|---|---|"
    for name in MEMBERS:
        cells = []
        for part, measure in (
            (scores, "crps_log"), (scores[scores["origin"] != BREAK], "crps_log"), (scores, "crps"),
        ):  # fmt: skip
            ratio, limit = relative(part, name, measure)
            missed = " **missed**" if name in BASELINES and measure == "crps_log" and limit > MOST else ""
            cells.append(f"{ratio:.2f} | up to {limit:.2f}{missed}")
        yield f"| {name} | {' | '.join(cells)} |"


def _misses(scores: pd.DataFrame) -> Iterator[str]:
    told = scores[(scores["member"] == STACK) & (scores["sex"] == EVERYBODY)]
    yield ""
    yield "## Every forecast of the stack, and what came about"
    yield ""
    yield "![forecasts a year ahead, and what came about](backtest/past.svg)"
    yield ""
    yield "| origin | one year ahead | came | two years ahead | came | three years ahead | came |"
    yield "|---|---|---|---|---|---|---|"
    for origin, rows in told.groupby("origin"):
        cells = []
        for horizon in (1, 2, 3):
            row = rows[rows["horizon"] == horizon]
            cells.append(" | " if row.empty else _forecast(row.iloc[0]))
        yield f"| {origin} | {' | '.join(cells)} |"


def _forecast(row: pd.Series) -> str:
    told = f"{row['median']:,.0f} ({row['low_90']:,.0f} to {row['high_90']:,.0f})"
    return f"{told} | {row['truth']:,.0f}" if row["in_90"] else f"{told} | **{row['truth']:,.0f}**"


def _weights(backtest: Backtest) -> Iterator[str]:
    yield ""
    yield "Counts outside the 90 % range are in bold."
    yield ""
    yield "## Weights of the stack"
    yield ""
    yield f"| origin | {' | '.join(MEMBERS)} |"
    yield "|---" * (len(MEMBERS) + 1) + "|"
    for year, weights in backtest.weights.items():
        yield f"| {year} | {' | '.join(f'{weight:.0%}' for weight in weights)} |"
