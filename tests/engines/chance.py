"""Many expectations held against samples at once: z tests whose chance of a false alarm holds for all together."""

import numpy as np
from scipy import stats

FAMILY = 0.001
"""Chance that any of the tests of one family alarms where all expectations are right."""


def holm(p_values, family=FAMILY):
    """Which of the tests reject, by Holm's step-down procedure: valid however the tests depend on each other."""
    p_values = np.asarray(p_values, dtype=float)
    order = np.argsort(p_values)
    passed = p_values[order] > family / (len(p_values) - np.arange(len(p_values)))
    rejected = np.zeros(len(p_values), dtype=bool)
    rejected[order[: passed.argmax() if passed.any() else len(passed)]] = True
    return rejected


def of_means(sample, expected):
    """Two-sided p values of the means of a sample [replicate, number] against what is expected [number].

    Where nothing varies, the mean must be met exactly but for rounding.
    """
    sample, expected = np.asarray(sample, dtype=float), np.asarray(expected, dtype=float)
    error = sample.std(0, ddof=1) / np.sqrt(len(sample))
    away = sample.mean(0) - expected
    still = error == 0.0
    met = np.abs(away) <= 1e-9 * np.maximum(np.abs(expected), 1.0)
    z = away / np.where(still, 1.0, error)
    return np.where(still, met.astype(float), 2.0 * stats.t.sf(np.abs(z), len(sample) - 1))


def of_variances(sample, expected):
    """Two-sided p values of the variances of a sample [replicate, number]; their errors by the fourth moment."""
    sample, expected = np.asarray(sample, dtype=float), np.asarray(expected, dtype=float)
    squares = (sample - sample.mean(0)) ** 2 * len(sample) / (len(sample) - 1)
    return of_means(squares, expected)


def pooled(sample, expected, least):
    """Numbers added up, along the last axis, until each sum holds at least `least` people in all replicates together.

    Sample [replicate, row, number] and expected [row, number]. Rare numbers are too skewed for a z test, and none is
    dropped: what is left of a row joins the last sum, and rows that hold fewer people are added up with the next ones.
    Gives a sample [replicate, sum] and the expected sums [sum].
    """
    sums, means, rest = [], [], (np.zeros(len(sample)), 0.0)
    for row in range(sample.shape[1]):
        begun = len(sums)
        for number in range(sample.shape[2]):
            rest = (rest[0] + sample[:, row, number], rest[1] + expected[row, number])
            if rest[1] * len(sample) >= least:
                sums.append(rest[0])
                means.append(rest[1])
                rest = (np.zeros(len(sample)), 0.0)
        if len(sums) > begun:
            sums[-1] = sums[-1] + rest[0]
            means[-1] += rest[1]
            rest = (np.zeros(len(sample)), 0.0)
    if sums:
        sums[-1] = sums[-1] + rest[0]
        means[-1] += rest[1]
    return np.stack(sums, axis=1), np.array(means)
