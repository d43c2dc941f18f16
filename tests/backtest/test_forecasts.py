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
ABSURD = 57
QUICK = replace(
    mechanical.SAMPLING, warm_up=15, pilots=(0,), draws=20, unjudged=0, batches=1, curvature_points=2, bend_points=4,
    bend_draws=8,
)  # fmt: skip


def window(row):
    return row["reference_period_start"], row["reference_period_end"]


def poisoned(folder):
    """The pack, in which counts published after the origin's day are absurd: all but preferred ones of windows of which
    some count was public before, which would no longer add up, and are refused.
    """
    copy = folder / "north_korea"
    shutil.copytree(
        pack_folder("north_korea"), copy, ignore=shutil.ignore_patterns("mechanisms", "__pycache__")
    )
    file = copy / "evidence" / "arrivals.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    known = {window(row) for row in rows if row["published"] <= ORIGIN.day.isoformat()}
    later = [
        row
        for row in rows
        if row["published"] > ORIGIN.day.isoformat()
        and row["value"]
        and (row["preferred"] == "false" or window(row) not in known)
    ]
    for row in later:
        row["value"] = str(round(float(row["value"]) * ABSURD))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return copy, len(later)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Forecasts of the origin from the pack, and from the poisoned one."""
    place = tmp_path_factory.mktemp("poison")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(mechanical, "SAMPLING", QUICK)
        patched.setattr(
            mechanical, "BOUNDS", mechanical.BOUNDS._replace(r_hat=9.0, ess=1.0, divergent=1.0, e_bfmi=0.0)
        )
        copy, count = poisoned(place)
        assert count > 100
        yield [Forecasting(f, (ORIGIN.year,))(Batch(0, 0, 1, 1)) for f in (pack_folder("north_korea"), copy)]


def test_what_is_published_later_changes_no_byte(both):
    assert both[0] == both[1]


def test_a_forecast_has_every_member_sex_and_year(both):
    made = read_forecast(both[0])
    assert made.points.shape == (len(SEXES), 3, len(MEMBERS), 200)
    assert made.failed == ""


def test_men_and_women_of_the_model_make_up_everybody_in_the_mean(both):
    everybody, men, women = read_forecast(both[0]).points[:, :, 0].mean(-1)
    np.testing.assert_allclose(men + women, everybody, rtol=0.05)


def test_the_hub_table_has_rising_whole_quantiles_of_all_members(both):
    made = (read_forecast(both[0]),)
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
