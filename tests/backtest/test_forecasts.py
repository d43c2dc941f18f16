"""Forecasts of an origin: poison published later changes no byte of them, and what is issued cannot be mended."""

import csv
import json
import shutil
from dataclasses import replace
from datetime import date

import jax
import numpy as np
import pytest

from departures.backtest import mechanical
from departures.backtest.forecasts import MEMBERS, Forecasting, read_forecast
from departures.backtest.hub import QUANTILES, hub_table
from departures.backtest.issued import score_issued
from departures.backtest.kept import hash_of, read_issued
from departures.backtest.origins import SEXES, Origin
from departures.backtest.run import Backtest
from departures.backtest.scores import STACK, scored, stacked
from departures.faults import Faults
from departures.runs.batches import Batch
from departures.runs.places import pack_folder

jax.config.update("jax_enable_x64", True)

ORIGIN = Origin(2013)
ORIGINS = (ORIGIN, Origin(2020))
ABSURD = 57
QUICK = replace(
    mechanical.SAMPLING, warm_up=15, pilots=(0,), draws=20, unjudged=0, batches=1, curvature_points=2, bend_points=4,
    bend_draws=8,
)  # fmt: skip


def years(row):
    """The calendar years that a row speaks of."""
    ends = (row.get("reference_period_start"), row.get("reference_period_end"))
    return set(range(int(ends[0][:4]), int(ends[1][:4]) + 1)) if all(ends) else set()


def later(rows, day):
    """Rows published after the day, but for preferred counts of years of which some count was public before: those say
    which windows make up the series, and where they do not add up with others they are refused.
    """
    known = set().union(*(years(row) for row in rows if row["published"] <= day))
    return [
        row
        for row in rows
        if row["published"] > day and not (row.get("preferred") == "true" and years(row) & known)
    ]


def absurd(rows, day):
    """The rows, in which figures published later are absurd."""
    for row in later(rows, day):
        for column in ("value", "low", "high"):
            if row.get(column):
                row[column] = str(round(float(row[column]) * ABSURD))
    return rows


def gone(rows, day):
    """The rows without those published later from which none of the others is derived."""
    left = {row["row_id"] for row in later(rows, day)}
    inputs = {
        each for row in rows if row["row_id"] not in left for each in row.get("derived_from", "").split()
    }
    return [row for row in rows if row["row_id"] not in left - inputs]


def changed(folder, day, change):
    """A copy of the pack whose every table is changed so; and how many rows of counts are others now."""
    copy = folder / "north_korea"
    shutil.copytree(
        pack_folder("north_korea"), copy, ignore=shutil.ignore_patterns("mechanisms", "__pycache__")
    )
    touched = {}
    for file in sorted((copy / "evidence").glob("*.csv")):
        if file.stem == "sources":
            continue  # which say only who published what
        before = file.read_text(encoding="utf-8")
        rows = list(csv.DictReader(before.splitlines()))
        columns = list(rows[0])
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(change(rows, day.isoformat()))
        after = set(file.read_text(encoding="utf-8").splitlines())
        touched[file.stem] = len(set(before.splitlines()) - after)
    return copy, touched


@pytest.fixture(scope="module")
def quick():
    """Forecasts of few draws, which pass gates that let all pass."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(mechanical, "SAMPLING", QUICK)
        patched.setattr(
            mechanical, "BOUNDS", mechanical.BOUNDS._replace(r_hat=9.0, ess=1.0, divergent=1.0, e_bfmi=0.0)
        )
        yield


def forecasts(folder, origin):
    return Forecasting(folder, (origin.year,))(Batch(0, 0, 1, 1))


@pytest.fixture(scope="module")
def told(quick):
    """Forecasts of each origin from the pack as it is."""
    return {origin: forecasts(pack_folder("north_korea"), origin) for origin in ORIGINS}


@pytest.mark.parametrize("change", [absurd, gone])
@pytest.mark.parametrize("origin", ORIGINS, ids=lambda origin: str(origin.year))
def test_what_is_published_later_changes_no_byte(quick, told, tmp_path, origin, change):
    copy, touched = changed(tmp_path, origin.day, change)
    assert touched["arrivals"] > 30
    assert sum(count > 0 for count in touched.values()) >= 5
    assert forecasts(copy, origin) == told[origin]


@pytest.mark.parametrize("origin", ORIGINS, ids=lambda origin: str(origin.year))
def test_what_was_known_changes_the_forecast_of_every_member(quick, told, tmp_path, origin):
    earlier = date(origin.year, 1, 1)  # figures of the origin's year are absurd, too
    made, other = (
        read_forecast(text)
        for text in (told[origin], forecasts(changed(tmp_path, earlier, absurd)[0], origin))
    )
    assert (made.failed, other.failed) == ("", "")
    for member in range(len(MEMBERS)):
        assert (made.points[:, :, member] != other.points[:, :, member]).any()


def test_a_forecast_has_every_member_sex_and_year(told):
    made = read_forecast(told[ORIGIN])
    assert made.points.shape == (len(SEXES), 3, len(MEMBERS), 200)
    assert made.failed == ""


def test_men_and_women_of_the_model_make_up_everybody_in_the_mean(told):
    everybody, men, women = read_forecast(told[ORIGIN]).points[:, :, 0].mean(-1)
    np.testing.assert_allclose(men + women, everybody, rtol=0.05)


def test_the_hub_table_has_rising_whole_quantiles_of_all_members(told):
    made = (read_forecast(told[ORIGIN]),)
    truth = {sex: {2014: 1_397, 2015: 1_275} for sex in SEXES}
    points, weights = stacked(made)
    table = hub_table(Backtest(made, truth, scored(made, truth), points, weights))
    assert set(table["model_id"]) == {*MEMBERS, STACK}
    assert len(table) == (len(MEMBERS) + 1) * len(SEXES) * 3 * len(QUANTILES)
    assert (table["value"] == table["value"].round()).all()
    assert (
        table.groupby(["model_id", "sex", "horizon"])["value"]
        .apply(lambda each: each.is_monotonic_increasing)
        .all()
    )


def issued():
    told = {sex: {"2026": {STACK: {str(q): 100.0 + 100.0 * q for q in QUANTILES}}} for sex in SEXES}
    content = {"issued": "2026-11-30", "origin": 2025, "quantiles": told}
    return {**content, "hash": hash_of(content)}


def test_an_issued_forecast_is_scored_once_its_year_is_counted(tmp_path):
    file = tmp_path / "issued.json"
    file.write_text(json.dumps(issued()))
    table = score_issued(read_issued(file), {sex: {2026: 150} for sex in SEXES})
    assert list(table["in_90"]) == [True] * 3
    assert score_issued(read_issued(file), {sex: {2025: 1} for sex in SEXES}).empty


@pytest.mark.parametrize("change", ["mended", "cut", "other"])
def test_a_forecast_that_was_mended_is_refused_by_name(tmp_path, change):
    content = issued()
    content["quantiles"]["all"]["2026"][STACK]["0.5"] = 1.0
    file = tmp_path / "issued.json"
    text = json.dumps(content)
    file.write_text({"mended": text, "cut": text[: len(text) // 2], "other": '{"hash": 1}'}[change])
    with pytest.raises(Faults, match=r"issued\.json"):
        read_issued(file)


def test_the_day_of_an_origin_is_its_own():
    assert ORIGIN.day == date(2014, 4, 30)
