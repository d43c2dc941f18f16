"""Invented lives: years and roles alone, invented on every line, nobody of a way that is told only merged."""

import re
from functools import cache

import numpy as np
import pytest

from departures.engines.mean_field import SUBSTEPS
from departures.families.lives import invented_life
from departures.families.settings import drawn
from departures.model.state import Role
from families.test_one_run import made
from laws.problems import problem

WORDS = (
    "sea",
    "boat",
    "river",
    "border",
    "Yanggang",
    "Hyesan",
    "Mongolia",
    "Thailand",
    "Laos",
    "broker",
    "price",
)


@cache
def ran():
    whole, given = made("north_korea", "reference", 2_000_000)
    return whole.run(given, drawn(whole.setting, np.random.default_rng(1)), 5)


@pytest.mark.parametrize("seed", range(60))
def test_every_line_says_invented_and_tells_no_place(seed):
    lines = invented_life(problem("north_korea"), ran(), seed, SUBSTEPS)
    assert len(lines) >= 2
    for line in lines:
        assert line.startswith("invented: ")
        assert not any(word in line for word in WORDS)
        assert not re.search(r"\d{4}-\d|January|month|day of", line)
    years = [int(line.split()[1].strip(",")) for line in lines if line.split()[1][:2] in ("19", "20")]
    assert years == sorted(years)


def test_nobody_is_told_who_took_a_way_that_is_published_only_merged():
    posed = problem("north_korea")
    merged = {way.name for way in posed.ways if way.merged}
    assert merged
    targets = [posed.graph.compartments[int(np.argmax(row == 1))] for row in posed.graph.incidence]
    straight = [number for number, place in enumerate(targets) if dict(place.levels).get("way") in merged]
    took = np.isin(ran().moves["edges"], straight)
    assert took.any()  # some did, so that there is somebody to spare
    roles = {posed.declaration.state(place.state).role for place in targets}
    assert Role.ARRIVED in roles
    arrived_at_once = [
        lines
        for lines in (invented_life(posed, ran(), seed, SUBSTEPS) for seed in range(200))
        if [line for line in lines if "arrives" in line] and len(lines) == 2
    ]
    assert arrived_at_once == []


def test_the_same_seed_tells_the_same_life():
    posed = problem("north_korea")
    assert invented_life(posed, ran(), 3, SUBSTEPS) == invented_life(posed, ran(), 3, SUBSTEPS)
    assert len({invented_life(posed, ran(), seed, SUBSTEPS) for seed in range(20)}) > 5
