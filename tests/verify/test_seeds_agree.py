"""Three seeds of every explanation come to the same: their chains mix as those of one fit do (slow: `make verify`)."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from departures.answers.catalogue import ANSWERS
from departures.answers.explanations import verdict_of
from departures.answers.findings import findings_of
from departures.answers.thresholds import NEAR_BOUND
from departures.command_line.why_tag import estimates
from departures.country.pack import open_pack, put_together
from departures.inference.gates import R_HAT, r_hats_of
from departures.inference.run import PRINTED, printed_quantities
from departures.inference.settings import SamplingSettings
from departures.inference.stored import cached_fit

SEEDS = (SamplingSettings().seed, 1, 2)
PACK = open_pack("north_korea")
NEAR = 0.1
"""How near to each other the weights of an explanation lie: what is printed in whole per cent is told by draws."""

ALIKE = 0.9
"""Share of sentences that have the same words under all seeds."""

AT_ODDS = 0.05
"""Share of printed numbers of which one seed says that the figures decide them, and another that they depend on the
explanation. That a tag is next to another's threshold is chance (see decisions/tags.md); what it says must not be.
"""


@cache
def posed(explanation):
    return put_together(PACK, explanation)


@cache
def fitted(explanation, seed):
    fit = cached_fit(posed(explanation), replace(SamplingSettings(), seed=seed))
    fit.require_passed(f"{explanation}, seed {seed}: ")
    return fit


def printed(explanation, seed):
    """What is printed, by name, [chain, draw, ...]; expected counts are not kept with a fit."""
    kept = {name: fitted(explanation, seed).quantities[name].values for name in PRINTED}
    return printed_quantities(posed(explanation), kept | {"expected_counts": np.zeros((4, 4, 0))})


@pytest.mark.slow
@pytest.mark.parametrize("explanation", list(PACK.explanations))
def test_chains_of_three_seeds_agree_on_all_that_is_printed(explanation):
    each = [printed(explanation, seed) for seed in SEEDS]
    together = {}
    for name in each[0]:
        draws = min(part[name].shape[1] for part in each)
        together[name] = np.concatenate([part[name][:, -draws:] for part in each])
    r_hats = r_hats_of(together)
    assert max(r_hats.values()) <= R_HAT, r_hats


@cache
def findings(seed):
    return findings_of(
        {name: posed(name) for name in PACK.explanations},
        {name: fitted(name, seed) for name in PACK.explanations},
    )


def share_alike(each):
    """Share of the keys, of all that any seed has, under which all seeds have the same."""
    keys = set().union(*each)
    return sum(len({part.get(key) for part in each}) == 1 for key in keys) / len(keys)


def verdict(seed, name):
    return verdict_of(findings(seed), name)


def answers_of(seed):
    return [ask(findings(seed)) for ask in ANSWERS.values()]


@pytest.mark.slow
def test_seeds_choose_nearly_all_the_same_words():
    """A threshold that a number happens to meet is crossed by chance; more than a few such would be noise in print. An
    explanation near the bound is said to be so, whichever side it lies on.
    """
    near = {
        findings(seed).titles[name]
        for seed in SEEDS
        for name in PACK.explanations
        if "bound" in verdict(seed, name)
    }
    words = [
        {
            sentence.template: True
            for answer in answers_of(seed)
            for sentence in answer.sentences
            if not any(title in sentence.template for title in near)
        }
        for seed in SEEDS
    ]
    assert share_alike(words) >= ALIKE


@pytest.mark.slow
def test_seeds_do_not_contradict_each_other_in_what_decides_a_number():
    tags = []
    for seed in SEEDS:
        printed = [
            number for answer in answers_of(seed) for _, number in estimates(findings(seed).fit, answer)
        ]
        tags.append({(number.lead, number.share): number.tag for number in printed})
    keys = set().union(*tags)
    at_odds = {"data-decide", "depends-on-explanation"}
    assert sum(at_odds <= {part.get(key) for part in tags} for key in keys) <= AT_ODDS * len(keys)


@pytest.mark.slow
def test_seeds_weigh_explanations_alike_and_let_the_same_ones_stand_but_for_those_near_the_bound():
    found = [findings(seed) for seed in SEEDS]
    tables = [each.compared.table.loc[list(PACK.explanations)] for each in found]
    weights = np.array([table["weight"] for table in tables])
    assert np.ptp(weights, axis=0).max() <= NEAR, weights
    behind = np.array([(table["behind"] / table["error"]).fillna(0.0) for table in tables])
    assert np.ptp(behind, axis=0).max() <= NEAR_BOUND, behind
    for name in PACK.explanations:
        verdicts = [verdict_of(each, name) for each in found]
        assert len({verdict.split(",")[0] for verdict in verdicts}) == 1 or all(
            "bound" in v for v in verdicts
        )
