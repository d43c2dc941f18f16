"""The plain model leaves each count out exactly, and its intervals hold what it was itself drawn from."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.special import logsumexp
from scipy.stats import nbinom

from departures.inference import local_level as module
from departures.inference.local_level import local_level


def quarters(counts, first=2005):
    starts = [date(first + i // 4, 3 * (i % 4) + 1, 1) for i in range(len(counts))]
    ends = [date(day.year, day.month + 2, 30 if day.month in (4, 7) else 31) for day in starts]
    return pd.DataFrame({"start": starts, "end": ends, "observed": counts})


def drawn(seed, drift=0.15, dispersion=4.0, count=60):
    made = np.random.default_rng(seed)
    levels = np.log(60.0) + np.cumsum(drift * np.sqrt(3.0) * made.standard_normal(count))
    means = 3.0 * np.exp(levels)
    return made.poisson(made.gamma(means / (dispersion - 1.0), dispersion - 1.0))


def coarse(monkeypatch):
    monkeypatch.setattr(module, "DRIFTS", np.geomspace(0.05, 0.5, 4))
    monkeypatch.setattr(module, "EXCESSES", np.geomspace(1.0, 9.0, 3))
    monkeypatch.setattr(module, "LEVELS", 80)


def of_all(counts, months, gaps, levels, unseen=None):
    """Log density of all counts but the unseen one, summed over both unknowns; forwards only, as one would by hand."""
    found = []
    for drift in module.DRIFTS:
        for excess in module.EXCESSES:
            chances = np.full(len(levels), 1.0 / len(levels))
            log = 0.0
            for place, (count, length) in enumerate(zip(counts, months, strict=True)):
                if place > 0:
                    away = (levels[None, :] - levels[:, None]) / (drift * np.sqrt(gaps[place - 1]))
                    step = np.exp(-0.5 * away**2)
                    chances = chances @ (step / step.sum(axis=1, keepdims=True))
                if place != unseen:
                    chances = chances * nbinom.pmf(count, length * np.exp(levels) / excess, 1 / (1 + excess))
                log += np.log(chances.sum())
                chances = chances / chances.sum()
            prior = drift * np.exp(-0.5 * (drift / 0.3) ** 2 - 0.5 * np.log(excess / 3.0) ** 2)
            found.append(log + np.log(prior))
    return logsumexp(found)


def test_its_intervals_hold_nine_in_ten_of_what_it_was_drawn_from():
    inside = np.concatenate([local_level(quarters(drawn(seed))).inside for seed in range(1, 11)])
    assert len(inside) == 600
    assert 0.87 <= inside.mean() <= 0.93  # two and a half standard errors around 90 %


def test_it_foretells_as_well_whatever_the_drift_and_the_scatter():
    """What it learns of both it learns from the other windows: with wilder counts its intervals are wider."""
    for drift, dispersion in ((0.05, 2.0), (0.3, 8.0)):
        tables = [quarters(drawn(seed, drift, dispersion)) for seed in range(21, 26)]
        inside = np.concatenate([local_level(table).inside for table in tables])
        assert 0.85 <= inside.mean() <= 0.95  # three standard errors of 300


def test_leaving_out_is_the_same_as_never_having_seen(monkeypatch):
    """All counts, less all but one, is that one given the others: by hand, and with both unknowns summed over."""
    coarse(monkeypatch)
    counts, months = drawn(3, count=10).astype(float), np.array([3.0] * 6 + [12.0, 6.0, 9.0, 3.0])
    middles = np.cumsum(months) - months / 2.0
    gaps = np.diff(middles)
    levels = module._levels(counts, months)
    found = module._in_order(counts, months, gaps).log_density
    whole = of_all(counts, months, gaps, levels)
    by_hand = [whole - of_all(counts, months, gaps, levels, unseen) for unseen in range(len(counts))]
    np.testing.assert_allclose(found, by_hand, atol=1e-8, rtol=0)


def test_chances_of_all_that_could_have_been_counted_add_up_to_one(monkeypatch):
    """Whatever the count, the others foretell the same: summed up to a count, they are the chance of at most that."""
    coarse(monkeypatch)
    counts, months, gaps = np.array([12.0, 9, 15, 8, 11, 14, 10, 13]), np.full(8, 3.0), np.full(7, 3.0)
    fixed = module._levels(counts, months)
    monkeypatch.setattr(module, "_levels", lambda *_: fixed)
    found = []
    for count in range(300):
        counts[4] = count
        found.append([part[4] for part in module._in_order(counts, months, gaps)])
    density, fewer, at_most = np.array(found).T
    np.testing.assert_allclose(np.cumsum(np.exp(density)), at_most, atol=1e-9)
    np.testing.assert_allclose(fewer[1:], at_most[:-1], atol=1e-9)
    assert at_most[-1] == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("seed", [2, 4])
def test_finer_grids_tell_the_same(monkeypatch, seed):
    table = quarters(drawn(seed))
    kept = local_level(table).log_density.sum()
    monkeypatch.setattr(module, "DRIFTS", np.geomspace(0.01, 1.4, 36))
    monkeypatch.setattr(module, "EXCESSES", np.geomspace(0.05, 120.0, 22))
    monkeypatch.setattr(module, "LEVELS", 100)  # these are fine enough, as half of them show
    assert local_level(table).log_density.sum() == pytest.approx(kept, abs=0.05)


def test_the_order_of_the_windows_does_not_matter():
    table = quarters(drawn(4, count=16))
    shuffled = table.sample(frac=1.0, random_state=1)
    there, back = local_level(table).log_density, local_level(shuffled).log_density
    np.testing.assert_allclose(back, there[shuffled.index.to_numpy()], rtol=1e-12)


def test_a_count_that_nobody_would_foretell_lies_outside():
    counts = np.full(20, 300)
    counts[10] = 3
    found = local_level(quarters(counts))
    assert not found.inside[10]
    assert found.inside[[3, 16]].all()
    assert found.log_density[10] < found.log_density[3] - 5.0
